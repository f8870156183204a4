"""`python -m crmkb` does what the `crmkb` command does."""

from crmkb.cli.main import main

if __name__ == "__main__":
    main()

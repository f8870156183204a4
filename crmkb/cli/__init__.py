"""The `crmkb` command: thin commands over `crmkb.api`, one file a command."""

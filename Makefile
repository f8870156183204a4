# Two commands on a fresh machine: `make run` does the main job, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PY := $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help run test test-fast check format lab bench lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## install what the job needs and analyze corpus/ into out/report.html
	$(PY) -m crmkb run corpus/

test: $(VENV)/.dev ## run all tests
	$(PY) -m pytest

test-fast: $(VENV)/.dev ## run the tests without the slow and the browser ones
	$(PY) -m pytest -m "not slow and not browser"

check: $(VENV)/.dev ## format, lint, types, layers, docstrings, sizes and docs drift
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(BIN)/lint-imports
	$(BIN)/pydoclint -q crmkb
	$(PY) tools/docs.py --check

format: $(VENV)/.dev ## format the code and bring generated docs up to date
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	$(PY) tools/docs.py

lab: $(VENV)/.dev ## open the notebooks in JupyterLab
	$(PY) -m jupytext --to ipynb --update notebooks/*.py
	$(PY) -m jupyterlab notebooks

bench: $(VENV)/.dev ## measure on the corpora of DATA (default ../shared/data); KSS names a Python that has kss, PEERS a folder of environments
	$(PY) benchmarks/first.py --data $(or $(DATA),../shared/data)
	$(PY) benchmarks/korean.py --data $(or $(DATA),../shared/data) $(if $(KSS),--kss-python $(KSS))
	$(PY) benchmarks/themes.py --data $(or $(DATA),../shared/data) $(if $(PEERS),--peers $(PEERS))

lock: $(VENV)/.dev ## resolve the dependencies anew into requirements/*.txt
	$(PY) tools/lock.py

clean: ## remove the environment and the results
	rm -rf $(VENV) out project.crmkb*

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON): Python 3.11 or newer is needed; name one with make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m virtualenv $(VENV) 2>/dev/null || \
		{ rm -rf $(VENV); echo "Python's venv module is missing: install it (Debian, Ubuntu: apt install python3-venv) or virtualenv, then run make again"; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.venv requirements/run.txt pyproject.toml
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.venv requirements/dev.txt pyproject.toml
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

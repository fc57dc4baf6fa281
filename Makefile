# make run            install, index the samples on first use, serve at http://127.0.0.1:8000
# make run DOCS=dir   the same over your own plans, in place of what was indexed before
# make test | check | bench | clean

PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,$(if $(shell command -v $(p)),$(p))))
DOCS   ?= samples
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

export KEIKAKU_HOME ?= .keikaku

.PHONY: run install install-dev test check bench clean
.DEFAULT_GOAL := run

run: install
	$(BIN)/keikaku ingest --replace $(if $(filter file,$(origin DOCS)),--if-missing) '$(DOCS)'
	$(BIN)/keikaku serve

install: .venv/.installed

install-dev: .venv/.installed-dev

.venv/.python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11") if sys.version_info < (3, 11) else 0'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	touch $@

# torch first, by itself: where a CPU build of the pinned version is on offer, pip prefers it, and nothing later replaces it.
.venv/.installed: .venv/.python pyproject.toml constraints.txt
	$(PIP) torch
	$(PIP) --editable .
	touch $@

.venv/.installed-dev: .venv/.installed
	$(PIP) --editable '.[dev]'
	touch $@

test: install-dev
	$(BIN)/python -m pytest

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy

bench: install-dev
	status=0; for part in bench bench_ingest bench_load bench_schema bench_page bench_models; do $(BIN)/python -m assistant.$$part || status=1; done; exit $$status

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

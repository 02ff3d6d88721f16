# The two commands of the README: `make demo` and `make test`. Both set everything up on their own.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help demo test lint types lock clean install

help:  ## print the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.run  ## build the graph of the example articles into output/demo and open the way to it
	@$(BIN)/tawthiq build examples/articles.jsonl -o output/demo --fresh

test: $(VENV)/.dev lint types  ## run every check: style, types, tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(VENV)/.dev
	@$(BIN)/ruff check src tests
	@$(BIN)/ruff format --check src tests

types: $(VENV)/.dev
	@$(BIN)/mypy

install: $(VENV)/.run  ## only create the environment

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Tawthiq needs Python 3.11 or newer. You can fix this with: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m virtualenv -q $(VENV) || \
	  { echo "No virtual environment can be made. You can fix this with: apt install python3-venv (or pip install --user virtualenv)"; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt pyproject.toml
	@echo "Installing Tawthiq into $(VENV) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile --universal --generate-hashes -q --no-header --no-annotate --upgrade pyproject.toml -o requirements/run.txt
	uv pip compile --universal --generate-hashes -q --no-header --no-annotate --upgrade pyproject.toml --group dev -o requirements/dev.txt
	printf 'hatchling\neditables\n' | uv pip compile --universal --generate-hashes -q --no-header --no-annotate --upgrade - -o requirements/build.txt

clean:  ## remove what the commands made
	rm -rf $(VENV) output/demo .pytest_cache .mypy_cache .ruff_cache .hypothesis

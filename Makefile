# The two commands of the README: `make demo` and `make test`. Both set everything up on their own.
PYTHON = python3
VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install -q --disable-pip-version-check
OFFLINE = echo "The packages could not be installed. You can fix this by seeing to it that pip reaches a package index; the same command then goes on."

.DEFAULT_GOAL := help
.PHONY: help demo test test-stores test-stores-large engines lint types pytest install docs screenshot lock clean

help:  ## print the commands
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 20

demo: $(VENV)/.run  ## build the graph of the example articles into output/demo, print what it holds and where its page is
	@$(BIN)/tawthiq build examples/articles.jsonl -o output/demo --fresh

test: $(VENV)/.dev  ## run every check: style, types, tests; say at the end what failed and what could not be checked here
	@failed=; for check in lint types pytest; do $(MAKE) --no-print-directory $$check || failed="$$failed $$check"; done; \
	  sh tools/say_untested.sh $(BIN)/python || failed="$$failed untested"; \
	  if [ -n "$$failed" ]; then printf '\nFAILED:%s\n' "$$failed"; exit 1; fi; printf '\nAll checks passed.\n'

lint: $(VENV)/.dev  ## check the style of the code
	@echo "== style"
	@$(BIN)/ruff check -q src tests tools benchmarks
	@$(BIN)/ruff format -q --check src tests tools benchmarks

types: $(VENV)/.dev  ## check the types
	@echo "== types"
	@$(BIN)/mypy

pytest: $(VENV)/.dev  ## run the tests
	@echo "== tests"
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup

test-stores: engines  ## compare with real engines: Virtuoso, Jena, Oxigraph, Comunica and others, which are installed first
	@echo "== engines"
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup tests/test_stores.py; done=$$?; \
	  sh tools/say_untested.sh $(BIN)/python; exit $$done

test-stores-large: engines  ## the same on a graph of a million triples (takes an hour, and 6 GB of memory)
	@TAWTHIQ_STORES_TRIPLES=1000000 $(BIN)/python -m pytest -v -s --durations=20 tests/test_stores.py

engines: $(VENV)/.dev  ## only install the engines of test-stores (as root for those from Debian)
	@sh .ci/install-engines $(BIN)/python

install: $(VENV)/.run  ## only create the environment

docs: $(VENV)/.dev  ## write anew what the documentation takes from the code, the ontology and the example graph
	@$(BIN)/python tools/write_cli_docs.py
	@$(BIN)/python tools/write_context.py
	@$(BIN)/python tools/write_docs.py

screenshot: $(VENV)/.dev demo  ## take the README's picture of the page anew (needs chromium)
	@$(BIN)/python tools/take_screenshot.py

$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || \
	  { echo "There is no $(PYTHON). You can fix this by installing Python 3.11 or newer, or with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Tawthiq needs Python 3.11 or newer. You can fix this with: make PYTHON=python3.11"; exit 1; }
	@said=$$($(PYTHON) -m venv $(VENV) 2>&1) || $(PYTHON) -m virtualenv -q $(VENV) 2>/dev/null || \
	  { echo "$$said"; echo "No virtual environment could be made. You can fix this with: apt install python3-venv (or: pip install --user virtualenv)"; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Installing Tawthiq into $(VENV) …"
	@$(PIP) --require-hashes -r requirements/run.txt || { $(OFFLINE); exit 1; }
	@$(PIP) --require-hashes -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing what the checks need …"
	@$(PIP) --require-hashes -r requirements/dev.txt || { $(OFFLINE); exit 1; }
	@touch $@

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile --universal --generate-hashes -q --no-header --no-annotate --upgrade pyproject.toml -o requirements/run.txt
	uv pip compile --universal --generate-hashes -q --no-header --no-annotate --upgrade pyproject.toml --group dev -o requirements/dev.txt
	printf 'hatchling\neditables\n' | uv pip compile --universal --generate-hashes -q --no-header --no-annotate --upgrade - -o requirements/build.txt

clean:  ## remove what the commands made
	rm -rf $(VENV) output/demo .pytest_cache .mypy_cache .ruff_cache .hypothesis

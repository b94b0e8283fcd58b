# Everything a person types here works on a fresh machine with Python 3.11 or later and make.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: setup demo test nightly lint bench docs clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev]'
	@touch $@

demo: setup
	$(BIN)/countermove demo

test: setup
	$(BIN)/python -m pytest

nightly: setup
	$(BIN)/python -m pytest -m nightly

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	BRIEF=$(BRIEF) $(BIN)/python benchmarks/run.py
	BRIEF=$(BRIEF) $(BIN)/python benchmarks/readers.py
	BRIEF=$(BRIEF) $(BIN)/python benchmarks/edits.py

docs: setup
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "The pages are in build/docs/index.html"

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

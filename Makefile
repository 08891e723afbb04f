# make demo, make test, make check: all that anyone must know. Each sets up what it needs first.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || echo python3)
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: setup system demo test check letters bench constraints clean

setup: system $(VENV)/.ready

# LibreOffice reads .doc, .odt and .rtf; the Vietnamese model reads scans; the fonts typeset the samples.
system:
	@PYTHON=$(PYTHON) bash scripts/system-packages.sh

$(VENV)/.ready: pyproject.toml constraints.txt
	@echo "congvan: making the environment in $(VENV) (some minutes, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

test: setup
	$(BIN)/pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

demo: setup
	@bash scripts/demo.sh

# Makes data/letters anew from its sources; committed, for what LibreOffice and signing make differs by the byte.
letters: setup
	$(BIN)/python -m scripts.letters

bench: setup
	$(BIN)/python -m benchmarks.parsing

# Pins what stands in the environment now. For a fresh resolution: make clean, empty constraints.txt, make setup.
constraints:
	$(BIN)/python -m pip freeze --exclude-editable | LC_ALL=C sort > constraints.txt

clean:
	rm -rf $(VENV) build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

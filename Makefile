# Every target sets up what it needs; a second run finds the stamp files and starts at once.
#
#   make chat            the chat in the browser, at the address that it prints
#   make test            all tests
#   make ask Q="…"       one question on the command line
#   make index           bring the index up to date with corpus/
#   make eval            the evaluation sets
#   make gate            the pinned sets against their floors; exit code 1 when one fell
#   make check           linters, types, import directions and tests
#   make clean           remove the environment, the index and caches

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := chat

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# --prefer-binary and the like; on machines whose package index serves torch with GPU libraries, name a CPU index here.
PIP_FLAGS ?=
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt $(PIP_FLAGS)
SETS := $(wildcard evals/sets/*.jsonl)

CREATED := $(VENV)/.created
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development

.PHONY: chat test ask eval gate check lint index clean

chat: $(RUNTIME)
# Exit code 2 means that some file could not be read (it was named above): the rest is indexed, so the chat starts.
	@$(RUN) -m assistant index || [ $$? -eq 2 ]
	@exec $(RUN) ui.py

test: $(DEVELOPMENT)
	@$(RUN) -m assistant index
	@$(RUN) -m pytest --numprocesses auto --dist loadfile $(ARGS)

ask: $(RUNTIME)
	@test -n '$(subst ','\'',$(value Q))' || { echo 'Usage: make ask Q="12621工程的目标是什么?"' >&2; exit 2; }
	@$(RUN) -m assistant index >&2 || [ $$? -eq 2 ]
	@$(RUN) -m assistant ask '$(subst ','\'',$(value Q))'

eval: $(RUNTIME)
	@$(RUN) -m assistant index
	@$(RUN) -m evals run $(SETS)

gate: $(RUNTIME)
	@$(RUN) -m assistant index
	@$(RUN) -m evals gate

index: $(RUNTIME)
	@$(RUN) -m assistant index

lint: $(DEVELOPMENT)
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

check: lint test

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info
	find index -mindepth 1 -not -name .gitkeep -delete
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

$(CREATED):
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here. Install Python 3.11 or newer, or run: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old. Install Python 3.11 or newer, or run: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Creating $(VENV) …" >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# torch goes first, alone and with its exact pin: then no other package can bring a build with GPU libraries.
$(RUNTIME): pyproject.toml constraints.txt $(CREATED)
	@echo "Installing the pinned packages into $(VENV) (a few minutes, once) …" >&2
	@$(PIP) "$$(grep '^torch==' constraints.txt)"
	@$(PIP) --editable .
	@touch $@

$(DEVELOPMENT): $(RUNTIME)
	@echo "Installing the test tools into $(VENV) …" >&2
	@$(PIP) --editable '.[dev,ocr,peers]'
	@touch $@

# `make ask Q="..."` and `make test` are all a newcomer needs; both install what is missing first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# For `make train DATA=DIR`: the run's folder, which also lets a stopped run go on, and its length.
WORK ?= .work/reranker
STEPS ?= 1350
Q ?= How do I reduce hallucinations?
export Q
export HF_HUB_OFFLINE ?= 1

.PHONY: setup ask index test train lint check clean

setup: $(VENV)/.installed

# torch first and pinned: left to the resolver, the newest build brings gigabytes of CUDA.
$(VENV)/.installed: pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (a few minutes, once)" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0 -c constraints.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]' -c constraints.txt
	@touch $@

CORPUS := $(shell find corpus -type f)
data/.indexed: $(CORPUS) | setup
	@$(BIN)/rag ingest corpus --data-dir data
	@touch $@

index: data/.indexed

ask: setup data/.indexed
	@$(BIN)/rag ask "$$Q" --data-dir data

test: setup
	@$(BIN)/python -m pytest

train: setup
	@test -n "$(DATA)" || { echo "make train DATA=DIR: the folder of the data sets (docs/models/reranker.md)" >&2; exit 2; }
	@$(BIN)/rag-eval train reranker --data "$(DATA)" --work "$(WORK)" --steps $(STEPS)
	@$(BIN)/rag-eval train evaluate --work "$(WORK)" --json "$(WORK)/figures.json"

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

clean:
	rm -rf $(VENV) data build *.egg-info

# `make ask Q="..."` and `make test` are all a newcomer needs; both install what is missing first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVALUATION := .venv-evaluation
# For `make train DATA=DIR` and the like: the run's folder, which also lets a stopped run go on, and its length.
WORK ?= .work
STEPS ?= 1350
LATE_STEPS ?= 1500
SUPPORT_STEPS ?= 1500
JUDGE_STEPS ?= 400
URL ?= http://127.0.0.1:8000
Q ?= How do I reduce hallucinations?
export Q
export HF_HUB_OFFLINE ?= 1

.PHONY: setup dev evaluation ask serve load index test slow screenshots fuzz eval ragas ragas-test peers train train-embedder train-late train-names train-verifier train-judge lint check clean slack-gallery

setup: $(VENV)/.installed

# torch first and pinned: left to the resolver, the newest build brings gigabytes of CUDA.
$(VENV)/.installed: pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (a few minutes, once)" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0 -c constraints.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable . -c constraints.txt
	@touch $@

# What tests and linters need besides, language models' SDKs and OCR among it: asking needs none of it.
dev: $(VENV)/.developing

$(VENV)/.developing: $(VENV)/.installed
	@echo "Installing what development needs" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]' -c constraints.txt
	@touch $@

# ragas has an environment of its own (docs/adr/0009-ragas.md).
evaluation: $(EVALUATION)/.installed

$(EVALUATION)/.installed: pyproject.toml constraints-evaluation.txt
	@echo "Installing ragas into $(EVALUATION) (some minutes, once)" >&2
	@$(PYTHON) -m venv $(EVALUATION)
	@$(EVALUATION)/bin/pip install --quiet --disable-pip-version-check torch==2.13.0 -c constraints-evaluation.txt
	@$(EVALUATION)/bin/pip install --quiet --disable-pip-version-check --editable '.[evaluation,test]' -c constraints-evaluation.txt
	@$(EVALUATION)/bin/pip check --disable-pip-version-check
	@touch $@

CORPUS := $(shell find corpus -type f)
# An index of an earlier schema or model is set aside, not lost: exit code 6 says that it is one.
data/.indexed: $(CORPUS) $(wildcard ingest/models/weights/*) ingest/index/versions.py | setup
	@$(BIN)/rag ingest corpus --data-dir data || { test $$? -eq 6 && mv data data.$$(date +%s) \
		&& echo "The index was another version's: it is set aside" >&2 && $(BIN)/rag ingest corpus --data-dir data; }
	@touch $@

index: data/.indexed

ask: setup data/.indexed
	@$(BIN)/rag ask "$$Q" --data-dir data

# The page at http://127.0.0.1:8000, and the HTTP interface behind it.
serve: setup data/.indexed
	@$(BIN)/rag serve --data-dir data

# The pictures of the page that the documents show; the others are left in artefacts/web.
screenshots: dev
	@$(BIN)/python -m pytest -m slow tests/integration/web/test_page_pictures.py
	@cp artefacts/web/web-answer.png artefacts/web/web-dark.png artefacts/web/web-phone.png docs/
# A minute of load each from 1, 8, 32 and 128 clients on a server that runs on this machine: make load URL=… PID=…
load: dev
	@$(BIN)/rag-eval load "$(URL)" $(if $(PID),--pid $(PID)) --ingest data

# Files of tests side by side, a core for each worker (tests/conftest.py).
test: dev
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

# What takes long: whole measurements, load, kills, every state of the page.
slow: dev
	@$(BIN)/python -m pytest -m slow

# Many requests to every route, as its description allows and as it does not; `make test` sends a few.
fuzz: dev
	@FUZZ_EXAMPLES=60 $(BIN)/python -m pytest --timeout 1500 tests/integration/http/test_openapi.py

# Measures the golden questions over corpus/, and fails when a figure fell beyond its allowance.
eval: setup data/.indexed
	@$(BIN)/rag-eval run --data-dir data --out "$(WORK)/run"
	@$(BIN)/rag-eval gate "$(WORK)/run/run.json"

# What is compared, each in an environment of its own: their packages do not agree with one another's.
PEERS := llamaindex haystack txtai
PEER_ENVIRONMENTS := $(PEERS:%=.venv-peers/%/.installed)

.venv-peers/%/.installed: eval/peers/environments/%.txt
	@echo "Installing $* into .venv-peers/$*" >&2
	@$(PYTHON) -m venv .venv-peers/$*
	@.venv-peers/$*/bin/pip install --quiet --disable-pip-version-check torch==2.13.0
	@.venv-peers/$*/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

peers: dev $(PEER_ENVIRONMENTS)
	@$(DATA_GIVEN)
	@$(BIN)/rag-eval peers --data "$(DATA)" --work "$(WORK)/peers" --out docs/peers.md
# Adds the figures of ragas to the run that `make eval` wrote; they inform, the gate takes no notice.
ragas: evaluation
	@test -f "$(WORK)/run/run.json" || $(MAKE) eval
	@$(EVALUATION)/bin/rag-eval ragas "$(WORK)/run/run.json"

ragas-test: evaluation
	@$(EVALUATION)/bin/python -m pytest tests/integration/test_ragas.py

DATA_GIVEN = test -n "$(DATA)" || { echo "make $@ DATA=DIR: the folder of the data sets (docs/models)" >&2; exit 2; }

train: setup
	@$(DATA_GIVEN)
	@$(BIN)/rag-eval train reranker --data "$(DATA)" --work "$(WORK)/reranker" --steps $(STEPS)
	@$(BIN)/rag-eval train evaluate --work "$(WORK)/reranker" --json "$(WORK)/reranker/figures.json"

train-embedder: setup
	@$(DATA_GIVEN)
	@$(BIN)/rag-eval train embedder --data "$(DATA)" --work "$(WORK)/embedder"

train-late: setup
	@$(DATA_GIVEN)
	@$(BIN)/rag-eval train late --data "$(DATA)" --work "$(WORK)/late" --steps $(LATE_STEPS)

train-names: setup
	@$(DATA_GIVEN)
	@$(BIN)/rag-eval train names --data "$(DATA)" --out "$(WORK)/names/names.safetensors"

train-verifier: setup
	@$(DATA_GIVEN)
	@$(BIN)/rag-eval train verifier --data "$(DATA)" --work "$(WORK)/verifier" --steps $(SUPPORT_STEPS)
	@$(BIN)/rag-eval support --data "$(DATA)" --weights "$(WORK)/verifier/verifier.safetensors"

train-judge: setup
	@$(DATA_GIVEN)
	@$(BIN)/rag-eval train verifier --role judge --seed 1 --data "$(DATA)" --work "$(WORK)/judge" --steps $(JUDGE_STEPS)

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema custom.github-workflows-require-timeout .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/hadolint Dockerfile
	$(BIN)/zizmor --offline --quiet --pedantic .github/workflows

check: lint test

clean:
	rm -rf $(VENV) $(EVALUATION) .venv-peers data build *.egg-info

# docs/slack-gallery: every message of the Slack bot, as JSON and as a picture (needs chromium).
slack-gallery: dev
	@PYTHONPATH=. $(BIN)/python tools/slack/gallery.py

# One list of commands, for people and for CI. `make help` explains them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
HOST ?= 127.0.0.1
SIZES ?= 1000 10000 50000
PYTHON := .venv/bin/python

.PHONY: help
help: ## Explain the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.PHONY: run
run: .venv/runtime ## Install, migrate, load the example content into an empty database, and serve the portal
	@$(PYTHON) bin/compile_messages.py
	@$(PYTHON) manage.py migrate --noinput --verbosity 0
	@$(PYTHON) manage.py load_example --if-empty
	@echo "The portal answers at http://$(HOST):$(PORT)/ and its admin at http://$(HOST):$(PORT)/admin/. Ctrl-C stops it."
	@bin/serve $(HOST):$(PORT)

.PHONY: test
test: .venv/dev ## Run all tests on SQLite and PostgreSQL, with the real services
	@bin/test

.PHONY: bench
bench: .venv/dev ## Measure page times on generated content: make bench SIZES="1000 10000 50000"
	@SIZES="$(SIZES)" $(PYTHON) bin/bench.py

.PHONY: bench-search
bench-search: .venv/dev ## Measure search on generated pages, on every engine: SIZES="1000 10000"
	@$(PYTHON) bin/bench_search.py $(shell echo $(SIZES) | tr " " ",")

.PHONY: check
check: .venv/dev ## Lint, formatting, templates, migrations, catalogues
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	.venv/bin/djhtml --check --tabwidth 2 templates
	$(PYTHON) manage.py check --fail-level WARNING
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) bin/messages.py --check

.PHONY: format
format: .venv/dev ## Format Python and templates
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	.venv/bin/djhtml --tabwidth 2 templates

.PHONY: messages
messages: .venv/dev ## Collect the interface texts into the catalogues of every language
	$(PYTHON) bin/messages.py

.PHONY: lock
lock: .venv/dev ## Resolve all dependencies anew and pin them with hashes
	bin/uv pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade pyproject.toml -o requirements.txt
	bin/uv pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade pyproject.toml --group dev -o requirements-dev.txt

# What is installed; built again only when the lock has changed.
.venv/runtime: requirements.txt
	@bin/install requirements.txt
	@rm -f .venv/dev # what tests need is gone now
	@touch $@

.venv/dev: requirements-dev.txt
	@bin/install requirements-dev.txt
	@touch .venv/runtime $@

# The commands of everyday work. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
PYTEST := .venv/bin/pytest
PORT ?= 8000
MINUTES ?= 10
PROTOC ?= 1.85.1

.PHONY: help setup demo test check quick explore bench protocol requirements format translations clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## make the virtual environment, the look, and find what the tests need
	@bin/setup

demo: ## set everything up, load the demo place and serve it with its worker
	@bin/setup --run-only
	@$(PY) -m commonweal.site.command demo --port $(PORT)

test: ## everything: checks, the suite on SQLite and on PostgreSQL, and in the browser
	@bin/setup
	@bin/setup --system
	@$(MAKE) --no-print-directory check
	@bin/test

quick: ## the suite on SQLite without browser and slow tests
	@bin/setup
	@$(PYTEST) -m "not browser and not slow" -q

explore: ## let the searching tests draw new examples for MINUTES=10, and tell the seed of what they find
	@bin/setup
	@$(PY) bin/explore $(MINUTES)

check: ## the fast inner loop: style, types, import contract, lengths, migrations; what we take from others
	@bin/setup
	@bin/check
	@$(PY) bin/audit.py

format: ## let ruff write the style
	@.venv/bin/ruff check --fix -q . ; .venv/bin/ruff format -q .

bench: ## print speed as ratios against a named reference in the same run
	@bin/setup
	@failed=0; for bench in benchmarks/*.py; do echo "== $$bench"; $(PY) $$bench || failed=1; done; exit $$failed

translations: ## collect the words of the pages and compile them
	@DJANGO_SETTINGS_MODULE=commonweal.site.settings.test $(PY) -m commonweal.site.command translations

protocol: ## generate the messages of the CEL specification anew from their .proto files
	@cd src && ../.venv/bin/uv tool run --from grpcio-tools==$(PROTOC) python -m grpc_tools.protoc -I. --python_out=. --pyi_out=. \
		commonweal/blocks/rules/cel/protocol/*.proto

requirements: ## compile the hashed requirements anew
	@for name in run dev; do .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url requirements/$$name.in -o requirements/$$name.txt -q; done

clean: ## remove what was made, but not your data in var/
	@rm -rf .venv node_modules build src/commonweal/web/static/vendor .mypy_cache .ruff_cache .pytest_cache

# venvoy's chores. A machine with make and Python 3.11 or newer is enough; uv is used when it is there.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
REQUIREMENTS := requirements-dev.txt
STAMP := $(VENV)/.venvoy-$(REQUIREMENTS)
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" pyproject.toml

# A name on PATH is not yet an interpreter: a version manager's shim may refuse to run. So each is asked.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)

.PHONY: help demo test test-projects project-table cost-table check unit slow bench docs lock snapshots clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-13s %s\n' "$$name" "$$text"; done

demo: $(STAMP) ## Open the guided session on a copy of a sample
	@$(BIN)/venvoy demo

test: check unit slow ## Run every check and every test but those of test-projects

check: $(STAMP) ## Lint, formatting, types and the directions of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(STAMP) ## Run the tests that need nothing but Python
	$(BIN)/python -m pytest -n 2 -m "not browser and not compose and not engine and not terminal and not wheel"

slow: $(STAMP) ## Run the tests that need an engine, compose, a terminal, a browser or the built wheel, one after the other
	$(BIN)/python -m pytest -m "(browser or compose or engine or terminal or wheel) and not projects"

test-projects: $(STAMP) ## Build and run, before and after, the projects that `make test` leaves out
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m projects

project-table: $(STAMP) ## Build every project, and write docs/reference/projects.md anew
	VENVOY_UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest -m engine tests/projects

cost-table: $(STAMP) ## Time the samples and some projects before and after, and write docs/reference/costs.md anew
	$(BIN)/python -m benchmarks.costs $(COSTS)

bench: $(VENV)/.venvoy-requirements-bench.txt ## Measure venvoy beside hadolint and tally
	$(BIN)/python -m benchmarks

docs: $(VENV)/.venvoy-requirements-docs.txt ## Build the pages below site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

lock: $(STAMP) ## Pin the newest versions that pyproject.toml allows, with their hashes
	PATH="$(BIN):$$PATH" $(COMPILE) --upgrade --group dev --output-file requirements-dev.txt
	PATH="$(BIN):$$PATH" $(COMPILE) --upgrade --group bench --constraint requirements-dev.txt --output-file requirements-bench.txt
	PATH="$(BIN):$$PATH" $(COMPILE) --upgrade --group docs --constraint requirements-dev.txt --output-file requirements-docs.txt

snapshots: $(STAMP) ## Write the golden files and pictures anew; look at the difference before you commit it
	VENVOY_UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest -m "not browser and not compose and not engine and not terminal and not wheel" --snapshot-update

clean: ## Remove what the other targets made
	rm -rf $(VENV) build dist site snapshot_report.html .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# One environment, filled from pinned and hashed files; made again only when one of them changes.
$(VENV)/bin/python:
	@test -n "$(PYTHON)" || command -v uv >/dev/null || { \
		echo "venvoy needs Python 3.11 or newer on PATH (or: make PYTHON=/path/to/python …)" >&2; exit 1; }
	@if command -v uv >/dev/null; then uv venv --quiet --python "$(or $(PYTHON),>=3.11)" $(VENV); \
		else "$(PYTHON)" -m venv $(VENV); fi

$(VENV)/.venvoy-requirements-%.txt: requirements-%.txt pyproject.toml | $(VENV)/bin/python
	@if command -v uv >/dev/null; then set -- uv pip install --quiet --python $(BIN)/python; \
		else set -- $(BIN)/python -m pip install --quiet --disable-pip-version-check; fi; \
	echo "installing $< into $(VENV)" >&2; \
	"$$@" --require-hashes -r $< && "$$@" --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.venvoy-requirements-bench.txt $(VENV)/.venvoy-requirements-docs.txt: | $(STAMP)

# Every target begins by setting up what it needs, so a fresh machine needs only the one command.
# The work itself is in the scripts of .ci/, which can be read and run on their own.

# What is set on the command line (PORT=, DATABASE=, ARGS=, PYTHON=) reaches the scripts through the
# environment. Nothing is set here: the environment wins over .env, so a default would too.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset serve test quick check thorough mutants format lock

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## Prepare .venv for developers; .venv/bin/flask then runs every command
	@.ci/setup dev

demo: ## Load the demonstration and serve it on http://127.0.0.1:8000 (PORT=...)
	@.ci/demo serve

demo-reset: ## Delete what was entered in the demonstration and load it afresh
	@.ci/demo reset

serve: ## Serve for real use; settings come from the environment or .env (PORT=...)
	@.ci/setup runtime
	@exec .venv/bin/python -m trainee_tracker.serving

test: ## Run every test (DATABASE=sqlite or postgresql, ARGS='-k "name or other"' for some)
	@.ci/test

quick: ## A first answer: lint, types, and the tests that a change touches (BASE=a commit)
	@.ci/quick

check: ## The developers' gate: format, lint, types, imports, tests with coverage
	@.ci/check

thorough: ## Run every test with many more made-up examples, for an hour or more (DATABASE=...)
	@.ci/thorough

mutants: ## Count which small faults the tests notice, in accreditation or rooms (ARGS=rooms, see docs)
	@.ci/setup dev
	@.venv/bin/python .ci/arguments .venv/bin/python benchmarks/mutants.py

format: ## Format the code and mend what ruff can mend
	@.ci/setup dev
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

lock: ## Make the lock files again after a change of pyproject.toml (ARGS=--upgrade for newer versions)
	@.ci/lock

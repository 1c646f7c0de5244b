# Thin: the work is done by setup/ (system Python) and cpd_portal/embedded/ (.venv).
PYTHON ?= python3
export YES ARGS ONLY KEEP SCALE FUZZ_EXAMPLES

.PHONY: run test fuzz bench faults lint format screenshots reset services setup lock

run:       ## From a fresh clone to a served portal: http://127.0.0.1:$${PORT:-8000}/
	@$(PYTHON) -m setup run

test:      ## The whole test suite; ARGS="tests/kpis -x" runs a part
	@$(PYTHON) -m setup test

fuzz:      ## API and pages under hostile requests for long; FUZZ_EXAMPLES=500 tries more
	@$(PYTHON) -m setup fuzz

bench:     ## Measures against limits and writes build/bench.json; ONLY=name,name runs some
	@$(PYTHON) -m setup bench

faults:    ## Breaks a real portal in every listed way and writes build/faults.json; ONLY=name
	@$(PYTHON) -m setup faults

lint:      ## Formatting, lint, types, migrations, deployment check
	@$(PYTHON) -m setup lint

format:    ## Rewrite the Python files in the project's format
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

screenshots: ## The README's pictures, taken from the portal of `make run`
	@.venv/bin/python -m tests.browser.walkthrough

reset:     ## Remove the embedded default's data (asks; YES=1 does not)
	@$(PYTHON) -m setup reset

services:  ## Only database and broker, for development
	@$(PYTHON) -m setup services

setup:     ## Install everything, start nothing
	@$(PYTHON) -m setup setup

lock:      ## Compile requirements/*.in and package.json into their lock files
	@$(PYTHON) -m setup lock

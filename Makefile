# Two commands need nothing but Python 3.11+ with venv, and make:
#   make demo            code a sample report (or REPORT=path of your own)
#   make workbench       the sample reports (or CASE=path of a case) in a browser
#   make test            all tests, lint, types, room order, docs
#   make soak            long checks in full: damaged reports, 1 MB of text, order of reports
#   make gate            figures on tuning data against their floors, where the corpora are at hand
# Paths are relative, so a folder with spaces in its name works; pip follows
# whatever mirror its own configuration names.
PYTHON ?= python3
REPORT ?= examples/market-town.txt
CASE ?= demo.sqlite
# Processes that run the tests side by side.
WORKERS ?= 2
RUN := .venv/bin/python
PIP := .venv/bin/python -m pip --disable-pip-version-check --quiet
# The folder of the user's pip cache may not be writable; that is no fault.
export PIP_ROOT_USER_ACTION ?= ignore
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: demo workbench test test-fast soak gate check docs clean

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "whowhom needs Python 3.11 or newer; set PYTHON=path of one."; exit 2; }
	@echo "Setting up .venv (once; needs the package index)"
	@$(PYTHON) -m venv .venv

.venv/.ready: .venv/bin/python requirements.txt pyproject.toml
	@echo "Installing whowhom"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

demo: .venv/.ready
	@echo
	@echo "\$$ whowhom code $(REPORT)"
	@$(RUN) -m whowhom code "$(REPORT)"
	@echo
	@echo "Next:"
	@echo "  make demo REPORT=path/to/your/report.txt"
	@echo "  .venv/bin/python -m whowhom code --explain $(REPORT)      every value with its words"
	@echo "  .venv/bin/python -m whowhom code --format json $(REPORT)  for programs"
	@echo "  .venv/bin/python -m whowhom brief $(REPORT) -o brief.html one page to read and print"
	@echo
	@echo "Read, check and correct in a browser:"
	@echo "  make workbench                                            the sample reports, at http://127.0.0.1:8000/"
	@echo "  .venv/bin/python -m whowhom add my.sqlite path/to/reports/ && .venv/bin/python -m whowhom serve my.sqlite"

workbench: .venv/.ready
	@test -e "$(CASE)" || $(RUN) -m whowhom add "$(CASE)" examples/
	@$(RUN) -m whowhom serve "$(CASE)"

test: .venv/.ready-dev check docs
	$(RUN) -m pytest -n $(WORKERS)
	$(RUN) -m tools.gate --share 0.1

test-fast: .venv/.ready-dev
	$(RUN) -m pytest -m "not model"

soak: .venv/.ready-dev
	SOAK_SHARE=1 $(RUN) -m pytest -m soak
	$(RUN) tools/bench_case.py
	$(RUN) tools/bench_tellings.py

gate: .venv/.ready-dev
	$(RUN) -m tools.gate

check: .venv/.ready-dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

docs: .venv/.ready-dev
	$(RUN) -m mkdocs build --strict --quiet

clean:
	rm -rf .venv site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Two commands set everything up on a machine with git, make and Python 3.11 or newer:
#
#   make demo    the flagship comparison: a verdict, and a report to open
#   make test    everything that the tests need, then the whole suite
#
# Nothing is installed outside .venv, but for three Debian packages that the tests of dashboard, captures and store use
# (`make test` says so, and goes on without them where it may not install).

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
UV := $(PY) -m uv
# uv is quick; pip stands in where only pip was told how to reach the package index.
INSTALL = $(UV) pip install --quiet --python $(PY) --constraint constraints.txt --editable $(1) || { \
	  echo "uv could not install it; pip tries, and takes longer."; \
	  $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable $(1); }
JOBS ?= 2
comma := ,
PYTHON ?= python3.11 python3.12 python3.13 python3.14 python3 python

# One locale, one Python, nothing inherited from another project's shell.
export LC_ALL := C.UTF-8
export PYTHONUTF8 := 1
export UV_NO_PROGRESS := 1
export UV_PYTHON_DOWNLOADS := never
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := 1
endif
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV CONDA_PREFIX UV_PROJECT_ENVIRONMENT

.PHONY: help demo test dashboard lint format bench nightly constraints system clean
.DELETE_ON_ERROR:

help:
	@echo "make demo       set up, run the flagship comparison, write its report"
	@echo "make test       set up for tests, run the whole suite"
	@echo "make dashboard  set up, serve the dashboard and print the address to open"
	@echo "make lint       style, types, direction of imports"
	@echo "make format     put the source into the project's format"
	@echo "make bench      measure speed against its budget"
	@echo "make nightly    long tests, and the suite on other Pythons that are here"
	@echo "make clean      remove .venv and everything that was built"

demo: $(VENV)/.core
	@echo "Six postures, three seeds each, with the attack and without it: some two minutes on two idle processors."
	@$(BIN)/twin demo

dashboard: $(VENV)/.dashboard
	@$(PY) -m streamlit run dashboards/app.py --browser.gatherUsageStats false

test: $(VENV)/.test system
	@$(PY) -m pytest -n $(JOBS) -m "not browser and not nightly"
	@$(PY) -m pytest -n $(JOBS) --dist loadfile -m "browser and not nightly" || [ $$? -eq 5 ]

lint: $(VENV)/.test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.test
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format .

bench: $(VENV)/.test
	@set -e; for script in benchmarks/bench_*.py; do $(PY) "$$script"; done

nightly: $(VENV)/.test system
	@$(PY) -m pytest -n $(JOBS) -m nightly || [ $$? -eq 5 ]
	@set -e; for version in 3.12 3.13 3.14; do \
	  found=""; \
	  for python in python$$version "$$HOME"/.pyenv/versions/$$version.*/bin/python; do \
	    if [ -z "$$found" ] && "$$python" -c "" >/dev/null 2>&1; then found="$$python"; fi; \
	  done; \
	  if [ -z "$$found" ]; then echo "Python $$version is not here; left out."; continue; fi; \
	  echo "Python $$version."; \
	  $(UV) venv --quiet --clear --python "$$found" $(VENV)-$$version; \
	  $(UV) pip install --quiet --python $(VENV)-$$version/bin/python --constraint constraints.txt \
	    --editable ".[test,dashboard,learning]"; \
	  $(VENV)-$$version/bin/python -m pytest -n $(JOBS) -m "not browser and not nightly"; \
	done

# The versions that are known to work together, for every Python and platform at once.
constraints: $(VENV)/.test
	$(UV) pip compile --quiet --upgrade --all-extras --universal --python-version 3.11 --no-header --no-annotate \
	  --output-file constraints.txt pyproject.toml

clean:
	rm -rf $(VENV) $(VENV)-3.* build dist .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --------------------------------------------------------------------------------------------------------------------
# Set-up: each stamp is made once, and again when the project's lists change.

# A Python that is new enough, and a .venv that is really ours. An environment that was copied, moved, or made by a
# Python that has gone is named, not repaired: it may be somebody's.
$(VENV)/.python:
	@set -eu; \
	ok='import sys; sys.exit(sys.version_info < (3, 11))'; \
	ours='import os; text = open("$(VENV)/bin/activate").read(); \
	  raise SystemExit(not any(os.path.join(d, "$(VENV)") in text for d in (os.getcwd(), os.environ.get("PWD", "."))))'; \
	if [ -e $(VENV) ]; then \
	  what=""; \
	  if ! $(PY) -c "$$ok" 2>/dev/null; then \
	    version=$$($(PY) --version 2>/dev/null | head -n 1); \
	    what="and its Python is not 3.11 or newer ($${version:-none that runs})"; \
	  elif ! $(PY) -c "$$ours" 2>/dev/null; then what="and was made in another folder"; fi; \
	  if [ -n "$$what" ]; then \
	    echo "$(VENV) is here already, $$what."; echo "Remove it (rm -rf $(VENV)) and run this command again."; exit 2; \
	  fi; \
	else \
	  found=""; seen=""; \
	  for python in $(PYTHON); do \
	    if "$$python" -c "$$ok" >/dev/null 2>&1; then found="$$python"; break; fi; \
	    version=$$("$$python" --version 2>/dev/null | head -n 1) && [ -n "$$version" ] && seen="$$seen  $$python is $$version;" || true; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "Python 3.11 or newer is needed, and none was found.$$seen"; \
	    echo "Install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv), or say where it is:"; \
	    echo "  make demo PYTHON=/path/to/python3.11"; exit 2; \
	  fi; \
	  echo "Setting up $(VENV) with $$("$$found" --version)."; \
	  "$$found" -m venv $(VENV) || { \
	    rm -rf $(VENV); \
	    echo "$$found cannot make a virtual environment. Debian and Ubuntu: apt-get install python3-venv"; exit 2; \
	  }; \
	fi; \
	touch $@

$(VENV)/.uv: $(VENV)/.python constraints.txt
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip --default-pip >/dev/null
	@$(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@touch $@

$(VENV)/.core: $(VENV)/.uv pyproject.toml constraints.txt
	@echo "Installing the lab."
	@$(call INSTALL,.)
	@touch $@

$(VENV)/.dashboard: $(VENV)/.uv pyproject.toml constraints.txt
	@echo "Installing the lab and its dashboard."
	@$(call INSTALL,".[dashboard]")
	@touch $@ $(VENV)/.core

$(VENV)/.test: $(VENV)/.uv pyproject.toml constraints.txt
	@echo "Installing the lab and everything that its tests need."
	@$(call INSTALL,".[test$(comma)dashboard$(comma)learning]")
	@touch $@ $(VENV)/.core $(VENV)/.dashboard

# Chromium for the dashboard's tests, tshark for the captures', PostgreSQL for the exercise store's. Where they cannot
# be had, the tests that want them are skipped and say why.
system: | $(VENV)/.python
	@missing=""; \
	{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1 || missing="chromium"; \
	command -v tshark >/dev/null 2>&1 || missing="$$missing tshark"; \
	{ command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || missing="$$missing postgresql"; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ]; then root=""; \
	elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then root="sudo -n"; \
	else root="none"; fi; \
	if [ "$$root" = none ] || ! command -v apt-get >/dev/null 2>&1; then \
	  echo "Not here, and not mine to install: $$missing. The tests that want them will be skipped."; \
	  echo "Debian and Ubuntu: sudo apt-get install $$missing"; exit 0; \
	fi; \
	echo "Installing Debian packages: $$missing."; \
	log=$(VENV)/system.log; \
	{ $$root apt-get update -q && \
	  $$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y -o DPkg::Lock::Timeout=120 --no-install-recommends $$missing fonts-dejavu-core; \
	} >$$log 2>&1 </dev/null || { \
	  echo "That failed (see $$log); the tests that want them will be skipped. Its last lines:"; tail -n 3 $$log; }

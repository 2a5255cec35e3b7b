# Everything a developer or an operator starts. Nothing must be installed beforehand but Python >= 3.11 and make.
# Further arguments go through ARGS: make test ARGS="-k ticket", make up ARGS="--port 9000".

SHELL := /bin/bash
.DEFAULT_GOAL := help
ARGS ?=

VENV := $(or $(UV_PROJECT_ENVIRONMENT),.venv)
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
RUN := $(UV) run --frozen --no-sync
IMAGES := opslayer tickets assets processes notifications gateway
export UV_HTTP_TIMEOUT ?= 300
# With it, every start of a service would compile all our modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install panel chromium up down test check bench chaos docs image pictures

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

up: install panel ## Start the product: panel on http://localhost:8080, Ctrl-C stops it
	@$(VENV)/bin/opslayer up $(ARGS)

down: install ## Stop the product that was started in this folder
	@$(VENV)/bin/opslayer down $(ARGS)

test: install panel chromium ## Run all tests on real PostgreSQL, Kafka and Chromium, on all cores
	@$(RUN) pytest --numprocesses auto $(ARGS)

check: install ## Look at style, formats, types and the architecture's arrows
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy .
	@$(RUN) lint-imports

bench: install panel ## Measure the ratios that docs/ promises
	@$(RUN) python -m bench $(ARGS)

chaos: install panel ## Kill, freeze and wipe everything under load and check that nothing is lost
	@$(call directory,tests/chaos)

docs: install ## Write the generated reference pages anew
	@$(RUN) python -m reference_generator .

pictures: install panel chromium ## Take README's pictures from the running panel
	@$(call directory,docs/pictures)

image: ## Build a container image for each service
	@for service in $(IMAGES); do \
	  docker build --file deploy/images/Dockerfile --build-arg SERVICE=$$service --tag opslayer/$$service:$(or $(OPSLAYER_VERSION),local) . || exit 1; \
	done

install: $(if $(findstring .uv/,$(UV)),.uv/bin/uv)
	@$(UV) sync --frozen --compile-bytecode $(if $(wildcard $(VENV)),--quiet) || { echo "Packages could not be installed: is the package registry reachable (see above)?" >&2; exit 1; }

panel: install
	@if [ -e gateway/src/gateway/panel/build ] || [ -e gateway/src/gateway/panel/build.py ]; then \
	  $(RUN) python -m gateway.panel.build; \
	fi

chromium:
	@deploy/chromium.sh

# uv itself, where nobody installed it: from the package index, into a folder of this working copy.
.uv/bin/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; python3 here is: $$(python3 --version 2>&1)" >&2; exit 1; }
	@echo "Fetching uv, which fetches everything else (only this first time)"
	@rm -rf .uv
	@python3 -m venv .uv 2>/dev/null || { rm -rf .uv; python3 -m venv --without-pip .uv; } || \
	  { echo "python3 cannot make a virtual environment: install python3-venv, or uv itself." >&2; exit 1; }
	@if [ -x .uv/bin/pip ]; then .uv/bin/pip install --quiet --disable-pip-version-check uv; \
	  else python3 -m pip --python .uv/bin/python install --quiet --disable-pip-version-check uv; fi || \
	  { rm -rf .uv; echo "uv could not be fetched: is the package registry reachable (see above)?" >&2; exit 1; }

# A part of the product that is a folder with a __main__.py.
directory = if [ -e $(1)/__main__.py ]; then $(RUN) python $(1) $(ARGS); \
  else echo "There is no $(1)/__main__.py in this working copy." >&2; exit 1; fi

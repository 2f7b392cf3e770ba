# Everything a newcomer needs is `make demo` and `make test`; both install what they need first.
PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
# What leans on the database most: inbox, courier, acts, draws, imports, migrations, ticks, replicas.
CORE := tests/bot/test_inbox.py tests/bot/test_courier.py tests/bot/test_acts.py tests/bot/test_storage.py \
	tests/services/test_draws.py tests/services/test_importing.py tests/services/test_reminder_clock.py \
	tests/models tests/guards/test_migrations.py tests/scheduler tests/bot/test_replicas.py tests/crash/test_kill.py

.PHONY: setup demo test test-postgresql lint lock clean bench fuzz screenshots year
setup: $(VENV)/.ready
demo: setup
	PORT=$(PORT) $(BIN)/python -m bot demo

test: $(VENV)/.ready-dev
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n auto --cov --cov-report=term --cov-fail-under=85
	SUICHA_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n auto $(CORE)

# The whole suite on a PostgreSQL server that the tests start themselves; `make test` runs the core of it.
test-postgresql: $(VENV)/.ready-dev
	SUICHA_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n auto

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Nearly right files by the ten thousand; `make test` tries some thousand of them.
fuzz: $(VENV)/.ready-dev
	$(BIN)/python -m tests.fuzz

# Ratios measured in one run; absolute times drift with the machine.
bench: $(VENV)/.ready-bench
	$(BIN)/python -m bench

# The pictures of the documents, made from the demo; needs Chromium.
screenshots: setup
	$(BIN)/python -m scripts.screenshots

# A whole year of every place, played and checked; the page with the sample of 忻州 is written anew.
year: setup
	$(BIN)/python -m scripts.year

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/.ready-bench: requirements-bench.txt $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	touch $@

# Upgrade: edit pyproject.toml, run `make lock`, commit the files together.
lock:
	$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv==0.13.9
	.venv-lock/bin/uv pip compile pyproject.toml --upgrade --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements-dev.txt
	.venv-lock/bin/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -c requirements-dev.txt -o requirements.txt
	.venv-lock/bin/uv pip compile pyproject.toml --upgrade --extra bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -c requirements-dev.txt -o requirements-bench.txt
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) .venv-lock .mypy_cache .ruff_cache .pytest_cache .coverage

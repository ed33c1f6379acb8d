# The commands of everyday work; CONTRIBUTING.md says when to use which.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export PORT

.PHONY: demo test suite browser check format bench messages attack faults clean

$(VENV)/runtime: requirements.txt
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/runtime

demo: $(VENV)/runtime
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py load_instruments
	@$(PY) manage.py seed_demo
	@$(PY) manage.py demo

test: suite browser

suite: $(VENV)/development
	$(PY) -m pytest -n 2 -q -m "not browser and not attack and not faults"

browser: $(VENV)/development
	@$(PY) -m synergy.ops.browsers
	$(PY) -m pytest -q -m "browser"

check: $(VENV)/development
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --lint --quiet templates
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check_translations
	$(PY) manage.py check_deploy
	$(PY) -m pytest -q tests/test_architecture.py tests/test_names.py

format: $(VENV)/development
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

bench: $(VENV)/development
	$(PY) -m bench

attack: $(VENV)/development
	$(PY) -m pytest -n 2 -q -m attack tests/attack

faults: $(VENV)/development
	$(PY) -m pytest -n 2 -q -m faults tests/faults

messages: $(VENV)/development
	$(PY) manage.py makemessages --locale fr
	$(PY) manage.py compilemessages --locale fr --locale en --ignore "$(VENV)"

clean:
	rm -rf var staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

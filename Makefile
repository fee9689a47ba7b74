# make demo   one conversation with the embedded studio, from set-up to a playable MP4
# make test   set-up and the whole test suite
# make check  formatting, lint, types, import contracts
# make crash  kill the bot at every point of every flow and print the table (some minutes)
# make fuzz   attack everything that strangers' bytes reach, each target for 20 s (SECONDS=600 TARGETS="stream guard" to choose)
# make bench  speed and memory, as ratios measured side by side
# make locales  the catalogues of what is said: collected from the code, merged, compiled
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)

.PHONY: demo test check crash fuzz bench format locales clean
.DEFAULT_GOAL := demo

define install
	@$(PYTHON) -c 'import sys; sys.exit("Reelay needs Python 3.11 or newer; set PYTHON=/path/to/python3.11") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Reelay needs into $(VENV) (once) ..."
	@if [ -n "$(UV)" ]; then \
		VIRTUAL_ENV=$(VENV) uv pip install --quiet --compile-bytecode --require-hashes -r $(1) && \
		VIRTUAL_ENV=$(VENV) uv pip install --quiet --no-deps --no-build-isolation -e . ; \
	else \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(1) && \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@
endef

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	$(call install,requirements/run.txt)

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml
	$(call install,requirements/dev.txt)

# There is no wheel of it for every machine; without it the same targets are played with random changes.
$(VENV)/fuzz.stamp: requirements/fuzz.txt $(VENV)/dev.stamp
	@if [ -n "$(UV)" ]; then VIRTUAL_ENV=$(VENV) uv pip install --quiet --only-binary :all: --require-hashes -r $< ; \
	else $(BIN)/python -m pip install -qq --disable-pip-version-check --only-binary :all: --require-hashes -r $< ; fi \
		&& touch $@ || echo "atheris cannot be installed here"

demo: $(VENV)/run.stamp
	@$(BIN)/reelay demo

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -n 4 --dist loadfile

check: $(VENV)/dev.stamp
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

crash: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.crash

fuzz: $(VENV)/fuzz.stamp
	@$(BIN)/python -m tests.fuzz $(TARGETS) --seconds $(or $(SECONDS),20)

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks

format: $(VENV)/dev.stamp
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

locales: $(VENV)/dev.stamp
	@$(BIN)/python -m tools.locales

clean:
	rm -rf $(VENV) demo-output

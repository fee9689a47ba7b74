#!/usr/bin/env bash
# Pins every dependency by hash, in one version for all platforms and Python >= 3.11, without naming an index.
set -euo pipefail
cd "$(dirname "$0")/.."
pin() { uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"; }
pin pyproject.toml requirements/build.in -o requirements/run.txt
pin --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt
pin requirements/fuzz.in -o requirements/fuzz.txt

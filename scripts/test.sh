#!/bin/sh
# Everything that must pass, in the order of its cost. `./dev test` calls it with the environment on the path.
set -eu
cd "$(dirname "$0")/.."
step() { printf '== %s\n' "$1" >&2; shift; "$@"; }
step "format" ruff format --check --quiet .
step "lint" ruff check --quiet .
step "imports" lint-imports --no-cache >/dev/null || lint-imports --no-cache
step "types" mypy
step "knowledge" paraneo kb check
step "tests" python -m pytest "$@"

#!/bin/sh
# Installs what is missing, builds with the address and undefined sanitizers,
# runs every test, and ends in one line: "N passed, N failed, N skipped".
#   sh deploy/test.sh [-R PATTERN]     only the tests whose name matches
set -eu
cd "$(dirname "$0")/.."
sh deploy/install-deps.sh --test
sh deploy/build.sh asan
sh tests/run.sh build/asan "$@"

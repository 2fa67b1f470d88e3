#!/bin/sh
# What .clang-tidy asks, of the programs' sources, two at a time.
#   tests/tidy.sh BUILD        but for the static analyser: ctest's part
#   tests/tidy.sh BUILD all    with it: some twenty times as long, before a release
# BUILD is built: it has the generated headers.
set -u
build=$(cd "$1" && pwd) || exit 1
checks='-clang-analyzer-*'
[ "${2:-}" = all ] && checks=
cd "$(dirname "$0")/.." || exit 1
sed -n 's/^ *"file": "\([^"]*\)".*/\1/p' "$build/compile_commands.json" |
	grep -E "^$PWD/(core|coordinator|indexer|query|workers)/" | sort -u |
	xargs -P 2 -n 4 clang-tidy-14 -p "$build" --quiet --checks="$checks"

#!/bin/sh
# The layout is .clang-format's; no source file is over 600 lines; no block is
# nested deeper than four (a function's own is the first).
set -u
cd "$(dirname "$0")/.."
files=$(find core coordinator workers indexer query tests -name '*.[ch]' -o -name '*.cc' -o -name '*.hh')
clang-format-14 --dry-run -Werror $files 2>&1 | grep -m 20 error: && exit 1
long=$(wc -l $files | awk '$2 != "total" && $1 > 600')
[ -z "$long" ] || { echo "over 600 lines, more than one noun:"; echo "$long"; exit 1; }
tab=$(printf '\t')
deep="^$tab{4,}((if|for|while|switch) .*|do |} else .*|)\{\$"
! grep -nE "$deep" $files || { echo "nested too deep"; exit 1; }

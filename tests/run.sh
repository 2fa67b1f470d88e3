#!/bin/sh
# tests/run.sh BUILD [ctest options]: runs ctest there, shows what failed, and
# ends in one line that counts. Exit 0 when nothing failed and something ran.
set -u
build=$1
shift
report=$build/tests.log
ctest --test-dir "$build" --output-on-failure -j3 "$@" >"$report" 2>&1
grep -E '^ *[0-9]+/[0-9]+ Test' "$report"
failed=$(grep -cE '^ *[0-9]+/[0-9]+ Test .*\*\*\*(Failed|Timeout|Exception|Not Run)' "$report")
skipped=$(grep -cE '^ *[0-9]+/[0-9]+ Test .*\*\*\*Skipped' "$report")
passed=$(grep -cE '^ *[0-9]+/[0-9]+ Test .* Passed ' "$report")
if [ "$failed" -gt 0 ]; then
	sed -n '/\*\*\*\(Failed\|Timeout\|Exception\)/,/Test *#/p' "$report" | head -n 200
fi
grep -h 'skipped:' "$report" | sort -u
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

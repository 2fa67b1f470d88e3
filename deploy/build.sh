#!/bin/sh
# Builds a preset of CMakePresets.json: sh deploy/build.sh [release|debug|asan]
# Quiet unless it fails.
set -eu
cd "$(dirname "$0")/.."
preset=${1:-release}
log=build/$preset.log
mkdir -p build
launcher=
command -v ccache >/dev/null && launcher=-DCMAKE_C_COMPILER_LAUNCHER=ccache\ -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
if ! { cmake --preset "$preset" $launcher && cmake --build --preset "$preset"; } >"$log" 2>&1; then
	tail -n 40 "$log" >&2
	echo "build: failed; all of it is in $log" >&2
	exit 1
fi

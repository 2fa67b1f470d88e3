#!/bin/sh
# Installs what jobq needs on Debian 12, and only what is missing.
#   sh deploy/install-deps.sh          to build and run
#   sh deploy/install-deps.sh --test   also what the tests and the checks need
set -eu

build="
build-essential cmake ninja-build pkg-config
libzmq3-dev
libcurl4-openssl-dev
libgumbo-dev
liblmdb-dev
libxapian-dev
protobuf-c-compiler libprotobuf-c-dev
libjansson-dev
libyaml-dev
libzstd-dev
libdeflate-dev
libxxhash-dev
libpsl-dev publicsuffix
libidn2-dev
libuchardet-dev
libutf8proc-dev
opencc libopencc-data
libstemmer-dev
libxml2-dev
libssl-dev
uthash-dev
libcmocka-dev
ca-certificates"

tests="
python3 openssl
clang-14 libclang-rt-14-dev
clang-format-14 clang-tidy-14
ccache"

wanted=$build
[ "${1:-}" = --test ] && wanted="$build $tests"

missing=
for package in $wanted; do
	state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || state=
	[ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || {
		echo "install-deps: these packages are missing and need root:$missing" >&2
		echo "install-deps: run as root: apt-get install$missing" >&2
		exit 1
	}
	as_root=sudo
fi
echo "installing:$missing" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $as_root apt-get update -q &&
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
		--no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "install-deps: apt-get failed; the lines above say why" >&2
	exit 1
fi

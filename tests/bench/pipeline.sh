#!/bin/sh
# Postings a second from the first request to searchable, beside what its parts
# can do alone in the same run: fetch only, gumbo only, index only.
#
#   sh tests/bench/pipeline.sh [POSTINGS] [RUNS]        2000 and 3 by default
#
# Needs nginx, python3 and ../shared/bench (a generator of job boards; $JOBQ_BOARD
# names another place). The board is served on loopback on one core of its own;
# the whole pipeline has the other, so the figures compare to its parts on one.
set -eu
cd "$(dirname "$0")/../.."
postings=${1:-2000}
runs=${2:-3}
generator=${JOBQ_BOARD:-../shared/bench}
bin=$PWD/build/release/bin
[ -f "$generator/jobboard.py" ] || { echo "skipped: no job board at $generator"; exit 77; }
generator=$(cd "$generator" && pwd)
work=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT

python3 "$generator/jobboard.py" site "$work/board" "$postings" 1
# In the foreground, so that the process to stop is the one that was started;
# without the module that only the delayed port needs.
sed -e "s#@DIR@#$work#g" -e '/load_module/d' -e '/listen 127.0.0.1:8083/d' "$generator/nginx.conf" >"$work/nginx.conf"
nginx -c "$work/nginx.conf" -e "$work/error.log" -g 'daemon off;' &
server=$!
for _ in $(seq 50); do
	[ -s "$work/nginx.pid" ] && break
	sleep 0.1
done
cat >"$work/panel.yaml" <<PANEL
panel: bench
contact: bench@example.org
defaults: {every: 6h, delay: 0s}
companies:
  - id: board
    sources: [{recipe: html, url: "http://board.example/index.html", deadline: 1h}]
PANEL

figure() { # NAME COUNT SECONDS
	awk -v name="$1" -v n="$2" -v s="$3" 'BEGIN {printf "%-28s %7.0f a second  (%d in %.2f s)\n", name, n / s, n, s}'
}
pipeline() {
	rm -rf "$work/data"
	start=$(date +%s.%N)
	taskset -c 0 "$bin/jobq" crawl "$work/panel.yaml" --once --workers 1 --gateway http://127.0.0.1:8082 \
		--data "$work/data" 2>"$work/crawl.log" || { cat "$work/crawl.log"; exit 1; }
	end=$(date +%s.%N)
	found=$("$bin/jobq" export --format ndjson --data "$work/data" | wc -l)
	[ "$found" -eq "$postings" ] || { echo "only $found of $postings postings"; exit 1; }
	figure "fetch to searchable" "$found" "$(awk "BEGIN {print $end - $start}")"
}

for run in $(seq "$runs"); do
	echo "run $run"
	pipeline
	taskset -c 0 "$bin/bench-parts" fetch http://127.0.0.1:8082 "$work/board"
	taskset -c 0 "$bin/bench-parts" gumbo "$work/board"
	taskset -c 0 "$bin/bench-parts" index "$work/postings.ndjson" "$work/index-$run"
done

#!/bin/sh
# Records the demo archive anew: crawls the fictional sites of site.py at their
# two days through the gateway and keeps what the workers archived, as
# deploy/demo/day-1.warc.gz and day-2.warc.gz.
#   sh deploy/demo/record.sh [BUILD]
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/release}
work=$(mktemp -d)
site=
finish() {
	[ -z "$site" ] || kill "$site" 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT

for day in 1 2; do
	python3 deploy/demo/site.py "$day" >"$work/site" &
	site=$!
	for _ in $(seq 50); do
		grep -q listening "$work/site" && break
		sleep 0.1
	done
	port=$(sed 's/.* //' "$work/site")
	at=$(sed -n 's/^"days": \["\(.*\)", "\(.*\)"\],$/\'"$day"'/p' deploy/demo/postings.json)
	# Exit 1 is what day 2 is meant to give: a page fails there.
	"$build/bin/jobq" crawl deploy/demo/panel.yaml --once --workers 1 --data "$work/data-$day" \
		--gateway "http://127.0.0.1:$port" --at "${at}T08:00:00Z" || [ "$day" -eq 2 ]
	cat "$work/data-$day"/archive/*.warc.gz >"deploy/demo/day-$day.warc.gz"
	kill "$site"
	site=
done
ls -l deploy/demo/*.warc.gz

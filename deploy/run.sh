#!/bin/sh
# The first look: installs what is missing, builds, crawls the bundled demo
# panel at its two dates (from recorded, fictional sites: no network), and shows
# the search, the difference and one posting's history that came of it.
#   sh deploy/run.sh [DATA]      DATA: where the demo's data goes; made anew
set -eu
cd "$(dirname "$0")/.."
data=${1:-${XDG_DATA_HOME:-$HOME/.local/share}/jobq-demo}
jobq=build/release/bin/jobq

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() {
	say "\$ jobq $*"
	"$jobq" "$@" --data "$data"
}
crawl_day() {
	say "\$ jobq crawl deploy/demo/panel.yaml --once --replay deploy/demo/day-$1.warc.gz --at $2"
	"$jobq" crawl deploy/demo/panel.yaml --once --replay "deploy/demo/day-$1.warc.gz" --at "$2" --data "$data"
}

sh deploy/install-deps.sh
say "building jobq (a minute or two the first time)"
sh deploy/build.sh release

# Only ever a directory that an earlier demo made is removed.
if [ -e "$data" ]; then
	[ -e "$data/demo" ] || {
		echo "run.sh: $data exists and is not a demo's: name another directory" >&2
		exit 2
	}
	rm -rf "$data"
fi
mkdir -p "$data"
: >"$data/demo"

crawl_day 1 2026-03-02T08:00:00Z
# The second day has a page that fails: the crawl says so and ends with 1, and
# the posting behind it stays open.
crawl_day 2 2026-09-01T08:00:00Z || [ $? -eq 1 ]

run rounds
run search '昇腾 生产部署' --at 2026-09-01
run search 'concept:ascend stage:production section:duty' --at 2026-09-01
run diff 2026-03-02 2026-09-01
role=$("$jobq" search 'title:异构计算工程师 company:yunfan' --format ndjson --limit 1 --data "$data" |
	sed -n 's/^{"posting":"\([0-9a-f]*\)".*/\1/p')
run show "$role" --history

say "The demo's data is in $data. Next:"
cat <<NEXT
  export JOBQ_DATA=$data PATH=$PWD/build/release/bin:\$PATH
  jobq search 'ascend OR 昇腾' --at 2026-03-02      what the boards said then
  jobq log --since 2026-03-03                      every event, in order
  jobq search concept:domestic --by company,stage --at 2026-09-01
  jobq report --at 2026-09-01 --format html --output report.html
  jobq help                                        all commands
  jobq check https://boards.greenhouse.io/COMPANY  does a real board answer?
  jobq crawl deploy/panels/ai-labs.yaml            watch the labs (add your contact first)
NEXT

#!/bin/sh
# What reading a posting costs: beside indexing the same posting; with 1,000
# more rules; and over adversarial texts whose size doubles.
#
#   sh tests/bench/analysis.sh [POSTINGS] [NDJSON]
#
# Needs python3 and ../shared/bench (a generator of job boards; $JOBQ_BOARD names
# another place), or postings of your own as `jobq export --format ndjson` gives
# them. Exit 1 where a ratio is above what it must stay below.
set -eu
cd "$(dirname "$0")/../.."
generator=${JOBQ_BOARD:-../shared/bench}
bench=$PWD/build/release/bin/bench-analysis
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
postings=${2:-$work/postings.ndjson}
if [ -z "${2:-}" ]; then
	[ -f "$generator/jobboard.py" ] || { echo "skipped: no job board at $generator"; exit 77; }
	python3 "$generator/jobboard.py" ndjson "${1:-1000}" 1 >"$postings"
fi

missed=0
echo "analysis beside indexing"
taskset -c 0 "$bench" cost "$postings" "$work/index" || missed=1

echo "1,000 more rules"
mkdir "$work/rules"
cp indexer/rules/*.yaml "$work/rules"
python3 - >>"$work/rules/concepts.yaml" <<'RULES'
import random
chance = random.Random(1)
han = [chr(c) for c in range(0x4e00, 0x9fa5)]
latin = "abcdefghijklmnopqrstuvwxyz"
def word():
    if chance.random() < 0.5:
        return "".join(chance.choices(han, k=chance.randint(2, 5)))
    return "".join(chance.choices(latin, k=chance.randint(5, 12)))
for n in range(1000):
    print("\n  - id: fw.more%d\n    zh: 更多%d\n    en: more %d\n    group: framework\n    forms: [%s]\n    guarded:\n      - forms: [%s]\n        near: [gpu, 推理, %s]"
          % (n, n, n, ", ".join(word() for _ in range(6)), ", ".join(word() for _ in range(3)), word()))
RULES
taskset -c 0 "$bench" rules "$postings" "$work/rules" || missed=1

echo "doubling"
taskset -c 0 "$bench" doubling || missed=1
exit "$missed"

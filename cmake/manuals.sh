# manuals.sh JOBQ DIR: the man pages in DIR/man1 and the completion of bash in
# DIR/completion, as the program tells them.
set -eu
jobq=$1
dir=$2
mkdir -p "$dir/man1" "$dir/completion"
"$jobq" help --man >"$dir/man1/jobq.1"
"$jobq" help --completion bash >"$dir/completion/jobq"
for command in $("$jobq" help | sed -n 's/^  \([a-z]*\)  *[A-Z].*/\1/p'); do
	"$jobq" help "$command" --man >"$dir/man1/jobq-$command.1"
done

# Starts a job unless it was started before. Safe to be run any number of times, also at once: only the runner that
# makes the link "owner" runs the script. $1: the job's directory; the script comes on standard input.
set -eu
umask 077
jobs=$HOME/.lockkeeper/jobs
dir=$jobs/$1
mkdir -p "$dir"
[ -e "$dir/owner" ] && exit 0

# A zombie, which some containers never bury, does not run any more.
started() {
  status=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null)
  case $status in Z* | X*) ;; *) echo "$status" | cut -d ' ' -f 20 ;; esac
}
for other in "${dir%.*}".*; do
  [ "$other" != "$dir" ] && [ -e "$other/owner" ] && [ ! -e "$other/exit" ] || continue
  read -r pid start boot < "$other/owner"
  if [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] && [ "$(started "$pid")" = "$start" ]; then
    echo "another attempt still runs as process $pid: $other" >&2
    exit 75
  fi
done

cat > "$dir/script.$$"
mv "$dir/script.$$" "$dir/script"
cat > "$dir/runner.$$" <<'RUNNER'
dir=$1
# A hang-up means nothing to a job, as under nohup. TERM reaches the script, and its status is still written down.
trap '' HUP
trap : TERM INT
cd "$HOME"
start=$(sed 's/.*) //' "/proc/$$/stat" | cut -d ' ' -f 20)
echo "$$ $start $(cat /proc/sys/kernel/random/boot_id)" > "$dir/owner.$$" || exit 1
ln "$dir/owner.$$" "$dir/owner" 2>/dev/null || { rm -f "$dir/owner.$$"; exit 0; }
rm -f "$dir/owner.$$"
status=0
sh "$dir/script" > "$dir/output" 2>&1 < /dev/null || status=$?
echo "$status" > "$dir/exit.new" && mv "$dir/exit.new" "$dir/exit"
RUNNER
mv "$dir/runner.$$" "$dir/runner"
setsid sh "$dir/runner" "$dir" > /dev/null 2>&1 < /dev/null &

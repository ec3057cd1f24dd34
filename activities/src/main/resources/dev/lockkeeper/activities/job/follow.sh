# Prints the output of a job as it grows, then "::exit <status>" or "::lost <why>". $1: the job's directory.
dir=$HOME/.lockkeeper/jobs/$1
cd "$dir" 2>/dev/null || { echo "::lost its directory $dir is gone"; exit 0; }
offset=0
round=0

nap() { sleep 0.1 2>/dev/null || sleep 1; }
# A zombie, which some containers never bury, does not run any more.
started() {
  status=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null)
  case $status in Z* | X*) ;; *) echo "$status" | cut -d ' ' -f 20 ;; esac
}
grow() {
  [ -e output ] || return 0
  size=$(wc -c < output)
  if [ "$size" -gt "$offset" ]; then
    tail -c "+$((offset + 1))" output | head -c "$((size - offset))"
    offset=$((size + 0))
  fi
}

while [ ! -e owner ]; do
  round=$((round + 1))
  [ "$round" -le 100 ] || { echo "::lost it was never started"; exit 0; }
  nap
done
read -r pid start boot < owner
round=0
while :; do
  gone=
  if [ "$boot" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then
    gone="the host was rebooted while it ran"
  elif [ "$(started "$pid")" != "$start" ]; then
    gone="its process $pid was killed"
  fi
  # Looked at after the process, so that a job that has just ended is not taken for a lost one.
  if [ -e exit ]; then
    grow
    printf '\n::exit %s\n' "$(cat exit)"
    exit 0
  fi
  grow
  if [ -n "$gone" ]; then
    printf '\n::lost %s\n' "$gone"
    exit 0
  fi
  round=$((round + 1))
  # A line now and then shows that both ends are alive.
  [ $((round % 50)) -ne 0 ] || printf '\n::alive\n'
  nap
done

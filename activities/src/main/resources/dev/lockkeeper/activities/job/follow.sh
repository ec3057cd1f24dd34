# Follows a job to its end: says what it is at while it runs, and then its marks, the head and the tail of its output, and
# "::exit <status>" or "::lost <why>". Lines of the job's output come after a |, so they say nothing in its name.
# $1: the job's directory, $2: bytes of its output that were heard before.
LC_ALL=C
export LC_ALL
# Whoever has nobody to speak to any more notices it and ends.
trap '' PIPE
dir=$HOME/.lockkeeper/jobs/$1
offset=$2
cd "$dir" 2> /dev/null || { echo "::lost its directory $dir is gone"; exit 0; }
{ read -r pid start boot clock uptime < owner; } 2> /dev/null || { echo "::lost it was never started, $dir/owner is missing"; exit 0; }
echo "::clock $clock $uptime"

# Sets gone to why the job cannot go on; empty if it runs.
judge() {
  gone=
  read -r booted < /proc/sys/kernel/random/boot_id
  start_of "$pid"
  if [ "$boot" != "$booted" ]; then
    gone="the host was rebooted while it ran"
  elif [ "$start_of" != "$start" ] && [ ! -e owner ]; then
    gone="its directory $dir was removed while it ran, and its process $pid has ended"
  elif [ "$start_of" != "$start" ]; then
    gone="its process $pid was killed, or could not write its exit status"
  elif [ ! -e owner ]; then
    gone="its directory $dir was removed while it ran, and its process $pid still runs"
  fi
}
# Looked at in this order, so that a job that ends just now is not taken for a lost one.
ended() { judge; [ -e exit ] || [ -n "$gone" ]; }

nap() { sleep 0.2 > /dev/null 2>&1 < /dev/null || sleep 1 > /dev/null 2>&1 < /dev/null; }
say() { echo "$1" 2> /dev/null || { kill "$$" "$waiter"; exit; }; said=$second; }

# Says what is new and, now and then, that both ends are alive; each second, in case the end was slept through, looks.
watch() {
  [ ! -e marks ] || exec 3< marks
  said=0 looked=0
  while :; do
    read -r second rest < /proc/uptime
    second=${second%.*}
    while IFS= read -r line <&3; do say "::mark $line"; done 2> /dev/null
    size=$(wc -c 2> /dev/null < output) || size=0
    if [ "$size" -gt "$offset" ]; then
      new=$((size - offset))
      [ "$new" -le 1000 ] || new=1000
      last=$(tail -c "$new" output | awk '!/^::begun / && NF { last = $0 } END { print last }' 2> /dev/null)
      offset=$((size + 0))
      say "::heard $offset $last"
    fi
    [ $((second - said)) -lt 3 ] || say "::alive"
    if [ "$second" != "$looked" ]; then
      looked=$second
      kill -0 "$$" 2> /dev/null && ! ended || { kill "$waiter"; exit; }
    fi
    nap
  done
}

# While it runs, since whoever waits for its end waits for no more than that.
sum=$(sha256sum 2> /dev/null < script) || sum=
until ended; do
  # Blocks until the job's shell is gone; for ever if it has gone just before, so it is only one of two.
  (read -r nothing < alive) > /dev/null 2>&1 &
  waiter=$!
  watch &
  watcher=$!
  wait "$waiter" 2> /dev/null
  kill "$watcher" 2> /dev/null
  wait "$watcher" 2> /dev/null
  ended || nap
done

quote() { sed 's/^/|/'; echo; }
newline='
'
if [ -e output ]; then
  size=$(($(wc -c < output)))
  # The line that the runner writes first is not the job's. In the C locale a character is a byte.
  first=$(head -c 200 output)
  first=${first%%"$newline"*}
  case $first in
    '::begun '*) skipped=$((${#first} + 1)) ;;
    *) skipped=0 ;;
  esac
  if [ $((size - skipped)) -le 6000 ]; then
    echo '::whole'
    tail -c "+$((skipped + 1))" output | quote
  else
    echo '::head'
    tail -c "+$((skipped + 1))" output 2> /dev/null | head -c 2000 | quote
    echo '::tail'
    tail -c 4000 output | quote
  fi
  echo "::heard $size"
fi
if [ -e marks ]; then
  told=0
  while [ "$told" -lt 200 ] && IFS= read -r line; do
    echo "::mark $line"
    told=$((told + 1))
  done < marks
fi
[ -z "$sum" ] || echo "::script ${sum%% *}"
if [ -e exit ]; then
  read -r status < exit
  case $status in
    '' | *[!0-9]*) echo "::lost its exit status in $dir/exit cannot be read" ;;
    *) echo "::exit $status" ;;
  esac
else
  [ ! -e owner ] || printf '%4096s' '' 2> /dev/null > "probe.$$" || gone="$gone; nothing can be written in $dir, is the disk full?"
  rm -f "probe.$$"
  echo "::lost $gone"
fi

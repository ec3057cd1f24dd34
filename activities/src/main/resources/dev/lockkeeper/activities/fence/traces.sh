# Says which fence of a cluster stands on this node and how far each of its jobs came. Changes nothing. What cannot be
# read is a problem: it may hide anything. $1: the cluster, $2: how many jobs are told at most.
LC_ALL=C
export LC_ALL
root=$HOME/.lockkeeper
fence=$root/fences/$1

for place in "$root" "$root/fences" "$root/jobs" "$root/jobs/$1" "$root/jobs/$1"/*; do
  [ ! -d "$place" ] || { [ -r "$place" ] && [ -x "$place" ]; } \
    || echo "::problem $place cannot be read as $(id -un)"
done
if [ -e "$fence" ] || [ -h "$fence" ]; then
  echo '::fence'
  held=$(head -c 4000 "$fence" 2>&1)
  # A line for each, so that nothing in it speaks in the name of this script.
  printf '%s\n' "$held" | sed 's/^/|/'
fi
read -r booted < /proc/sys/kernel/random/boot_id
count=0
for job in "$root/jobs/$1"/*/*; do
  [ -d "$job" ] || continue
  count=$((count + 1))
  if [ "$count" -gt "$2" ]; then
    echo "::problem more than $2 jobs of $1 lie in $root/jobs/$1; not all were looked at"
    break
  fi
  echo "::job ${job#"$root/jobs/$1/"}"
  [ -r "$job" ] && [ -x "$job" ] || { echo "::problem $job cannot be read as $(id -un)"; continue; }
  [ -e "$job/owner" ] || continue
  pid= boot= clock= uptime=
  { read -r pid start boot clock uptime < "$job/owner"; } 2> /dev/null
  owner=$pid
  echo "::owner $clock $uptime"
  {
    grep -E '^(stopping|listening) ' "$job/marks" | tail -n 1
    tail -n 1 "$job/marks"
  } 2> /dev/null | sed 's/^/::mark /'
  # Whether it runs is asked before whether it has ended, so that one that ends just now is not taken for a lost one.
  if runs "$job"; then
    echo "::runs"
  elif [ -e "$job/exit" ]; then
    status=
    { read -r status < "$job/exit"; } 2> /dev/null
    echo "::exit $status $(date -r "$job/exit" +%s 2> /dev/null)"
  elif [ "$boot" != "$booted" ]; then
    echo "::lost the host was rebooted while it ran"
  else
    echo "::lost its process $owner is gone"
  fi
done
echo '::end'

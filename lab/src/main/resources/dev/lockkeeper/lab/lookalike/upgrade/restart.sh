# Stops a server of the look-alike, switches the link and starts the other release. The vendor's script says that all went
# well whatever happened, so what counts is the process.
link=$1 from=$2 to=$3 port=$4 stop_limit=$5 start_limit=$6

# Sets servers to the command lines of the look-alike's processes.
find_servers() {
  servers=$(grep -lzxF dev.lockkeeper.lab.lookalike.server.LookalikeServer /proc/[0-9]*/cmdline 2> /dev/null)
}
# The one of them that runs from a release, which is a word of its command line.
server_of() {
  [ -n "$servers" ] || return 0
  set -- $(grep -lzxF -e "$1" $servers 2> /dev/null)
  [ $# -gt 0 ] || return 0
  pid=${1#/proc/}
  echo "${pid%/cmdline}"
}
# Not by the command line: a process on its way out has none any more, and the vendor's start still takes it for one that
# runs, and starts nothing.
lives() {
  { read -r stat < "/proc/$1/stat"; } 2> /dev/null || return 1
  set -- ${stat##*) }
  case $1 in Z | X) return 1 ;; esac
  [ "${20}" = "$started" ]
}
# When a process was started, in clock ticks.
start_of() {
  { read -r stat < "/proc/$1/stat"; } 2> /dev/null || return 0
  set -- ${stat##*) }
  echo "${20}"
}
nap() { sleep 0.01 2> /dev/null || sleep 1; }
uptime_seconds() { cut -d . -f 1 /proc/uptime; }
listening() {
  for socket in $(cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2> /dev/null \
    | awk -v port="$(printf ':%04X' "$port")" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }'); do
    ls -l "/proc/$1/fd" 2> /dev/null | grep -qF "socket:[$socket]" && return 0
  done
  return 1
}

[ -x "$to/bin/lookalike" ] || { echo "there is no $to/bin/lookalike; nothing was stopped"; exit 6; }
find_servers
pid=$(server_of "$from")
# Looked for while the old one still serves: each look at all processes would keep the node down for longer.
running=$(server_of "$to")
mark stopping
if [ -n "$pid" ]; then
  started=$(start_of "$pid")
  echo "stopping process $pid"
  "$from/bin/lookalike" stop
  began=$(uptime_seconds)
  while lives "$pid"; do
    if [ $(($(uptime_seconds) - began)) -ge "$stop_limit" ]; then
      echo "process $pid still runs $stop_limit s after the stop"
      exit 3
    fi
    nap
  done
else
  echo "no server runs from $from"
fi
mark stopped
if [ "$(readlink "$link")" != "$to" ]; then
  ln -s "$to" "$link.lockkeeper-$$" || exit 6
  mv -T "$link.lockkeeper-$$" "$link" 2> /dev/null || { rm -f "$link.lockkeeper-$$"; ln -sfn "$to" "$link"; } || exit 6
fi
mark switched
[ -n "$running" ] || "$to/bin/lookalike" start || exit 4
began=$(uptime_seconds)
pid=
until { [ -n "$pid" ] && [ -d "/proc/$pid" ] || { find_servers; pid=$(server_of "$to"); }; } && [ -n "$pid" ] && listening "$pid"; do
  if [ $(($(uptime_seconds) - began)) -ge "$start_limit" ]; then
    echo "no server listens on port $port within $start_limit s"
    exit 5
  fi
  nap
done
mark listening
echo "process $pid runs from $to"

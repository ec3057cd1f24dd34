# Stops and starts one daemon of Databend: the one that runs from a release's directory with a configuration file. The
# vendor's page says killall, which would hit every other one on the host too.
program=$1 home=$2 from=$3 to=$4 configuration=$5 port=$6 stop_limit=$7 start_limit=$8 node=$9
shift 9
logs=$1 unit=$2
kept=$HOME/.lockkeeper/environment/$node

# Whether a pid is a process of the release. $1 pid, $2 directory of the release
runs_from() {
  case $(readlink "/proc/$1/exe" 2>/dev/null) in
    "$2"/*/"$program" | "$2"/*/"$program (deleted)") return 0 ;;
  esac
  return 1
}

# When a process began, in ticks since the boot: with it a pid names one process for good. $1 pid
began_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

# Whether a process is there. One that ends loses its program first and its sockets last, and a zombie may have threads
# that still hold them. $1 pid, $2 when it began
is_there() {
  [ -n "$2" ] && [ "$(began_at "$1")" = "$2" ] || return 1
  case $(sed -n 's/^State:[^A-Z]*\([A-Z]\).*/\1/p' "/proc/$1/status" 2>/dev/null) in
    Z | X) [ "$(ls "/proc/$1/task" 2>/dev/null | wc -l)" -gt 1 ] ;;
  esac
}

# The daemon that runs from a release's directory: judged by its program and its configuration.
daemon_of() {
  for candidate in $(daemons_of "$program"); do
    runs_from "$candidate" "$1" || continue
    [ "$(configuration_of "$candidate")" = "$configuration" ] || continue
    echo "$candidate"
    return
  done
}

nap() { sleep 0.1 2>/dev/null || sleep 1; }
uptime_seconds() { cut -d . -f 1 /proc/uptime; }

# What the operator gave the old daemon by its environment, the new one shall have too; it may be all of its configuration.
keep_environment() {
  mkdir -p "$(dirname "$kept")"
  echo "$(sed -n 's/^Umask:[^0-9]*//p' "/proc/$1/status") $(awk '/^Max open files/ { print $4 }' "/proc/$1/limits")" > "$kept.limits"
  readlink "/proc/$1/cwd" > "$kept.cwd"
  # Where its output went, if that was a file.
  output=$(readlink "/proc/$1/fd/1")
  case $output in
    /*) [ -f "$output" ] || output= ;;
    *) output= ;;
  esac
  echo "${output:-$HOME/.lockkeeper/environment/$node.output}" > "$kept.out"
  tr '\0' '\n' < "/proc/$1/environ" 2>/dev/null \
    | grep -E '^[A-Za-z_][A-Za-z0-9_]*=' | grep -vE '^(PWD|OLDPWD|SHLVL|_|SSH_[A-Z]*|XDG_[A-Z_]*|LS_COLORS)=' > "$kept.new" || true
  mv "$kept.new" "$kept"
}

# Looks at what a start needs while the old daemon still serves.
check_target() {
  [ -x "$to/bin/$program" ] || { echo "there is no $to/bin/$program; nothing was stopped"; exit 6; }
  [ -r "$configuration" ] || { echo "$configuration cannot be read; nothing was stopped"; exit 6; }
  if [ -h "$home" ] && [ ! -w "$(dirname "$home")" ]; then
    echo "the link $home cannot be moved, because $(id -un) may not write to $(dirname "$home"); nothing was stopped"
    exit 6
  fi
  [ -z "$unit" ] || check_unit
}

# The unit still runs this daemon, and may be pointed to the new release.
check_unit() {
  running=$(daemon_of "$from")
  [ -z "$running" ] || [ "$(property_of "$unit" MainPID)" = "$running" ] \
    || { echo "process $running is not the main process of $unit any more; nothing was stopped"; exit 6; }
  over_link "$unit" "$home" || may_change_units \
    || { echo "$unit starts $(program_of_unit "$unit") and $(id -un) may not change that by sudo sh; nothing was stopped"; exit 6; }
}

# A process that is only killed would be a failure to systemd, or be started again at once.
ask_to_stop() {
  if [ -n "$unit" ]; then
    as_root systemctl stop --no-block "$unit" || { echo "systemctl stop $unit failed"; exit 4; }
    return
  fi
  # Once: a second signal makes databend-query drop what runs (1.2).
  kill -TERM "$1" 2> /dev/null || ! is_there "$1" "$2" || { echo "$(id -un) may not stop process $1"; exit 4; }
}

stop_daemon() {
  pid=$(daemon_of "$from")
  if [ -z "$pid" ]; then
    echo "no $program runs from $from with $configuration"
    mark stopping
    mark stopped
    return 0
  fi
  [ -n "$unit" ] || keep_environment "$pid"
  echo "stopping process $pid${unit:+ of $unit}"
  mark stopping
  since=$(began_at "$pid")
  ask_to_stop "$pid" "$since"
  began=$(uptime_seconds)
  while is_there "$pid" "$since"; do
    if [ $(($(uptime_seconds) - began)) -ge "$stop_limit" ]; then
      echo "process $pid still runs $stop_limit s after TERM; it was not killed"
      exit 3
    fi
    nap
  done
  [ -z "$unit" ] || [ "$(property_of "$unit" Result)" != timeout ] \
    || echo "systemd killed process $pid, because it did not end within TimeoutStopSec of $unit"
  mark stopped
}

# Whether the process itself listens on the port: another one may, on the same address or on another of the host's.
listening() {
  for socket in $(cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2>/dev/null \
    | awk -v port="$(printf ':%04X' "$port")" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }'); do
    ls -l "/proc/$1/fd" 2>/dev/null | grep -qF "socket:[$socket]" && return 0
  done
  return 1
}

move_link() {
  [ -h "$home" ] && [ "$(readlink "$home")" != "$to" ] || return 0
  ln -s "$to" "$home.lockkeeper-$$" || exit 6
  # Older busybox has no -T.
  mv -T "$home.lockkeeper-$$" "$home" 2>/dev/null || { rm -f "$home.lockkeeper-$$"; ln -sfn "$to" "$home"; } || exit 6
  echo "$home leads to $to now"
}

# A unit that names another program gets a drop-in; the unit itself belongs to whoever installed it.
point_unit() {
  over_link "$unit" "$home" && return 0
  [ "$(program_of_unit "$unit")" != "$to/bin/$program" ] || return 0
  dropin=/etc/systemd/system/$unit.d/90-lockkeeper.conf
  arguments=$(arguments_of_unit "$unit")
  as_root sh -c '
    umask 022
    mkdir -p "${1%/*}" \
      && printf "# Written by Lockkeeper instead of changing the unit: the release that runs.\n[Service]\nExecStart=\nExecStart=%s\n" "$2" > "$1.new" \
      && mv "$1.new" "$1"
  ' point "$dropin" "$to/bin/$program${arguments:+ $arguments}" && as_root systemctl daemon-reload || { echo "$unit could not be pointed to $to/bin/$program"; exit 4; }
  [ "$(program_of_unit "$unit")" = "$to/bin/$program" ] \
    || { echo "$unit still starts $(program_of_unit "$unit"), in spite of $dropin"; exit 4; }
  echo "$unit starts $to/bin/$program now, by $dropin"
}

# What was printed and logged until now is not about the next start.
remember_sizes() {
  mkdir -p "${kept%/*}"
  if [ -n "$unit" ]; then echo "$unit $(date +%s)" > "$kept.unit"; else rm -f "$kept.unit"; fi
  for file in "$(cat "$kept.out" 2>/dev/null)" ${logs:+"$logs"/*}; do
    [ ! -f "$file" ] || printf '%s\t%s\n' "$(wc -c < "$file" | tr -d ' ')" "$file"
  done > "$kept.sizes.new"
  mv "$kept.sizes.new" "$kept.sizes"
}

last_words() {
  if [ -n "$unit" ]; then
    echo "--- end of what $unit printed"
    journalctl -u "$unit" --since "@$(cut -d ' ' -f 2 "$kept.unit")" -o cat --no-pager 2>/dev/null | tail -n 20
    return
  fi
  out=$(cat "$kept.out")
  old=$(awk -F '\t' -v file="$out" '$2 == file { print $1; exit }' "$kept.sizes")
  echo "--- end of $out"
  tail -c "+$((${old:-0} + 1))" "$out" 2>/dev/null | tail -n 20
}

start_daemon() {
  move_link
  pid=$(daemon_of "$to")
  if [ -n "$pid" ]; then
    echo "$program runs from $to already"
  else
    if [ -z "$unit" ] && [ ! -r "$kept" ]; then
      echo "it is not known how $program was run, because Lockkeeper has not stopped it; start it by hand, then retry"
      exit 4
    fi
    remember_sizes
    mark starting
    if [ -n "$unit" ]; then
      start_unit
    else
      start_by_hand
    fi
  fi
  await_listening
}

start_unit() {
  point_unit
  as_root systemctl start --no-block "$unit" || { echo "systemctl start $unit failed"; last_words; exit 4; }
}

start_by_hand() {
  (
    # The job's own umask would hide the daemon's files from those who read them until now.
    mask=022 files=
    [ ! -r "$kept.limits" ] || read -r mask files < "$kept.limits"
    umask "${mask:-022}"
    [ -z "$files" ] || ulimit -S -n "$files" || echo "the daemon may open fewer files than before: $(ulimit -n) instead of $files"
    while IFS= read -r line; do export "$line"; done < "$kept"
    cd "$(cat "$kept.cwd")" 2>/dev/null || cd "$to" || exit 1
    setsid "$to/bin/$program" -c "$configuration" >> "$(cat "$kept.out")" 2>&1 < /dev/null &
  ) || { echo "$to/bin/$program could not be started"; exit 4; }
}

await_listening() {
  began=$(uptime_seconds)
  seen=
  while :; do
    pid=$(daemon_of "$to")
    if [ -n "$pid" ]; then
      seen=$pid
      listening "$pid" && break
    elif [ -n "$seen" ] || [ $(($(uptime_seconds) - began)) -ge 20 ]; then
      echo "${seen:+process $seen of }$program ended while it started"
      last_words
      exit 4
    fi
    if [ $(($(uptime_seconds) - began)) -ge "$start_limit" ]; then
      echo "process $seen does not listen on port $port after $start_limit s"
      last_words
      exit 5
    fi
    nap
  done
  mark listening
  echo "process $pid runs from $to"
}

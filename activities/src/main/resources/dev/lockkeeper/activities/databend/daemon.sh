# Stops and starts one daemon of Databend: the one that runs from a release's directory with a configuration file. The
# vendor's page says killall, which would hit every other one on the host too.
program=$1 home=$2 from=$3 to=$4 configuration=$5 port=$6 stop_limit=$7 start_limit=$8 node=$9
shift 9
logs=$1
kept=$HOME/.lockkeeper/environment/$node

configuration_of() {
  given=$(tr '\0' '\n' < "/proc/$1/cmdline" 2>/dev/null \
    | awk 'next_is { print; exit } /^--config-file=/ { print substr($0, 15); exit } $0 == "-c" || $0 == "--config-file" { next_is = 1 }')
  case $given in /* | '') echo "$given" ;; *) echo "$(readlink "/proc/$1/cwd")/$given" ;; esac
}

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
  for comm in $(grep -lx "$program" /proc/[0-9]*/comm 2>/dev/null); do
    candidate=${comm#/proc/}
    candidate=${candidate%/comm}
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
}

stop_daemon() {
  pid=$(daemon_of "$from")
  if [ -z "$pid" ]; then
    echo "no $program runs from $from with $configuration"
    mark stopping
    mark stopped
    return 0
  fi
  keep_environment "$pid"
  echo "stopping process $pid"
  mark stopping
  # Once: a second signal makes databend-query drop what runs (1.2).
  since=$(began_at "$pid")
  kill -TERM "$pid" 2> /dev/null || ! is_there "$pid" "$since" || { echo "$(id -un) may not stop process $pid"; exit 4; }
  began=$(uptime_seconds)
  while is_there "$pid" "$since"; do
    if [ $(($(uptime_seconds) - began)) -ge "$stop_limit" ]; then
      echo "process $pid still runs $stop_limit s after TERM; it was not killed"
      exit 3
    fi
    nap
  done
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

# What was printed and logged until now is not about the next start.
remember_sizes() {
  for file in "$(cat "$kept.out")" ${logs:+"$logs"/*}; do
    [ ! -f "$file" ] || printf '%s\t%s\n' "$(wc -c < "$file" | tr -d ' ')" "$file"
  done > "$kept.sizes.new"
  mv "$kept.sizes.new" "$kept.sizes"
}

last_words() {
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
    if [ ! -r "$kept.out" ]; then
      echo "it is not known how $program was run, because Lockkeeper has not stopped it; start it by hand, then retry"
      exit 4
    fi
    remember_sizes
    mark starting
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
  fi
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

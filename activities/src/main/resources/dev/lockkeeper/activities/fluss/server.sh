# Stops and starts one Fluss server. The vendor's stop is not used: it kills after 10 s (up to 0.8), answers 0 whatever
# happened, and trusts a pid file that may name a stranger. The server gets TERM and all the time it needs.
main=$1 daemon=$2 home=$3 from=$4 to=$5 port=$6 stop_limit=$7 start_limit=$8 node=$9
kept=$HOME/.lockkeeper/environment/$node

# The server that runs from a release's directory: judged by its command line, never by a pid file.
server_of() {
  for file in $(grep -l "fluss.$main" /proc/[0-9]*/cmdline 2>/dev/null); do
    tr '\0' '\n' < "$file" 2>/dev/null | grep -qE "^(com\.alibaba|org\.apache)\.fluss\.$main\$" || continue
    jar=$(tr '\0' '\n' < "$file" 2>/dev/null | tr ':' '\n' | grep -E '/fluss-server-[^/]*\.jar$' | head -n 1)
    lib=$(cd "$(dirname "$jar")" 2>/dev/null && pwd -P) || continue
    if [ "$lib" = "$1/lib" ]; then
      pid=${file#/proc/}
      echo "${pid%/cmdline}"
      return
    fi
  done
}

# Sets started to when the process was started, in ticks; empty when it is gone. On its way out a process loses its command
# line before it gives up files, locks and ports, and its first thread may be dead before the others.
look_at() {
  started=
  { read -r state < "/proc/$1/stat"; } 2> /dev/null || return 0
  set -- "$1" ${state##*) }
  case $2 in Z | X) [ "$(ls "/proc/$1/task" 2> /dev/null | wc -l)" -gt 1 ] || return 0 ;; esac
  shift
  started=${20}
}
# Whether the process that was seen to start then still lives: a pid that was given away again has another start.
lives() {
  look_at "$1"
  [ -n "$started" ] && [ "$started" = "$2" ]
}

nap() { sleep 0.1 2>/dev/null || sleep 1; }
uptime_seconds() { cut -d . -f 1 /proc/uptime; }

# The value of an option, as the vendor's scripts read it. $1 directory of server.yaml, $2 option
option() { sed -n "s/^ *$2 *: \([^#]*\).*/\1/p" "$1/server.yaml" 2>/dev/null | sed 's/ *$//' | tail -n 1; }

# Where it is kept which configuration a release's server ran with. $1 the release's directory
kept_configuration() { echo "$kept@$(echo "$1" | tr / _)"; }

# What the operator gave the old server by its environment, the new one shall have too; paths into the old release not.
keep_environment() {
  mkdir -p "$(dirname "$kept")"
  tr '\0' '\n' < "/proc/$1/cmdline" | grep -A 1 -x -e --configDir | tail -n 1 > "$(kept_configuration "$from")"
  echo "$(sed -n 's/^Umask:[^0-9]*//p' "/proc/$1/status") $(awk '/^Max open files/ { print $4 }' "/proc/$1/limits")" > "$kept.limits"
  tr '\0' '\n' < "/proc/$1/environ" 2>/dev/null \
    | grep -E '^(USER|JAVA_HOME|HOST|JVM_ARGS|DYNAMIC_PARAMETERS|HADOOP_[A-Z_]*|FLUSS_(PID_DIR|IDENT_STRING|LOG_DIR|PLUGINS_DIR|ENV_JAVA_OPTS[A-Z_]*))=' \
    | awk -v old="$from" '{
        rest = $0
        inside = 0
        while ((at = index(rest, old)) > 0) {
          rest = substr(rest, at + length(old))
          if (rest !~ /^[A-Za-z0-9._+@=-]/) inside = 1
        }
        if (!inside) print
      }' > "$kept.new" || true
  # The SSH session's PATH may have another Java than the shell from which the server was started, or none.
  java=$(readlink -f "/proc/$1/exe")
  grep -q '^JAVA_HOME=' "$kept.new" || case $java in */bin/java) echo "JAVA_HOME=${java%/bin/java}" >> "$kept.new" ;; esac
  mv "$kept.new" "$kept"
}

# The vendor's start says that a server is already running as long as the pid file names a living process.
forget_pid() {
  pid_directory=$(sed -n 's/^FLUSS_PID_DIR=//p' "$kept")
  ident=$(sed -n 's/^FLUSS_IDENT_STRING=//p' "$kept")
  [ -n "$ident" ] || ident=$(sed -n 's/^USER=//p' "$kept")
  [ -n "$pid_directory" ] || pid_directory=$(option "$(cat "$(kept_configuration "$from")")" 'env\.pid\.dir')
  file=${pid_directory:-/tmp}/fluss-$ident-$daemon.pid
  [ -f "$file" ] || return 0
  grep -vx "$1" "$file" > "$file.lockkeeper" || true
  if [ -s "$file.lockkeeper" ]; then mv "$file.lockkeeper" "$file"; else rm -f "$file.lockkeeper" "$file"; fi
}

# Looks at what a start needs while the old server still serves.
check_target() {
  [ -x "$to/bin/$daemon.sh" ] || { echo "there is no $to/bin/$daemon.sh; nothing was stopped"; exit 6; }
  if [ -h "$home" ] && [ ! -w "$(dirname "$home")" ]; then
    echo "the link $home cannot be moved, because $(id -un) may not write to $(dirname "$home"); nothing was stopped"
    exit 6
  fi
}

stop_server() {
  pid=$(server_of "$from")
  if [ -z "$pid" ]; then
    echo "no $daemon runs from $from"
    mark stopping
    mark stopped
    return 0
  fi
  look_at "$pid"
  since=$started
  keep_environment "$pid"
  echo "stopping process $pid"
  mark stopping
  kill -TERM "$pid" 2> /dev/null || ! lives "$pid" "$since" || { echo "$(id -un) may not stop process $pid"; exit 4; }
  began=$(uptime_seconds)
  while lives "$pid" "$since"; do
    if [ $(($(uptime_seconds) - began)) -ge "$stop_limit" ]; then
      echo "process $pid still runs $stop_limit s after TERM; it was not killed"
      exit 3
    fi
    nap
  done
  mark stopped
  forget_pid "$pid"
}

# Whether the process itself listens on the port: another one may, on the same address or on another of the host's.
listening() {
  for socket in $(cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2>/dev/null \
    | awk -v port="$(printf ':%04X' "$port")" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }'); do
    ls -l "/proc/$1/fd" 2>/dev/null | grep -qF "socket:[$socket]" && return 0
  done
  return 1
}

last_words() {
  log=$(sed -n 's/^FLUSS_LOG_DIR=//p' "$kept" 2>/dev/null)
  [ -n "$log" ] || log=$(option "$(configuration)" 'env\.log\.dir')
  log=${log:-$to/log}
  for ending in out log; do
    newest=$(ls -t "$log"/*"$daemon"*."$ending" 2>/dev/null | head -n 1)
    [ -z "$newest" ] || { echo "--- end of $newest"; tail -n 15 "$newest"; }
  done
}

# The directory of the server.yaml that it ran with when it was stopped here before, else the release's own.
configuration() {
  before=$(cat "$(kept_configuration "$to")" 2>/dev/null)
  if [ -n "$before" ] && [ -r "$before/server.yaml" ]; then echo "$before"; else echo "$to/conf"; fi
}

move_link() {
  [ -h "$home" ] && [ "$(readlink "$home")" != "$to" ] || return 0
  ln -s "$to" "$home.lockkeeper-$$" || exit 6
  # Older busybox has no -T.
  mv -T "$home.lockkeeper-$$" "$home" 2>/dev/null || { rm -f "$home.lockkeeper-$$"; ln -sfn "$to" "$home"; } || exit 6
  echo "$home leads to $to now"
}

start_server() {
  move_link
  if [ -n "$(server_of "$to")" ]; then
    echo "$daemon runs from $to already"
  else
    mark starting
    (
      # The job's own umask would hide the server's files from those who read them until now.
      mask=022 files=
      [ ! -r "$kept.limits" ] || read -r mask files < "$kept.limits"
      umask "${mask:-022}"
      [ -z "$files" ] || ulimit -S -n "$files" || echo "the server may open fewer files than before: $(ulimit -n) instead of $files"
      [ ! -r "$kept" ] || while IFS= read -r line; do export "$line"; done < "$kept"
      FLUSS_CONF_DIR=$(configuration)
      export FLUSS_CONF_DIR
      cd "$to" && exec "./bin/$daemon.sh" start
    ) || { echo "$to/bin/$daemon.sh start failed"; exit 4; }
  fi
  began=$(uptime_seconds)
  seen=
  while :; do
    pid=$(server_of "$to")
    if [ -n "$pid" ]; then
      seen=$pid
      [ "$port" != 0 ] || break
      listening "$pid" && break
    elif [ -n "$seen" ]; then
      echo "process $seen ended while it started"
      last_words
      exit 4
    fi
    if [ $(($(uptime_seconds) - began)) -ge "$start_limit" ]; then
      if [ -n "$seen" ]; then
        echo "process $seen does not listen on port $port after $start_limit s"
      else
        echo "no process of $daemon came up within $start_limit s"
      fi
      last_words
      exit 5
    fi
    nap
  done
  mark listening
  echo "process $pid runs from $to"
}

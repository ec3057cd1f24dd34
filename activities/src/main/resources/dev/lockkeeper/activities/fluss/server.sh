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

# A zombie has an empty command line, and a reused pid another one.
lives() { tr '\0' '\n' < "/proc/$1/cmdline" 2>/dev/null | grep -qE "fluss\.$main\$"; }

nap() { sleep 0.1 2>/dev/null || sleep 1; }
uptime_seconds() { cut -d . -f 1 /proc/uptime; }

# What the operator gave the old server by its environment, the new one shall have too; paths into the old release not.
keep_environment() {
  mkdir -p "$(dirname "$kept")"
  tr '\0' '\n' < "/proc/$1/environ" 2>/dev/null \
    | grep -E '^(USER|JAVA_HOME|HOST|JVM_ARGS|DYNAMIC_PARAMETERS|FLUSS_(PID_DIR|IDENT_STRING|LOG_DIR|PLUGINS_DIR|ENV_JAVA_OPTS[A-Z_]*))=' \
    | grep -vF "$from" > "$kept.new" || true
  mv "$kept.new" "$kept"
}

# The vendor's start says that a server is already running as long as the pid file names a living process.
forget_pid() {
  pid_directory=$(sed -n 's/^FLUSS_PID_DIR=//p' "$kept")
  ident=$(sed -n 's/^FLUSS_IDENT_STRING=//p' "$kept")
  [ -n "$ident" ] || ident=$(sed -n 's/^USER=//p' "$kept")
  file=${pid_directory:-/tmp}/fluss-$ident-$daemon.pid
  [ -f "$file" ] || return 0
  grep -vx "$1" "$file" > "$file.lockkeeper" || true
  if [ -s "$file.lockkeeper" ]; then mv "$file.lockkeeper" "$file"; else rm -f "$file.lockkeeper" "$file"; fi
}

stop_server() {
  pid=$(server_of "$from")
  if [ -z "$pid" ]; then
    echo "no $daemon runs from $from"
    mark stopping
    mark stopped
    return 0
  fi
  keep_environment "$pid"
  echo "stopping process $pid"
  mark stopping
  kill -TERM "$pid"
  began=$(uptime_seconds)
  while lives "$pid"; do
    if [ $(($(uptime_seconds) - began)) -ge "$stop_limit" ]; then
      echo "process $pid still runs $stop_limit s after TERM; it was not killed"
      exit 3
    fi
    nap
  done
  mark stopped
  forget_pid "$pid"
}

listening() {
  hex=$(printf '%04X' "$port")
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F]+:0000 0A "
}

last_words() {
  log=$(sed -n 's/^FLUSS_LOG_DIR=//p' "$kept" 2>/dev/null)
  log=${log:-$to/log}
  for ending in out log; do
    newest=$(ls -t "$log"/*"$daemon"*."$ending" 2>/dev/null | head -n 1)
    [ -z "$newest" ] || { echo "--- end of $newest"; tail -n 15 "$newest"; }
  done
}

start_server() {
  if [ -n "$(server_of "$to")" ]; then
    echo "$daemon runs from $to already"
  else
    if [ -h "$home" ]; then
      ln -s "$to" "$home.lockkeeper-$$" && mv -T "$home.lockkeeper-$$" "$home" || exit 6
      echo "$home leads to $to now"
    fi
    mark starting
    (
      [ ! -r "$kept" ] || while IFS= read -r line; do export "$line"; done < "$kept"
      export FLUSS_CONF_DIR="$to/conf"
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
      listening && break
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

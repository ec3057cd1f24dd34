#!/usr/bin/env bash
# Starts and stops a server in the background. Keeps the promises, and the traps, of the script of the
# same name in Fluss @VERSION@; the lab's tests say which.

action=$1 daemon=$2
shift 2

. "$(cd "$(dirname "$0")" && pwd -P)/config.sh"
describe_daemon "$daemon"

patience=@STOP_SECONDS@
pid_file=$FLUSS_PID_DIR/fluss-$FLUSS_IDENT_STRING-$daemon.pid
mkdir -p "$FLUSS_PID_DIR"

alive() { kill -0 "$1" 2>/dev/null; }

end() {
  local pid=$1 deadline
  if ! alive "$pid"; then
    echo "No $daemon daemon (pid: $pid) is running anymore on $HOST."
    return
  fi
  echo "Stopping $daemon daemon (pid: $pid) on host $HOST."
  kill "$pid"
  deadline=$((SECONDS + patience))
  while alive "$pid" && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
  if alive "$pid"; then
    # "10 seconds" is what every release says, however long it waited.
    echo "Daemon $daemon didn't stop within 10 seconds. Killing it."
    kill -9 "$pid"
  fi
}

case $action in
  start)
    path=$(class_path) || exit 1
    count=0
    running=0
    if [ -f "$pid_file" ]; then
      while read -r pid; do
        count=$((count + 1))
        if alive "$pid"; then running=$((running + 1)); fi
      done <"$pid_file"
    fi
    if [ "$running" -gt 0 ]; then
      echo "[INFO] $running instance(s) of $daemon are already running on $HOST."
    fi
    mkdir -p "$FLUSS_LOG_DIR"
    prefix=$FLUSS_LOG_DIR/fluss-$FLUSS_IDENT_STRING-$daemon-$count-$HOST
    set_java_options "$prefix.log"
    echo "Starting $daemon daemon on host $HOST."
    "$JAVA_RUN" "${java_options[@]}" -cp "$path" "$main_class" "$@" >"$prefix.out" 2>&1 </dev/null &
    if [ $? -ne 0 ]; then
      echo "Error starting $daemon daemon."
      exit 1
    fi
    echo $! >>"$pid_file"
    ;;
  stop)
    if [ ! -f "$pid_file" ]; then
      echo "No $daemon daemon to stop on host $HOST."
      exit 0
    fi
    pid=$(tail -n 1 "$pid_file")
    rest=$(sed '$d' "$pid_file")
    if [ -n "$rest" ]; then printf '%s\n' "$rest" >"$pid_file"; else rm "$pid_file"; fi
    end "$pid"
    ;;
  stop-all)
    if [ ! -f "$pid_file" ]; then
      echo "No $daemon daemon to stop on host $HOST."
      exit 0
    fi
    pids=$(cat "$pid_file")
    rm "$pid_file"
    for pid in $pids; do end "$pid"; done
    ;;
  *)
    echo "Usage: fluss-daemon.sh (start|stop|stop-all) (coordinator-server|tablet-server|zookeeper) [args]" >&2
    exit 1
    ;;
esac
exit 0

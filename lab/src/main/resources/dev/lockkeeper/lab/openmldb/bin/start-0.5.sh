#!/usr/bin/env bash
# Starts and stops a server in the manner of releases up to 0.5.3: a supervisor that starts it again when it
# ends, no check whether it is ready, and exit status 0 nearly always.

cd "$(dirname "$0")/.." || exit 1
action=${1-} component=${2-}
usage="usage: bin/start.sh start|stop|restart <component>"
if [ $# -lt 2 ]; then
  echo "$usage"
  exit 1
fi
key=log_dir settings=conf/$component.flags boot="./bin/boot.sh $component"
case $component in
  tablet | nameserver | apiserver) ;;
  taskmanager) key=job.log.path settings=conf/taskmanager.properties boot=./bin/boot_taskmanager.sh ;;
  *)
    echo "No component named $component in [tablet, nameserver, apiserver, taskmanager]"
    exit 1
    ;;
esac
log_dir=$(grep -v '^#' "$settings" 2>/dev/null | grep "$key" | tail -n 1 | cut -d = -f 2)
if [ -z "$log_dir" ]; then
  echo "Invalid log dir"
  exit 1
fi
mkdir -p "$log_dir"
pid_file=./bin/$component.pid

start() {
  echo "Starting $component ... "
  if [ -f "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null; then
    # Says "tablet" whatever the component is.
    echo "tablet already running as process $(cat "$pid_file")."
    exit 0
  fi
  ./bin/mon "$boot" -d -s 10 -l "$log_dir/${component}_mon.log" -p "$pid_file"
}

stop() {
  echo "Stopping $component ... "
  if [ ! -f "$pid_file" ]; then
    echo "no $component to stop (could not find file $pid_file)"
  else
    kill "$(cat "$pid_file")"
    rm "$pid_file"
    sleep @STOP_SECONDS@
    echo STOPPED
  fi
}

case $action in
  start) start ;;
  stop) stop ;;
  restart)
    stop
    sleep @RESTART_SECONDS@
    start
    ;;
  *)
    echo "$usage" >&2
    exit 1
    ;;
esac

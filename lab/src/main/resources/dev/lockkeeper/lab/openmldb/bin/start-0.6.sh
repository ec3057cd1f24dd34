#!/usr/bin/env bash
# Starts and stops a server in the manner of releases 0.6.0 to 0.6.2. Dies on a hard limit of open files that is
# too low; otherwise its exit status is 0, also after a failure.

set -e
ulimit -c unlimited
ulimit -n @OPEN_FILES@

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
usage="usage: start.sh start|stop|restart <component>"
if [ $# -lt 2 ]; then
  echo "$usage"
  exit 1
fi
action=$1 component=$2
red=$'\033[0;31m' plain=$'\033[0m'
case $component in
  tablet | nameserver) ;;
  *)
    echo -e "${red}No component named $component in [tablet, nameserver]$plain"
    exit 1
    ;;
esac
log_dir=$(grep -v '^#' "conf/$component.flags" 2>/dev/null | grep log_dir | tail -n 1 | cut -d = -f 2) || true
if [ -z "$log_dir" ]; then
  echo "Invalid log dir"
  exit 1
fi
mkdir -p "$log_dir"
pid_file=./bin/$component.pid

ready() {
  local endpoint count=0
  if ! command -v curl >/dev/null; then
    sleep @NO_CURL_SECONDS@
    kill -0 "$1" 2>/dev/null
    return
  fi
  endpoint=$(grep '^--endpoint=' "conf/$component.flags" | tail -n 1 | cut -d = -f 2)
  while [ "$count" -lt @TRIES@ ]; do
    if curl --silent --output /dev/null --max-time 2 "http://$endpoint/status"; then return 0; fi
    kill -0 "$1" 2>/dev/null || return 1
    sleep @TRY_SECONDS@
    count=$((count + 1))
  done
  return 1
}

start() {
  local pid
  echo "Starting $component ... "
  if [ -f "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null; then
    echo -e "$red$component already running as process $(cat "$pid_file").$plain"
    exit 0
  fi
  ./bin/openmldb "--flagfile=./conf/$component.flags" --enable_status_service=true \
    </dev/null >>"$log_dir/$component.log" 2>&1 &
  pid=$!
  disown
  if ready "$pid" && kill -0 "$pid" 2>/dev/null; then
    echo "$pid" >"$pid_file"
    echo "Start $component success"
  else
    # The process may still come up, and then no pid file leads to it.
    echo -e "${red}Start $component failed!$plain"
  fi
}

stop() {
  echo "Stopping $component ... "
  if [ ! -f "$pid_file" ]; then
    echo "no $component to stop (could not find file $pid_file)"
  else
    # Whether it ended is not looked at.
    kill "$(cat "$pid_file")" || true
    rm "$pid_file"
  fi
  echo "Stop $component success"
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

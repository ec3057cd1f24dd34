root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
usage="usage: start.sh start|stop|restart <component>"
if [ $# -lt 2 ]; then
  echo "$usage"
  exit 1
fi
action=$1 component=$2
red=$'\033[0;31m' plain=$'\033[0m'
key=log_dir settings=conf/$component.flags
case $component in
  tablet | nameserver | apiserver) ;;
  taskmanager) key=job.log.path settings=conf/taskmanager.properties ;;
  *)
    echo -e "${red}No component named $component in [tablet, nameserver, apiserver, taskmanager]$plain"
    exit 1
    ;;
esac
log_dir=$(grep -v '^#' "$settings" 2>/dev/null | grep "$key" | tail -n 1 | cut -d = -f 2) || true
if [ -z "$log_dir" ]; then
  echo "Invalid log dir"
  exit 1
fi
mkdir -p "$log_dir"
pid_file=./bin/$component.pid

# The taskmanager is only looked at whether it lives.
ready() {
  local endpoint count=0
  if [ "$component" = taskmanager ] || ! command -v curl >/dev/null \
    || { [ -z "$asked_with_name" ] && grep -q '^--use_name=true' "$settings"; }; then
    sleep @NO_CURL_SECONDS@
    kill -0 "$1" 2>/dev/null
    return
  fi
  endpoint=$(grep '^--endpoint=' "$settings" | tail -n 1 | cut -d = -f 2) || true
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
    return 0
  fi
  if [ "$component" = taskmanager ]; then
    echo "SPARK_HOME: ${SPARK_HOME-}"
    cp "$settings" taskmanager/conf/taskmanager.properties
    cd taskmanager/bin
    mkdir -p "$log_dir"
    sh ./taskmanager.sh </dev/null >>"$log_dir/$component.log" 2>&1 &
    pid=$!
    cd "$root"
  else
    ./bin/openmldb "--flagfile=./$settings" --enable_status_service=true \
      </dev/null >>"$log_dir/$component.log" 2>&1 &
    pid=$!
  fi
  disown
  say_pid "$pid"
  if ready "$pid" && kill -0 "$pid" 2>/dev/null; then
    echo "$pid" >"$pid_file"
    echo "Start $component success"
  else
    # The process may still come up, and then no pid file leads to it.
    echo -e "${red}Start $component failed!$(where_to_look "$log_dir")$plain"
  fi
}

stop() {
  echo "Stopping $component ... "
  if [ ! -f "$pid_file" ]; then
    echo "no $component to stop (could not find file $pid_file)"
  else
    # Whether it ended is not looked at.
    kill "$(cat "$pid_file")" || true
    after_stop
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
exit 0

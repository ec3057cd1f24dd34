#!/bin/sh
# Keeps the promises of the vendor's control script that the upgrade relies on, and its trap: status 0 whatever follows.
[ "$1" = start ] || exit 1
home=$(cd "$(dirname "$0")/.." && pwd -P)
log=${FLUSS_LOG_DIR:-$home/log}
conf=${FLUSS_CONF_DIR:-$home/conf}
mkdir -p "$log"
echo "Starting DAEMON daemon on host here."
java=${JAVA_HOME:+$JAVA_HOME/bin/java}
java=${java:-$STAND_IN_JAVA}
[ -n "$java" ] || { echo "Please specify JAVA_HOME."; exit 1; }
"$java" -Xmx16m -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  -cp "$home/lib/fluss-server-VERSION.jar" MAIN --configDir "$conf" \
  > "$log/fluss-$FLUSS_IDENT_STRING-DAEMON-0-here.out" 2>&1 < /dev/null &
pid=$!
pids=${FLUSS_PID_DIR:-$(sed -n 's/^env\.pid\.dir: *\([^ #]*\).*/\1/p' "$conf/server.yaml")}
mkdir -p "${pids:?}"
echo "$pid" >> "$pids/fluss-$FLUSS_IDENT_STRING-DAEMON.pid"

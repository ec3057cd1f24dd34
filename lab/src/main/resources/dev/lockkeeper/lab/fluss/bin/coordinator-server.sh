#!/usr/bin/env bash
# Controls the coordinator-server of this installation.

bin=$(cd "$(dirname "$0")" && pwd -P)
. "$bin/config.sh"

usage="Usage: coordinator-server.sh ((start|start-foreground) [args])|stop|stop-all"
action=${1-}
case $action in
  start)
    shift
    # shellcheck disable=SC2086
    "$bin/fluss-daemon.sh" start coordinator-server --configDir "$FLUSS_CONF_DIR" ${DYNAMIC_PARAMETERS-} "$@"
    ;;
  start-foreground)
    shift
    # shellcheck disable=SC2086
    exec "$bin/fluss-console.sh" coordinator-server --configDir "$FLUSS_CONF_DIR" ${DYNAMIC_PARAMETERS-} "$@"
    ;;
  stop | stop-all) "$bin/fluss-daemon.sh" "$action" coordinator-server ;;
  *)
    echo "$usage"
    exit 1
    ;;
esac

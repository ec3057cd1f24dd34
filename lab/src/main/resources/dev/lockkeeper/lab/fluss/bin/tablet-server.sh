#!/usr/bin/env bash
# Controls the tablet-server of this installation.

bin=$(cd "$(dirname "$0")" && pwd -P)
. "$bin/config.sh"

usage="Usage: tablet-server.sh ((start|start-foreground) [args])|stop|stop-all"
action=${1-}
case $action in
  start)
    shift
    # shellcheck disable=SC2086
    "$bin/fluss-daemon.sh" start tablet-server --configDir "$FLUSS_CONF_DIR" ${DYNAMIC_PARAMETERS-} "$@"
    ;;
  start-foreground)
    shift
    # shellcheck disable=SC2086
    exec "$bin/fluss-console.sh" tablet-server --configDir "$FLUSS_CONF_DIR" ${DYNAMIC_PARAMETERS-} "$@"
    ;;
  stop | stop-all) "$bin/fluss-daemon.sh" "$action" tablet-server ;;
  *)
    echo "$usage"
    exit 1
    ;;
esac

#!/usr/bin/env bash
# Runs a server in the foreground: this process becomes it.

daemon=$1
shift
. "$(cd "$(dirname "$0")" && pwd -P)/config.sh"
describe_daemon "$daemon"
path=$(class_path) || exit 1
mkdir -p "$FLUSS_LOG_DIR"
set_java_options "$FLUSS_LOG_DIR/fluss-$FLUSS_IDENT_STRING-$daemon-$HOST.log"
echo "Starting $daemon as a console application on host $HOST."
exec "$JAVA_RUN" "${java_options[@]}" -cp "$path" "$main_class" "$@"

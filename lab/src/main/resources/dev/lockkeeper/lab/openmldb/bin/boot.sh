#!/usr/bin/env bash
# Runs a server in the foreground, for the supervisor.

ulimit -c unlimited 2>/dev/null
ulimit -n @OPEN_FILES@
exec ./bin/openmldb "--flagfile=./conf/$1.flags" --enable_status_service=true

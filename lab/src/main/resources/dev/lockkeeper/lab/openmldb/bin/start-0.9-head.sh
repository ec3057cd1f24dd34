#!/usr/bin/env bash
# Starts and stops a server in the manner of releases from 0.7.0 on. Its exit status is 0, also after a failure.

asked_with_name=
where_to_look() { echo " Please check log in $1/$component.log and $1/$component.INFO"; }
say_pid() { echo "process pid is $1"; }
after_stop() { sleep @STOP_SECONDS@; }

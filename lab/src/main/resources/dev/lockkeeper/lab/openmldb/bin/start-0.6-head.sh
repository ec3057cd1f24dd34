#!/usr/bin/env bash
# Starts and stops a server in the manner of releases 0.6.0 to 0.6.2. Dies on a hard limit of open files that is
# too low; otherwise its exit status is 0, also after a failure.

set -e
ulimit -c unlimited
ulimit -n @OPEN_FILES@
# A server with a name is asked like any other, though its flags have no address.
asked_with_name=yes
where_to_look() { :; }
say_pid() { :; }
after_stop() { :; }

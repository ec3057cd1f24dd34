#!/bin/sh
# What every command on a loopback host goes through, over SSH (forced command) or from the lab: its own
# home and search path, and the mark by which its processes are known. @DIRECTORY@, @LAB@,
# @HOST@ and @JAVA_HOME@ are filled in when the host is made.
HOME=@DIRECTORY@/home
TMPDIR=@DIRECTORY@/tmp
PATH=@DIRECTORY@/bin:$PATH
JAVA_HOME=@JAVA_HOME@
LOCKKEEPER_LAB=@LAB@
LOCKKEEPER_LAB_HOST=@LAB@/@HOST@
export HOME TMPDIR PATH JAVA_HOME LOCKKEEPER_LAB LOCKKEEPER_LAB_HOST
cd "$HOME" || exit 1
if [ $# -gt 0 ]; then exec "$@"; fi
if [ -n "${SSH_ORIGINAL_COMMAND-}" ]; then exec sh -c "$SSH_ORIGINAL_COMMAND"; fi
exec sh -l

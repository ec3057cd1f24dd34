#!/bin/sh
# Stands in for the program @PROGRAM@ of Databend @VERSION@. It runs the lab's look-alike with a copy of
# Java's launcher that has the vendor's name, so that ps, pgrep and /proc show what they would show of
# the real one.
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
if [ -z "${JAVA_HOME-}" ]; then
  java=$(command -v java) || {
    echo "@PROGRAM@ is a look-alike that needs Java: set JAVA_HOME or install a JRE." >&2
    exit 1
  }
  JAVA_HOME=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")
fi
launcher=$home/libexec/bin/@PROGRAM@
if [ ! -x "$launcher" ]; then
  mkdir -p "$home/libexec/bin" || exit 1
  [ -e "$home/libexec/lib" ] || ln -s "$JAVA_HOME/lib" "$home/libexec/lib" 2>/dev/null
  cp "$JAVA_HOME/bin/java" "$launcher.$$" && mv -f "$launcher.$$" "$launcher" || exit 1
fi
exec "$launcher" -Xmx96m -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  -cp "$home/lib/databend-lookalike.jar" "-Dlookalike.version=@VERSION@" "-Dlookalike.oldestMeta=@OLDEST_META@" \
  "-Dlookalike.oldestQuery=@OLDEST_QUERY@" "-Dlookalike.data=@DATA@" "-Dlookalike.dataText=@DATA_TEXT@" \
  "-Dlookalike.oldestPeer=@OLDEST_PEER@" @CLASS@ "$@"

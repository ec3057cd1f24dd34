#!/bin/bash
# In the place of systemctl, on hosts without systemd: keeps units as processes. Like systemd it knows of a changed unit or
# drop-in only after daemon-reload, calls a simple unit active as soon as its process is there, and stops with TERM, then
# KILL after 90 s.
umask 022
etc=/etc/systemd/system lib=/lib/systemd/system run=/run/lab-systemd
property= value= block=yes words=()
while [ $# -gt 0 ]; do
  case $1 in
    --property | -p) property=$2; shift ;;
    --property=*) property=${1#*=} ;;
    --value) value=yes ;;
    --no-block) block= ;;
    --no-pager | -q | --quiet) ;;
    *) words+=("$1") ;;
  esac
  shift
done
verb=${words[0]} unit=${words[1]%.service}.service
[ "$(id -u)" != 0 ] || mkdir -p "$run"

fragment() { for f in "$etc/$unit" "$lib/$unit"; do if [ -e "$f" ]; then echo "$f"; return; fi; done; }
# Only what was there at the last daemon-reload counts. An empty assignment takes back those before it.
load() { unit=$1; mkdir -p "$run"; cat "$(fragment)" "$etc/$unit.d"/*.conf 2>/dev/null >"$run/$unit.loaded"; }
loaded() { [ -e "$run/$unit.loaded" ] || [ -z "$(fragment)" ] || [ "$(id -u)" != 0 ] || load "$unit"; }
option() { loaded; sed -n "s/^$1=//p" "$run/$unit.loaded" 2>/dev/null | tail -n 1; }
starts() {
  loaded
  sed -n 's/^ExecStart=//p' "$run/$unit.loaded" 2>/dev/null \
    | awk '$0 == "" { n = 0; next } { n++; line = $0 } END { if (n > 1) exit 1; if (n) print line }'
}
lives() { [ -n "$1" ] && [ -e "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
pid() { local p; p=$(cat "$run/$unit.pid" 2>/dev/null); if lives "$p"; then echo "$p"; else echo 0; fi; }
state() {
  if [ "$(pid)" != 0 ]; then echo active
  elif [ -e "$run/$unit.pid" ] && [ ! -e "$run/$unit.stopped" ]; then echo failed
  else echo inactive; fi
}
needs_root() {
  [ "$(id -u)" = 0 ] || { echo "Failed to $verb $unit: Interactive authentication required." >&2; exit 1; }
  [ -n "$(fragment)" ] || { echo "Failed to $verb $unit: Unit $unit not found." >&2; exit 5; }
}
start() {
  [ "$(pid)" = 0 ] || return 0
  rm -f "$run/$unit.stopped" "$run/$unit.result" "$run/$unit.pid"
  local command
  command=$(starts) && [ -n "$command" ] || { echo "Failed to start $unit: Unit $unit has a bad unit file setting." >&2; exit 1; }
  (
    cd / || exit
    # The program itself writes its pid: nothing stands between it and systemctl.
    set -f
    user=$(option User)
    exec setsid sh -c 'echo $$ >"$0"; exec "$@"' "$run/$unit.pid" setpriv --reuid="$user" --regid="$user" --init-groups \
      env -i PATH=/usr/local/bin:/usr/bin:/bin "HOME=$(getent passwd "$user" | cut -d : -f 6)" $(option Environment) $command \
      >"$run/$unit.journal" 2>&1 </dev/null
  ) &
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ ! -s "$run/$unit.pid" ] || break; sleep 0.05; done
}
finish() {
  local p=$1 ticks=0
  while lives "$p"; do
    ticks=$((ticks + 1))
    if [ "$ticks" -gt 1800 ]; then kill -KILL "$p" 2>/dev/null; echo timeout >"$run/$unit.result"; fi
    sleep 0.05
  done
}
stop() {
  local p
  p=$(pid)
  : >"$run/$unit.stopped"
  [ "$p" != 0 ] || return 0
  kill -TERM "$p"
  if [ -n "$block" ]; then finish "$p"; else (finish "$p") >/dev/null 2>&1 </dev/null & fi
}

case $verb in
  daemon-reload)
    [ "$(id -u)" = 0 ] || { echo "Failed to reload daemon: Interactive authentication required." >&2; exit 1; }
    for known in "$run"/*.loaded; do [ ! -e "$known" ] || { known=${known##*/}; load "${known%.loaded}"; }; done ;;
  start) needs_root; start ;;
  stop) needs_root; stop ;;
  is-active) state; [ "$(state)" = active ] ;;
  show)
    case $property in
      MainPID) shown=$(pid) ;;
      ActiveState) shown=$(state) ;;
      Result) shown=$(cat "$run/$unit.result" 2>/dev/null || echo success) ;;
      TimeoutStopUSec) shown='1min 30s' ;;
      ExecStart)
        line=$(starts)
        shown=${line:+"{ path=${line%% *} ; argv[]=$line ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=$(pid) ; code=(null) ; status=0/0 }"} ;;
      *) shown= ;;
    esac
    if [ -n "$value" ]; then echo "$shown"; elif [ -n "$shown" ]; then echo "$property=$shown"; fi ;;
  *) echo "Unknown command verb $verb." >&2; exit 1 ;;
esac

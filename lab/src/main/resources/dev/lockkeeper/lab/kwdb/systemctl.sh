#!/bin/bash
# In the place of systemctl, on hosts without systemd: keeps units as processes. Like systemd it calls a simple unit
# active as soon as its process is there, and stops with TERM, then KILL after 90 s.
umask 022
units=/etc/systemd/system run=/run/kwdb-lab
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
verb=${words[0]} unit=${words[1]%.service}
file=$units/$unit.service

option() { sed -n "s/^$1=//p" "$file" | tail -n 1; }
lives() { [ -n "$1" ] && [ -e "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
pid() { local p; p=$(cat "$run/$unit.pid" 2>/dev/null); if lives "$p"; then echo "$p"; else echo 0; fi; }
state() {
  if [ "$(pid)" != 0 ]; then echo active
  elif [ -e "$run/$unit.pid" ] && [ ! -e "$run/$unit.stopped" ]; then echo failed
  else echo inactive; fi
}
needs_root() {
  [ "$(id -u)" = 0 ] || { echo "Failed to $verb $unit.service: Interactive authentication required." >&2; exit 1; }
  [ -e "$file" ] || { echo "Failed to $verb $unit.service: Unit $unit.service not found." >&2; exit 5; }
  mkdir -p "$run"
}
start() {
  [ "$(pid)" = 0 ] || return 0
  rm -f "$run/$unit.stopped" "$run/$unit.result" "$run/$unit.pid"
  local user environment directory
  user=$(option User) environment=$(option EnvironmentFile) directory=$(option WorkingDirectory)
  (
    cd "${directory:-/}" || exit
    [ -z "$environment" ] || . "$environment"
    set -- $(eval echo "$(option ExecStart)")
    [ -z "$user" ] || set -- setpriv --reuid="$user" --regid="$user" --init-groups "$@"
    # The program itself writes its pid: nothing stands between it and systemctl.
    exec setsid sh -c 'echo $$ >"$0"; exec "$@"' "$run/$unit.pid" env -i PATH=/usr/local/bin:/usr/bin:/bin "$@" \
      >>"/var/log/$unit.log" 2>&1 </dev/null
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
  daemon-reload) [ "$(id -u)" = 0 ] || { echo "Failed to reload daemon: Interactive authentication required." >&2; exit 1; } ;;
  start) needs_root; start ;;
  stop) needs_root; stop ;;
  restart) needs_root; stop; start ;;
  is-active) state; [ "$(state)" = active ] ;;
  status) echo "● $unit.service - $(option Description)"; echo "     Active: $(state)"; [ "$(state)" = active ] || exit 3 ;;
  show)
    case $property in
      MainPID) shown=$(pid) ;;
      ActiveState) shown=$(state) ;;
      Result) shown=$(cat "$run/$unit.result" 2>/dev/null || echo success) ;;
      *) shown= ;;
    esac
    if [ -n "$value" ]; then echo "$shown"; else echo "$property=$shown"; fi ;;
  *) echo "Unknown command verb $verb." >&2; exit 1 ;;
esac

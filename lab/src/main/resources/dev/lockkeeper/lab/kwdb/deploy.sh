#!/bin/bash
# A look-alike of KWDB's deploy.sh (3.0.0 to 3.1.0): its words, exit statuses, order of checks and traps, none of its text.
cd "$(dirname "$0")" || exit 1
here=$PWD
info=/etc/kaiwudb/info lies=/etc/kwdb-lab/lies

bar() { printf '%-25s: [%-50s] %s%%\r' "$1" "$(printf '%*s' $(($2 / 2)) '' | tr ' ' '#')" "$2"; }
error() { printf '\n\033[31m [ERROR] %s %s \033[0m\n' "$(date '+%F %T')" "$1"; mkdir -p log; echo "$1" >>"log/$(date +%F)"; exit 1; }
done_() { printf '\n\033[1;32m[%s COMPLETED]:\033[0m%s\n' "$1" "$2"; exit 0; }
usage() { echo "Usage: deploy.sh COMMAND [options]"; echo "  install uninstall cluster start stop restart status"; exit 0; }

line() { sed -n "$1p" "$info/MODE"; }
running() {
  if [ "$(line 1)" = container ]; then [ "$(docker inspect --format '{{.State.Status}}' kaiwudb-container 2>/dev/null)" = running ]
  else [ "$(systemctl show --property MainPID --value kaiwudb)" != 0 ]; fi
}
security() { if [ "$(line 8)" = insecure ]; then echo --insecure; else echo --certs-dir=/etc/kaiwudb/certs; fi; }
kwbase() {
  privileged -u "$(line 7)" /usr/local/kaiwudb/bin/kwbase "$@" "$(security)" --host="$(sed '/^ *$/d' "$info/MODE" | tail -n 1):$(line 5)"
}

# Without passwordless sudo the password comes from standard input.
password=
may_sudo() {
  sudo -n true 2>/dev/null && return
  printf "Please input %s's password: " "$(id -un)"
  read -r -s -t 60 password || true
  echo
  sudo -k
  printf '%s\n' "$password" | sudo -S -p '' true 2>/dev/null || { printf '\033[31m[ERROR]\033[0m Incorrect password.\n' >&2; exit 1; }
}
privileged() {
  if [ -z "$password" ]; then sudo -n "$@"; else printf '%s\n' "$password" | sudo -S -p '' "$@"; fi
}
installed() { [ -e /etc/systemd/system/kaiwudb.service ] || error "KaiwuDB does not exist. Please install KaiwuDB first."; }

packages() {
  [ -d packages ] || error "$here/packages: No such directory."
  if [ -e packages/KaiwuDB.tar ]; then offered=container; return; fi
  for part in server libcommon; do ls packages/*$part*.deb >/dev/null 2>&1 || error "Package $part does not exist."; done
  offered=bare
}
# Only newer or not: what the documentation forbids is let through.
newer() {
  local old new bypass=$1
  new=$(sed -n 1p packages/.version)
  old=$(sed -n 1p "$info/.version" 2>/dev/null)
  [ -n "$old" ] || return 0
  [ "$old" != "$new" ] || error "UPGRADE ERROR:The upgrade conditions are not met.( --> )"
  [ "$(printf '%s\n%s\n' "$old" "$new" | sort -V | tail -n 1)" = "$new" ] || [ -n "$bypass" ] \
    || error "UPGRADE ERROR:The requested upgrade version is older than the current installed version.(current:$old new_version:$new)"
}
# $1 what a failure is called
programs() {
  local said
  if [ "$offered" = container ]; then
    said=$(docker load -i packages/KaiwuDB.tar 2>&1) || error "$1: $said."
  else
    said=$(privileged /usr/local/lib/kwdb-lab/dpkg -r kaiwudb-server kaiwudb-libcommon kwdb-server kwdb-libcommon 2>&1)
    said=$(privileged /usr/local/lib/kwdb-lab/dpkg -i "$here"/packages/*libcommon*.deb 2>&1) || error "$1: $said."
    said=$(privileged /usr/local/lib/kwdb-lab/dpkg -i "$here"/packages/*server*.deb 2>&1) || error "$1: $said."
  fi
  [ -e "$lies/version-not-written" ] || privileged cp "$here/packages/.version" "$info/.version"
}
start_argument() { privileged sed -i "s/^KAIWUDB_START_ARG=.*/KAIWUDB_START_ARG=\"$1\"/" /etc/kaiwudb/script/kaiwudb_env; }

online() {
  local own id said
  own=$(sed '/^ *$/d' "$info/MODE" | tail -n 1)
  bar "change KaiwuDB status" 75
  id=$(kwbase node status --format=csv 2>/dev/null | awk -F , -v host="$own" 'split($3, at, ":") && at[1] == host { print $1 }')
  said=$(kwbase node upgrade "$id" 2>&1) || error "KaiwuDB change status failed: $(echo "$said" | head -n 1)."
  bar upgrade 80
  programs "KaiwuDB upgrade failed"
  bar "restart KaiwuDB" 90
  start_argument "--upgrade-complete "
  privileged systemctl daemon-reload
  privileged systemctl restart kaiwudb
  for _ in $(seq 300); do
    [ "$(kwbase node status --format=csv 2>/dev/null | awk -F , -v host="$own" 'split($3, at, ":") && at[1] == host { print $9 }')" = true ] && { start_argument ""; return; }
    [ "$(systemctl show --property ActiveState --value kaiwudb)" != failed ] || break
    sleep 0.2
  done
  error "Recover KaiwuDB failed: Restart KaiwuDB failed. For more information, use 'journalctl -u kaiwudb' to view the system logs.."
}
upgrade() {
  local local_only= all= bypass=
  for word in "$@"; do
    case $word in -l | --local) local_only=yes ;; -a | --all) all=yes ;; --bypass-version-check) bypass=yes ;; esac
  done
  # Neither: nothing is done, and that is no error.
  [ -n "$local_only$all" ] || { usage; }
  may_sudo
  bar "install check" 10
  installed
  bar "verify packages" 20
  packages
  bar "verify install type" 30
  [ "$(line 1)" = "$offered" ] || error "Current use $(line 1), but the package is $offered."
  bar "version compare" 50
  newer "$bypass"
  bar "whether running" 60
  [ ! -e "$lies/completed-without-change" ] || done_ UPGRADE "Local node upgrade successfully."
  [ ! -e "$lies/nothing-done" ] || exit 0
  rm -f kw_pipe
  mkfifo kw_pipe || exit 1
  trap 'rm -f "$here/kw_pipe"' EXIT
  if running; then
    [ "$(line 2)" != single ] || error "Current local node is not support online upgrade! Please stop KaiwuDB then try again."
    online
  else
    bar upgrade 70
    programs "Pipe create failed"
  fi
  bar "upgrade complete" 100
  [ -z "$all" ] || done_ UPGRADE "Cluster upgrade completed."
  done_ UPGRADE "Local node upgrade successfully."
}

case $1 in
  upgrade) shift; upgrade "$@" ;;
  status) installed; if running; then done_ STATUS "KaiwuDB is runnning now."; else done_ STATUS "KaiwuDB is not runnning."; fi ;;
  start)
    may_sudo; installed
    running && error "KaiwuDB is runnning now."
    privileged systemctl start kaiwudb && done_ START "KaiwuDB start successfully." ;;
  stop)
    may_sudo; installed
    running || error "KaiwuDB is not runnning now."
    privileged systemctl stop kaiwudb && done_ STOP "KaiwuDB stop successfully." ;;
  *) usage ;;
esac

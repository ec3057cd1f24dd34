# Stops, upgrades and starts one KWDB node that deploy.sh installed. Neither exit status nor words of deploy.sh are
# believed alone: it answers 0 when it did nothing. The versions are looked at before and after.
deploy=$1 to=$2 etc=$3 kwbase=$4 security=$5 drain_limit=$6 stop_limit=$7 start_limit=$8
# The release it comes from, where the data is copied to, and the unpacked package of that release; all may be empty.
from=$9 copy=${10} previous=${11}
mode=$etc/info/MODE
[ -r "$mode" ] || { echo "$mode cannot be read: KWDB is not installed here by deploy.sh, or $(id -un) may not read it"; exit 6; }
kind=$(sed -n 1p "$mode") data=$(sed -n 4p "$mode") port=$(sed -n 5p "$mode") user=$(sed -n 7p "$mode")
address=$(sed '/^[[:space:]]*$/d' "$mode" | tail -n 1)

# The keys of a secure installation belong to the user who runs the server.
ask() {
  if [ "$(id -un)" = "$user" ] || [ "$security" = --insecure ]; then
    "$kwbase" "$@" "$security" --host="$address:$port"
  else
    sudo -n -u "$user" "$kwbase" "$@" "$security" --host="$address:$port"
  fi
}
written_version() { sed -n '1s/^V\{0,1\}//p' "$etc/info/.version" 2>/dev/null; }
main_pid() { systemctl show --property MainPID --value kaiwudb 2>/dev/null || echo unknown; }
runs() { [ "$(main_pid)" != 0 ] || [ -n "$(users_of_store "$data")" ]; }

# Looks at what an upgrade needs while the old release still serves.
check_target() {
  [ -x "$deploy/deploy.sh" ] || { echo "there is no $deploy/deploy.sh; nothing was stopped"; exit 6; }
  offered=$(sed -n '1s/^V\{0,1\}//p' "$deploy/packages/.version" 2>/dev/null)
  [ "$offered" = "$to" ] || { echo "$deploy/packages is release ${offered:-unknown} and not $to; nothing was stopped"; exit 6; }
  carried=bare
  [ ! -e "$deploy/packages/KaiwuDB.tar" ] || carried=container
  [ "$carried" = "$kind" ] || { echo "the node is $kind and the package $carried; nothing was stopped"; exit 6; }
  [ -w "$deploy" ] || { echo "$(id -un) may not write to $deploy, where deploy.sh makes a pipe; nothing was stopped"; exit 6; }
  command -v sudo > /dev/null || { echo "deploy.sh needs sudo, also for root; nothing was stopped"; exit 6; }
  sudo -n true 2>/dev/null || { echo "sudo asks $(id -un) for a password; deploy.sh would show it in the process list. Allow sudo without one; nothing was stopped"; exit 6; }
}

# Before a stop as well: a node that is down has no time for a copy that cannot end.
check_room() {
  [ -z "$copy" ] || room_for_copy "$data" "$copy" || { echo "nothing was stopped"; exit 6; }
}

copy_data() { [ -z "$copy" ] || backup "$data" "$copy" "$from"; }
# In a shell of its own, because a copy that fails must not end the job before the server is back.
copy_or_start_again() {
  (copy_data) && return 0
  start_server
  echo "the data could not be copied, so nothing was upgraded; the server was started again"
  exit 8
}

# What an upgrade must not touch: the data by names and sizes, certificates and configuration by their content.
# deploy.sh itself rewrites .version, the unit and its environment.
kept_now() {
  listing_of "$data"
  as_root sh -c 'cd "$1" && find . -type f ! -name .version ! -name "kaiwudb_env*" ! -name kw-status.sh ! -name kw-sql.sh -exec sha256sum {} + | sort' sums "$etc"
}
kept=$deploy/lockkeeper-kept
remember_kept() { [ -s "$kept" ] && [ -z "$(version_of "$kwbase")" ] || kept_now > "$kept"; }
say_kept() {
  if kept_now | cmp -s - "$kept"; then
    echo "data, certificates and configuration were compared and are what they were before"
    return 0
  fi
  echo "NOT what it was before the upgrade (data, certificates and configuration):"
  kept_now | diff "$kept" - | head -n 20
  return 1
}

# Before a stop: systemd's second TERM makes the server leave at once (unit of 3.0.0 to 3.2.1), with its work in hand.
drain_node() {
  runs || { echo "kaiwudb does not run, so there is nothing to drain"; return 0; }
  mark draining
  status=0
  said=$(ask node drain --drain-wait="${drain_limit}s" 2>&1) || status=$?
  if [ "$status" != 0 ] || ! echo "$said" | grep -q '(complete)' || ! echo "$said" | grep -qx ok; then
    echo "$said" | tail -n 5
    echo "the node was not drained (exit status $status) and was not stopped; if it drains on, only a restart ends that"
    exit 7
  fi
  mark drained
}

stop_server() {
  if ! runs; then
    echo "kaiwudb does not run"
    mark stopping
    mark stopped
    return 0
  fi
  mark stopping
  as_root systemctl stop --no-block kaiwudb || { echo "systemctl stop kaiwudb failed"; exit 4; }
  began=$(uptime_seconds)
  while runs; do
    if [ $(($(uptime_seconds) - began)) -ge "$stop_limit" ]; then
      echo "kaiwudb still runs $stop_limit s after systemctl stop (main process $(main_pid), with the store open: $(users_of_store "$data" | tr '\n' ' ')); it was not killed"
      exit 3
    fi
    nap
  done
  [ "$(systemctl show --property Result --value kaiwudb 2>/dev/null)" != timeout ] || echo "systemd killed the server, because it did not end in its time"
  mark stopped
}

# Gives 0 when the programs and the written version are the new ones; else says what is wrong.
upgrade_programs() {
  if [ "$(written_version)" = "$to" ] && [ "$(version_of "$kwbase")" = "$to" ]; then
    echo "release $to is installed already"
    mark upgraded
    return 0
  fi
  mark upgrading
  status=0
  out=$deploy/lockkeeper-upgrade.log
  # The job's own umask would hide from the server's user what deploy.sh writes.
  (umask 022 && cd "$deploy" && TERM=dumb ./deploy.sh upgrade -l) > "$out" 2>&1 < /dev/null || status=$?
  echo "--- deploy.sh"
  plain < "$out"
  echo "--- deploy.sh ended with exit status $status"
  completed=
  plain < "$out" | grep -qE '^\[?UPGRADE COMPLETED\]? ?:' && completed=yes
  written=$(written_version)
  installed=$(version_of "$kwbase")
  if [ "$status" = 0 ] && [ -n "$completed" ] && [ "$written" = "$to" ] && [ "$installed" = "$to" ]; then
    mark upgraded
    return 0
  fi
  echo "deploy.sh did not upgrade: exit status $status, $([ -n "$completed" ] && echo "said completed" || echo "did not say completed"), $etc/info/.version says ${written:-nothing}, kwbase version ${installed:-nothing}"
  return 1
}

without_programs() {
  echo "there are no programs on the node now: install the old or the new package"
  say_kept || exit 10
  exit 9
}

# For a node whose others serve: it must not stay away because its upgrade failed.
upgrade_or_start_again() {
  upgrade_programs && return 0
  [ -n "$(version_of "$kwbase")" ] || without_programs
  start_server
  echo "the server was started again with release $(version_of "$kwbase")"
  exit 8
}

# For a node whose others are stopped as well: nothing starts before all are upgraded.
upgrade_stopped() {
  runs && { echo "kaiwudb runs; nothing was upgraded"; exit 6; }
  upgrade_programs && return 0
  [ -n "$(version_of "$kwbase")" ] || without_programs
  exit 8
}

last_words() {
  newest=$(ls -t "$data"/logs/kwbase*.log 2>/dev/null | head -n 1)
  [ -z "$newest" ] || { echo "--- end of $newest"; tail -n 15 "$newest"; }
  journalctl -u kaiwudb -n 10 --no-pager 2>/dev/null || true
}

# systemd calls the unit active as soon as the process is there; the port tells more.
start_server() {
  mark starting
  # A copy is of one moment: when the old release writes on, the next attempt makes another.
  if [ -n "$copy" ] && [ "$(version_of "$kwbase")" = "$from" ] && as_root test -e "$copy"; then as_root mv "$copy" "$copy.older-$(date +%s)"; fi
  # From here on there is no way back to the old release but by the copy of the data.
  [ -z "$to" ] || [ ! -d "$deploy" ] || [ "$(version_of "$kwbase")" != "$to" ] || : > "$deploy/lockkeeper-started"
  as_root systemctl daemon-reload && as_root systemctl start kaiwudb || { echo "systemctl start kaiwudb failed"; last_words; exit 4; }
  began=$(uptime_seconds)
  until [ "$(main_pid)" != 0 ] && port_taken "$port"; do
    if [ "$(systemctl show --property ActiveState --value kaiwudb 2>/dev/null)" = failed ]; then
      echo "kaiwudb ended while it started"
      last_words
      exit 4
    fi
    if [ $(($(uptime_seconds) - began)) -ge "$start_limit" ]; then
      echo "kaiwudb does not listen on port $port after $start_limit s"
      last_words
      exit 5
    fi
    nap
  done
  mark listening
}

# Installs the programs of the release it comes from again, as deploy.sh does it: libcommon, then server.
restore_programs() {
  if [ "$(version_of "$kwbase")" = "$from" ]; then
    echo "release $from is installed"
    return 0
  fi
  # A replica that goes back in time would break the agreement with the others.
  if [ -e "$deploy/lockkeeper-started" ] && { [ "$(sed -n 2p "$mode")" = multi-replication ] || ! as_root test -e "$copy/.lockkeeper-backup"; }; then
    echo "a server of $to has opened the data, and KWDB cannot be downgraded: uninstall it, install $from and restore a backup"
    exit 6
  fi
  [ -n "$previous" ] && [ -d "$previous/packages" ] || { echo "there is no package of $from: ${previous:-kwdb.previousPackage is not given}"; exit 6; }
  offered=$(sed -n '1s/^V\{0,1\}//p' "$previous/packages/.version" 2>/dev/null)
  [ "$offered" = "$from" ] || { echo "$previous holds release ${offered:-unknown} and not $from"; exit 6; }
  for part in libcommon server; do
    package=$(ls "$previous"/packages/*"$part"*.deb "$previous"/packages/*"$part"*.rpm 2>/dev/null | head -n 1)
    case $package in
      *.deb) as_root dpkg -i "$package" ;;
      *.rpm) as_root rpm -U --oldpackage --force "$package" ;;
      *) echo "there is no package of $part in $previous/packages"; exit 6 ;;
    esac || { echo "$package could not be installed"; exit 4; }
  done
  as_root chown -R "$user" "$(dirname "$(dirname "$kwbase")")"
  as_root cp "$previous/packages/.version" "$etc/info/.version" || exit 4
  [ "$(version_of "$kwbase")" = "$from" ] || { echo "$kwbase says $(version_of "$kwbase") after $from was installed"; exit 4; }
  [ ! -e "$deploy/lockkeeper-started" ] || restore_data
  mark restored
}

# The stopped data of the new release is moved aside and not removed.
restore_data() {
  as_root mv "$data" "$data.of-$to" && as_root cp -a "$copy" "$data" && as_root rm -f "$data/.lockkeeper-backup" \
    || { echo "the copy $copy could not be put in the place of $data"; exit 4; }
  rm -f "$deploy/lockkeeper-started"
  echo "the data is that of $copy; what $to had written lies in $data.of-$to"
}

# The node's own line of the status: available, live and on the release given, or the new one.
await_rejoined() {
  to=${1:-$to}
  began=$(uptime_seconds)
  while :; do
    said=$(ask node status --format=csv 2>&1) || true
    own=$(echo "$said" | awk -F , -v host="$address" '
      $1 == "id" { for (i = 1; i <= NF; i++) column[$i] = i; next }
      column["sql_address"] { split($column["sql_address"], where, ":") }
      where[1] == host { build = $column["build"]; sub(/^V/, "", build); print $column["is_available"], $column["is_live"], build; exit }')
    [ "$own" != "true true $to" ] || break
    if [ $(($(uptime_seconds) - began)) -ge "$start_limit" ]; then
      echo "the node has not rejoined on $to after $start_limit s; available, live, build: ${own:-no line}"
      echo "$said" | tail -n 8
      exit 5
    fi
    nap
  done
  mark rejoined
}

# Stops an OpenMLDB server, waits until ZooKeeper has forgotten it, switches bin and conf, and starts it. The vendor's
# start.sh does the stopping and starting, but its exit status is 0 and its words are "success" whatever happened, and
# it goes by a pid file that may be missing; so only processes, sockets and ZooKeeper count here.
component=$1 home=$2 staged=$3 stamp=$4 direction=$5 readiness=$6 port=$7 endpoint=$8 zookeeper=$9
shift 9
root=$1 stop_limit=$2 start_limit=$3 session_seconds=$4 backup=$home/$5 kept=$HOME/.lockkeeper/environment/$6
directories=bin
[ "$component" != taskmanager ] || directories="bin taskmanager"
settings=$component.flags
[ "$component" != taskmanager ] || settings=taskmanager.properties

server_of() { servers_of "$home" "$component" | head -n 1; }
nap() { sleep 0.1 2>/dev/null || sleep 1; }
uptime_seconds() { cut -d . -f 1 /proc/uptime; }
installed() { [ "$(cat "$home/bin/.lockkeeper-release" 2>/dev/null)" = "$stamp" ] && echo new || echo old; }
wanted() { if [ "$direction" = FORWARD ]; then echo new; else echo old; fi; }
supervisor_of() {
  parent=$(awk '/^PPid:/ {print $2}' "/proc/$1/status" 2>/dev/null)
  [ -n "$parent" ] && [ "$parent" != 1 ] && tr '\0' '\n' < "/proc/$parent/cmdline" 2>/dev/null | grep -qE '(^|/)mon(_mac)?$' && echo "$parent"
}

# Everything that can fail is looked at while the server still serves.
prepare() {
  cd "$home" || { echo "there is no directory $home; nothing was stopped"; exit 6; }
  if [ "$direction" = BACK ]; then
    [ "$(installed)" = old ] || [ -d "$backup/bin" ] || { echo "there is no backup $backup/bin; nothing was stopped"; exit 6; }
    return
  fi
  [ "$(installed)" = old ] || return 0
  for name in $directories; do
    [ -d "$staged/$name" ] || { echo "there is no $staged/$name; nothing was stopped"; exit 6; }
    rm -rf ".lockkeeper-$name" && cp -Rp "$staged/$name" ".lockkeeper-$name" || { echo "$staged/$name could not be copied; nothing was stopped"; exit 6; }
  done
  echo "$stamp" > .lockkeeper-bin/.lockkeeper-release
  if [ ! -d "$backup/conf" ]; then
    mkdir -p "$backup" && rm -rf "$backup/conf.part" && cp -Rp conf "$backup/conf.part" && mv "$backup/conf.part" "$backup/conf" \
      || { echo "conf could not be backed up to $backup; nothing was stopped"; exit 6; }
  fi
}

# What the operator gave the old server by its environment, the new one shall have too.
keep_environment() {
  mkdir -p "$(dirname "$kept")"
  echo "$(sed -n 's/^Umask:[^0-9]*//p' "/proc/$1/status") $(awk '/^Max open files/ { print $4 }' "/proc/$1/limits")" > "$kept.limits"
  tr '\0' '\n' < "/proc/$1/environ" 2>/dev/null \
    | grep -E '^(USER|TZ|LANG|LC_[A-Z]*|JAVA_HOME|SPARK_HOME|HADOOP_[A-Z_]*|LD_LIBRARY_PATH|OPENMLDB_[A-Z_]*)=' > "$kept.new" || true
  mv "$kept.new" "$kept"
  # From 0.6.9 on a server may run under mon, by a third word of start.sh.
  if [ -e "bin/$component.pid.child" ]; then echo mon > "$kept.manner"; else : > "$kept.manner"; fi
}

stop_server() {
  pid=$(server_of)
  if [ -z "$pid" ]; then
    echo "no $component runs from $home"
    mark stopping
    mark stopped
    return
  fi
  keep_environment "$pid"
  mon=$(supervisor_of "$pid")
  mark stopping
  bash bin/start.sh stop "$component" < /dev/null 2>&1
  began=$(uptime_seconds)
  helped=
  while pid=$(server_of) && [ -n "$pid" ]; do
    if [ -z "$helped" ] && [ $(($(uptime_seconds) - began)) -ge 2 ]; then
      helped=yes
      echo "start.sh stop has left process $pid alive (pid file: $(cat "bin/$component.pid" 2>/dev/null || echo none)); it gets TERM"
      # Its supervisor would start it again.
      [ -z "$mon" ] || kill -TERM "$mon" 2> /dev/null
      kill -TERM "$pid" 2> /dev/null || [ -z "$(server_of)" ] || { echo "$(id -un) may not stop process $pid"; exit 4; }
    fi
    if [ $(($(uptime_seconds) - began)) -ge "$stop_limit" ]; then
      echo "process $pid still runs after $stop_limit s; it was not killed"
      exit 3
    fi
    nap
  done
  mark stopped
}

# Whether ZooKeeper still has the server: gone, there, or unknown.
registration() {
  client=bin/openmldb
  [ -x "$client" ] || client=$staged/bin/openmldb
  command=showtablet
  [ "$component" = tablet ] || command=showns
  "$client" --zk_cluster="$zookeeper" --zk_root_path="$root" --role=ns_client --interactive=false --cmd="$command" < /dev/null 2> /dev/null \
    | awk -v endpoint="$endpoint" -v component="$component" '
        /^get children failed/ { none = 1 }
        /^  endpoint / { table = 1 }
        $1 == endpoint { found = 1; state = $3 }
        END {
          if (component == "nameserver") { if (none || (table && !found)) print "gone"; else if (found) print "there"; else print "unknown" }
          else if (!table) print "unknown"
          else if (!found || state ~ /Offline/) print "gone"
          else print "there"
        }'
}

# A tablet that starts while its old session lives is refused by ZooKeeper (-110) and ends (OpenMLDB issue 2439).
await_session() {
  case $component in tablet | nameserver) ;; *) return ;; esac
  began=$(uptime_seconds)
  # A session ends some time after its timeout; without an answer that time is waited for.
  longest=$((session_seconds * 3 + 30))
  while :; do
    seen=$(registration)
    [ "$seen" != gone ] || break
    elapsed=$(($(uptime_seconds) - began))
    if [ "$seen" = unknown ] && [ "$elapsed" -ge $((session_seconds * 2 + 5)) ]; then
      echo "the cluster did not say whether $endpoint is registered; waited $elapsed s, twice its session"
      break
    fi
    if [ "$elapsed" -ge "$longest" ]; then
      echo "$endpoint is still registered in ZooKeeper $elapsed s after its process ended; nothing was switched"
      exit 7
    fi
    nap
  done
  mark unregistered
}

# By renames, so that a job that is cut off anywhere can be done again.
switch_directories() {
  if [ "$(installed)" = "$(wanted)" ] && [ -d bin ]; then
    echo "bin is $(wanted) already"
  elif [ "$direction" = FORWARD ]; then
    for name in $directories; do
      [ ! -d "$name" ] || [ -d "$backup/$name" ] || mv "$name" "$backup/$name" || exit 6
      [ -d "$name" ] || mv ".lockkeeper-$name" "$name" || exit 6
    done
    echo "bin and conf of before are in $backup"
  else
    for name in $directories; do
      [ -d "$backup/$name" ] || continue
      [ ! -d "$name" ] || { rm -rf "$backup/$name.new" && mv "$name" "$backup/$name.new"; } || exit 6
      mv "$backup/$name" "$name" || exit 6
    done
  fi
  # Of a server that is gone.
  rm -f "bin/$component.pid" "bin/$component.pid.child"
  switch_settings
}

# Only this component's file is replaced; conf may hold what the operator keeps there.
switch_settings() {
  from=$staged/.lockkeeper-$settings
  [ "$direction" = FORWARD ] || from=$backup/conf/$settings
  [ -r "$from" ] || return 0
  # The copy has the mode of the old file.
  cp -p "conf/$settings" "conf/.lockkeeper-$settings" 2> /dev/null
  cat "$from" > "conf/.lockkeeper-$settings" && mv "conf/.lockkeeper-$settings" "conf/$settings" || exit 6
}

last_words() {
  logs=$(flag "conf/$settings" openmldb_log_dir)
  for file in $(ls -t "${logs:-logs}/$component".* 2>/dev/null | grep -v '\.gz$' | head -n 2); do
    echo "--- end of $file"
    tail -n 12 "$file"
  done
}

start_server() {
  if [ -n "$(server_of)" ]; then
    echo "$component runs from $home already"
  else
    mark starting
    (
      # The job's own umask would hide the server's files from those who read them until now.
      mask=022 files=
      [ ! -r "$kept.limits" ] || read -r mask files < "$kept.limits"
      umask "${mask:-022}"
      [ -z "$files" ] || ulimit -S -n "$files" 2> /dev/null || echo "the server may open fewer files than before: $(ulimit -n) instead of $files"
      [ ! -r "$kept" ] || while IFS= read -r line; do export "$line"; done < "$kept"
      # sh is dash on some systems, in which newer start.sh breaks.
      # shellcheck disable=SC2046
      exec bash bin/start.sh start "$component" $(cat "$kept.manner" 2>/dev/null) < /dev/null 2>&1
    )
    status=$?
    [ "$status" = 0 ] || echo "start.sh ended with status $status"
  fi
  began=$(uptime_seconds)
  lived=0
  while :; do
    pid=$(server_of)
    if [ -z "$pid" ]; then
      # start.sh has ended, so nothing will come that is not there.
      [ $(($(uptime_seconds) - began)) -lt 2 ] || { echo "the server has ended while it started"; last_words; exit 4; }
    elif [ "$readiness" = LIVES ]; then
      lived=$((lived + 1))
      [ "$lived" -lt 20 ] || break
    elif [ -n "$(sockets_of "$pid" "$port")" ]; then
      break
    fi
    if [ $(($(uptime_seconds) - began)) -ge "$start_limit" ]; then
      echo "process $pid does not listen on port $port after $start_limit s"
      last_words
      exit 5
    fi
    nap
  done
  # start.sh leaves none when the server needs longer than it waits, and its stop would then do nothing.
  [ -s "bin/$component.pid" ] || echo "$pid" > "bin/$component.pid"
  mark listening
  echo "process $pid runs from $home"
}

prepare
if [ "$(installed)" != "$(wanted)" ] || [ -z "$(server_of)" ]; then
  stop_server
  await_session
  switch_directories
fi
start_server

# Builds KWDB from its sources, and puts the result in the place of the running installation.
# $1 directory of the sources, $2 the release, $3 directory of the installation, $4 the server's user, $5 its port,
# $6 its data, $7 seconds to drain, $8 to stop, $9 to start, ${10} kwbase's security, ${11} the node's address,
# ${12} directory that shall be the copy of the data (may be empty), ${13} the release it comes from; then the words of
# the start command
source=$1 to=$2 home=$3 user=$4 port=$5 store=$6 drain_limit=$7 stop_limit=$8 start_limit=$9
security=${10} address=${11} copy=${12} from=${13}
shift 13
kwbase=$home/bin/kwbase
built=$source/install
as_user() { if [ "$(id -un)" = "$user" ]; then "$@"; else sudo -n -u "$user" "$@"; fi; }
as_owner() { if [ -w "$(dirname "$home")" ]; then "$@"; else as_root "$@"; fi; }

# As the vendor's "Compilation and Installation" says.
build() {
  if [ "$(version_of "$built/bin/kwbase")" = "$to" ]; then
    echo "release $to is built already"
    return 0
  fi
  mark building
  mkdir -p "$source/build" && cd "$source/build" || exit 6
  cmake .. && make && make install || { echo "the build failed; nothing was stopped"; exit 4; }
  [ "$(version_of "$built/bin/kwbase")" = "$to" ] || { echo "what was built says release $(version_of "$built/bin/kwbase") and not $to"; exit 4; }
  mark built
}

drain_node() {
  [ -n "$(users_of_store "$store")" ] || return 0
  mark draining
  said=$(as_user "$kwbase" node drain --drain-wait="${drain_limit}s" "$security" --host="$address:$port" 2>&1) \
    || { echo "$said" | tail -n 5; echo "the node was not drained and was not stopped"; exit 7; }
  echo "$said" | grep -q '(complete)' || { echo "$said" | tail -n 5; echo "the node was not drained and was not stopped"; exit 7; }
  mark drained
}

stop_server() {
  mark stopping
  for pid in $(users_of_store "$store"); do as_user kill -TERM "$pid"; done
  began=$(uptime_seconds)
  while [ -n "$(users_of_store "$store")" ]; do
    [ $(($(uptime_seconds) - began)) -lt "$stop_limit" ] || { echo "the server still runs $stop_limit s after TERM; it was not killed"; exit 3; }
    nap
  done
  mark stopped
}

# The words of the start command follow.
start_server() {
  mark starting
  (cd "$home/bin" && LD_LIBRARY_PATH=$home/lib as_user setsid nohup env LD_LIBRARY_PATH="$home/lib" "$kwbase" "$@" > /dev/null 2>&1 < /dev/null &)
  began=$(uptime_seconds)
  until port_taken "$port" && [ -n "$(users_of_store "$store")" ]; do
    [ $(($(uptime_seconds) - began)) -lt "$start_limit" ] || { echo "the server does not listen on port $port after $start_limit s"; exit 5; }
    nap
  done
  mark listening
}

replace_programs() {
  if [ "$(version_of "$kwbase")" = "$to" ]; then
    echo "release $to is in $home already"
    return 0
  fi
  mark upgrading
  as_owner cp -a "$built" "$home.new-$to" && as_owner mv "$home" "$home.before-$to" && as_owner mv "$home.new-$to" "$home" && return 0
  [ -e "$home" ] || as_owner mv "$home.before-$to" "$home"
  as_owner rm -rf "$home.new-$to"
  return 1
}

# $1 drain or stop: whether others serve meanwhile; then the words of the start command
replace() {
  manner=$1
  shift
  [ "$(version_of "$built/bin/kwbase")" = "$to" ] || { echo "there is no build of $to in $built; nothing was stopped"; exit 6; }
  [ -z "$copy" ] || room_for_copy "$store" "$copy" || { echo "nothing was stopped"; exit 6; }
  [ "$manner" != drain ] || [ "$(version_of "$kwbase")" = "$to" ] || drain_node
  stop_server
  if [ -n "$copy" ] && ! (backup "$store" "$copy" "$from"); then
    start_server "$@"
    echo "the data could not be copied, so nothing was upgraded; the server was started again"
    exit 8
  fi
  replace_programs || { start_server "$@"; echo "$home could not be replaced; the server was started again on $(version_of "$kwbase")"; exit 8; }
  mark upgraded
  start_server "$@"
}

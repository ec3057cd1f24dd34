#!/bin/bash
# A look-alike of kwbase @VERSION@: the client speaks to the node's SQL port, the server is a small Java program.
VERSION=@VERSION@
JAVA=@JAVA@
LIBRARIES=@LIBRARIES@
lies=/etc/kwdb-lab/lies

command=$1
case $command in
  version)
    printf 'KaiwuDB Version:  %s\nBuild Time:       2026/01/01 00:00:00\nDistribution:     CCL\nPlatform:         linux amd64 (x86_64-linux-gnu)\nGo Version:       go1.21.13\nC Compiler:       gcc 11.4.0\nBuild SHA-1:      0000000\n' "$VERSION"
    exit ;;
  start | start-single-replica | start-single-node)
    exec "$JAVA" -Xmx64m -Xss256k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$LIBRARIES" \
      dev.lockkeeper.lab.kwdb.node.KwdbServer "$VERSION" "$@" ;;
  node | sql | init) shift ;;
  *) echo "ERROR: unknown command \"$command\" for \"kwbase\"" >&2; exit 1 ;;
esac
verb=$command
if [ "$command" = node ]; then verb="node $1"; action=$1; shift; fi

host=127.0.0.1:26257 security= format= wait=600s ids=() statements=()
while [ $# -gt 0 ]; do
  case $1 in
    --host=*) host=${1#*=} ;;
    --host) host=$2; shift ;;
    --insecure) security=sslmode=disable ;;
    --certs-dir=*) d=${1#*=}; security="sslmode=verify-ca sslrootcert=$d/ca.crt sslcert=$d/client.root.crt sslkey=$d/client.root.key" ;;
    --format=*) format=${1#*=} ;;
    --drain-wait=*) wait=${1#*=} ;;
    -e) statements+=("$2"); shift ;;
    [0-9]*) ids+=("$1") ;;
    *) echo "ERROR: unknown flag: $1" >&2; echo "Failed running \"$verb\"" >&2; exit 1 ;;
  esac
  shift
done
[ -n "$format" ] || { if [ -t 1 ]; then format=table; else format=tsv; fi; }
where=${host%:*}

fail() { printf '%s\nFailed running "%s"\n' "$1" "$verb" >&2; exit 1; }
# $1 statement, then options of psql
ask() {
  local statement=$1 out
  shift
  out=$(PGCONNECT_TIMEOUT=3 PGOPTIONS='-c client_min_messages=warning' psql -X -q -v ON_ERROR_STOP=1 -v VERBOSITY=verbose "$@" \
    "host=$where port=${host##*:} user=root dbname=defaultdb ${security:-sslmode=disable}" -c "$statement" 2>&1) && { [ -z "$out" ] || printf '%s\n' "$out"; return 0; }
  case $out in
    *"ERROR:  "*) out=$(printf '%s' "$out" | sed -n 's/^.*ERROR:  \([0-9A-Z]\{5\}\): \(.*\)$/ERROR: \2\nSQLSTATE: \1/p') ;;
    *"certificate"* | *"SSL"* | *"pg_hba"* | *"authentication"*) out="ERROR: ${out#*FATAL: }" ;;
    *) out=$(printf 'ERROR: cannot dial server.\nIs the server running?\nIf the server is running, check --host client-side and --advertise server-side.\n\ndial tcp %s: connect: connection refused' "$host") ;;
  esac
  printf '%s\n' "$out"
  return 1
}
shown() {
  case $format in
    csv) ask "$1" --csv ;;
    tsv) ask "$1" -A -F "$(printf '\t')" -P footer=off ;;
    *) ask "$1" ;;
  esac
}
# The node at --host: on the loopback address it is this host.
own() {
  local at=$where
  case $at in 127.* | localhost | 0.0.0.0) at=$(cat /etc/kwdb-lab/address) ;; esac
  ask "SELECT lab.node_at('$at')" -At
}
initialized() {
  local yes
  yes=$(ask "SELECT initialized FROM lab.cluster" -At) || fail "$yes"
  [ "$yes" = t ] || fail "ERROR: node is not initialized. Please run kwbase init first."
}

case $verb in
  init) said=$(ask "SELECT lab.init()" -At) || fail "$(echo "$said" | head -n 1)"; echo "$said" ;;
  "node status")
    initialized
    only=
    [ ${#ids[@]} -eq 0 ] || only="WHERE id = ${ids[0]}"
    said=$(shown "SELECT * FROM lab.node_status $only") || fail "$said"
    printf '%s\n' "$said" ;;
  "node ls") initialized; shown "SELECT id FROM lab.node_status" ;;
  "node drain")
    initialized
    id=$(own) || fail "$id"
    ask "SELECT lab.drain($id)" -At >/dev/null
    limit=${wait%s} began=$SECONDS
    while :; do
      left=$(ask "SELECT lab.leases_of($id)" -At) || fail "$left"
      [ ! -e "$lies/drain-hangs" ] || left=5
      if [ "$left" = 0 ]; then echo "node is draining... remaining: 0 (complete)" >&2; break; fi
      echo "node is draining... remaining: $left" >&2
      [ "$limit" = 0 ] || [ $((SECONDS - began)) -lt "$limit" ] || fail "ERROR: drain timeout"
      sleep 0.2
    done
    echo ok ;;
  "node upgrade")
    initialized
    for id in "${ids[@]}"; do
      said=$(ask "SELECT lab.announce_upgrade($id)" -At) || fail "$(echo "$said" | head -n 1)"
    done ;;
  sql)
    for statement in "${statements[@]}"; do
      bare=$(echo "$statement" | sed 's/[; ]*$//')
      words=$(echo "$bare" | tr -d "'=" | tr -s ' ')
      case $(echo "$bare" | tr a-z A-Z) in
        "SHOW CLUSTER SETTING "*) statement="SELECT value AS \"${words##* }\" FROM lab.settings WHERE name = '${words##* }'" ;;
        "SET CLUSTER SETTING "*) set -- $words; statement="UPDATE lab.settings SET value = '$5' WHERE name = '$4'" tag="SET CLUSTER SETTING" ;;
        "RESET CLUSTER SETTING "*) statement="UPDATE lab.settings SET value = usual WHERE name = '${words##* }'" tag="SET CLUSTER SETTING" ;;
        "SHOW JOBS") statement="SELECT * FROM kwdb_internal.jobs WHERE job_type <> 'AUTO CREATE STATS'" ;;
        "SHOW KWDB_VERSION" | "SELECT VERSION()") statement="SELECT 'KaiwuDB $VERSION (x86_64-linux-gnu, built 2026/01/01 00:00:00, go1.21.13, gcc 11.4.0)' AS version" ;;
      esac
      said=$(shown "$statement") || fail "$said"
      [ -z "$said" ] || printf '%s\n' "$said"
      [ -z "${tag-}" ] || echo "$tag"
      tag=
    done ;;
  *) fail "ERROR: unknown command" ;;
esac

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

host=127.0.0.1:26257 security= database= format= wait=600s ids=() statements=()
while [ $# -gt 0 ]; do
  case $1 in
    --host=*) host=${1#*=} ;;
    --host) host=$2; shift ;;
    --insecure) security=sslmode=disable ;;
    --certs-dir=*) d=${1#*=}; security="sslmode=verify-ca sslrootcert=$d/ca.crt sslcert=$d/client.root.crt sslkey=$d/client.root.key" ;;
    --format=*) format=${1#*=} ;;
    --drain-wait=*) wait=${1#*=} ;;
    -e) statements+=("$2"); shift ;;
    --database=*) database=${1#*=} ;;
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

# Files of nodelocal://<node>/<directory> lie below extern of the server's store, and are the server's. $1 the address
extern() {
  local store
  store=$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' | sed -n 's/^--store=//p' | head -n 1)
  echo "$store/extern/$(echo "$1" | sed 's|^nodelocal://[0-9]*/||')"
}
put() { sudo -n mkdir -p "$(dirname "$1")" && sudo -n tee "$1" >/dev/null; }
# The words between the n-th pair of double quotes.
quoted() { echo "$1" | cut -d '"' -f $(($2 * 2)); }
export_table() {
  local place table columns tags=
  place=$(extern "$(quoted "$1" 1)") table=${1##* }
  columns=$(ask "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '$table'::regclass AND attnum > 0" -At) || fail "$columns"
  case $columns in *meter*) tags=" TAGS ( meter BIGINT NOT NULL ) PRIMARY TAGS ( meter )"; case $VERSION in 2.*) tags="$tags PARTITION INTERVAL 10d" ;; esac ;; esac
  echo "CREATE TABLE ${table#*.} ($columns)$tags;" | put "$place/meta.sql"
  ask "\\copy (SELECT * FROM $table) TO STDOUT CSV" | put "$place/n1.0.csv"
  ask "SELECT 'TABLE $table' AS queryname, count(*) AS rows, 1 AS node_id, 1 AS file_num FROM $table" --csv
}
import_table() {
  local meta place said create
  meta=$(extern "$(quoted "$1" 1)") place=$(extern "$(quoted "$1" 2)")
  create=$(sudo -n cat "$meta") || fail "ERROR: $meta: no such file"
  case $create in *"PARTITION INTERVAL"*) fail 'ERROR: at or near "partition": syntax error' ;; esac
  create=$(echo "$create" | sed 's/) TAGS (.*/);/')
  said=$(ask "SET search_path = $database; $create" -At) || fail "$said"
  said=$(sudo -n sh -c 'cat "$1"/*.csv' cat "$place" | ask "\\copy $database.$(echo "$create" | sed 's/CREATE TABLE \([a-z_0-9]*\).*/\1/') FROM STDIN CSV" -At) || fail "$said"
  printf 'job_id,status,fraction_completed,rows,abandon_rows,reject_rows,note\n1,succeeded,1,%s,0,0,None\n' "$(sudo -n sh -c 'cat "$1"/*.csv | wc -l' count "$place")"
}
export_rest() {
  case $1 in
    *USERS*) ask "SELECT 'CREATE USER ' || rolname || ';' FROM pg_roles WHERE rolname !~ '^pg_' AND rolname NOT IN ('root', 'lab')" -At | put "$(extern "$(quoted "$1" 1)")/users.sql" ;;
    *) ask "SELECT format('SET CLUSTER SETTING %s = %L;', name, value) FROM lab.settings WHERE name <> 'version'" -At | put "$(extern "$(quoted "$1" 1)")/clustersetting.sql" ;;
  esac
  printf 'queryname,rows,node_id,file_num\nall,1,1,1\n'
}
import_rest() {
  local file name value
  file=$(extern "$(quoted "$1" 1)")
  case $1 in
    *USERS*) for name in $(sudo -n sed -n 's/^CREATE USER \(.*\);$/\1/p' "$file"); do
        ask "DO \$\$ BEGIN CREATE ROLE $name LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END \$\$" -At >/dev/null; done ;;
    *) sudo -n sed -n "s/^SET CLUSTER SETTING \([^ ]*\) = '\(.*\)';$/\1 \2/p" "$file" | while read -r name value; do
        ask "UPDATE lab.settings SET value = '$value' WHERE name = '$name'" -At </dev/null >/dev/null; done ;;
  esac
  printf 'job_id,status,fraction_completed,rows,abandon_rows,reject_rows,note\n2,succeeded,1,1,0,0,None\n'
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
        "EXPORT INTO CSV "*) export_table "$bare"; continue ;;
        "EXPORT USERS TO SQL "* | "EXPORT CLUSTER SETTING TO SQL "*) export_rest "$bare"; continue ;;
        "IMPORT TABLE CREATE USING "*) import_table "$bare"; continue ;;
        "IMPORT USERS SQL DATA "* | "IMPORT CLUSTER SETTING SQL DATA "*) import_rest "$bare"; continue ;;
        "SHOW DATABASES") statement="SELECT nspname AS database_name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'lab', 'kwdb_internal')" ;;
        "SHOW TABLES FROM "*) statement="SELECT tablename AS table_name, 'BASE TABLE' AS table_type FROM pg_tables WHERE schemaname = '${bare##* }' ORDER BY 1" ;;
        "CREATE DATABASE "* | "CREATE TS DATABASE "*) statement="CREATE SCHEMA ${bare##* }" tag="CREATE DATABASE" ;;
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

#!/usr/bin/env bash
# Measures what open upgrades cost the worker: open.sh COUNT REQUEST CONTAINER METRICS-PORT
# Starts upgrades of the request's cluster, each under another name, until COUNT of them wait at their first gate; prints memory,
# heap and threads of the worker's CONTAINER before and then; rejects them all and waits for their end. No server is touched, but
# the new release lies on the nodes afterwards. The Temporal service is that of TEMPORAL_ADDRESS.
#
# A fence is of a cluster's name, so these upgrades do not keep each other from the nodes: an operator must never name a cluster twice.
set -euo pipefail

count=$1 request=$2 container=$3 port=$4
lockkeeper=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/lockkeeper
# Each preflight starts 18 JVMs of the look-alikes, to ask for versions; more at once would only keep the machine busier.
at_once=4
log=$(mktemp)
trap 'rm -f "$log"' EXIT

fail() {
  printf 'open.sh: FAILED: %s\n' "$*" >&2
  tail -n 20 "$log" >&2
  exit 1
}

# How many of the runs of this measurement are in a state or, with --open, have not ended; nothing if that is not known.
number() {
  local found
  found=$("$lockkeeper" list --json --limit $((count + 100)) "$@" 2>>"$log") || return 0
  grep -c '"cluster" : "open-' <<<"$found" || true
}

# On a busy machine a command may give up before Temporal has answered it (exit status 4).
persist() {
  local status
  for _ in 1 2 3 4 5; do
    status=0
    "$lockkeeper" "$@" || status=$?
    [ "$status" -eq 4 ] || return "$status"
  done
  return "$status"
}
export lockkeeper
export -f persist

# each FIRST LAST COMMAND ARGUMENT...: {} in an argument is the number.
each() {
  local first=$1 last=$2
  shift 2
  # shellcheck disable=SC2016 # the inner bash expands it
  seq "$first" "$last" | xargs -P "$at_once" -I {} bash -c 'persist "$@"' persist "$@" >>"$log" 2>&1 || fail "$1 did not succeed."
}

await() { # SECONDS NUMBER WHAT ARGUMENT...: until so many runs are in that state.
  local limit=$((SECONDS + $1)) wanted=$2 what=$3
  shift 3
  until [ "$(number "$@")" = "$wanted" ]; do
    if [ "$SECONDS" -ge "$limit" ]; then
      "$lockkeeper" list --all >>"$log" 2>&1 || true
      fail "$(number "$@") instead of $wanted upgrades $what."
    fi
    sleep 2
  done
}

memory() { docker stats --no-stream --format '{{.MemUsage}}' "$container" | sed 's, */.*,,; s,\([0-9]\)\([A-Z]\),\1 \2,'; }
threads() { sed -n 's/^Threads:[^0-9]*//p' "/proc/$(docker inspect --format '{{.State.Pid}}' "$container")/status"; }

# What is in use of the heap, and what the JVM has taken for it, in MiB.
heap() {
  local metrics
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET /prometheus HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  metrics=$(cat <&3)
  exec 3>&-
  awk '
    /^jvm_memory_used_bytes.*area="heap"/ { used += $NF }
    /^jvm_memory_committed_bytes.*area="heap"/ { taken += $NF }
    END { printf "%d of %d MiB heap", used / 1048576, taken / 1048576 }' <<<"$metrics"
}

seen() { printf '%s (%s, %s threads)' "$(memory)" "$(heap)" "$(threads)"; }

before=$(seen)
began=$SECONDS
# The first alone: it brings the release to the nodes, which a preflight of another run takes for a reason to wait.
each 1 1 start "$request" --set cluster=open-{}
await 120 1 "wait at their first gate" --state waiting
for ((first = 2; first <= count; first += at_once)); do
  last=$((first + at_once - 1 < count ? first + at_once - 1 : count))
  each "$first" "$last" start "$request" --set cluster=open-{}
  await 120 "$last" "wait at their first gate" --state waiting
done
took=$((SECONDS - began))
printf 'docker/test.sh: memory of the worker: %s before, %s with %s upgrades waiting at a gate, which began in %s s\n' \
  "$before" "$(seen)" "$count" "$took"
each 1 "$count" reject open-{} plan
await 120 0 "are still open" --open
await 10 "$count" "were rejected" --all --state rejected

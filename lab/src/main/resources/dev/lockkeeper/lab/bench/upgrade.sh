#!/usr/bin/env bash
# Upgrades a cluster of the look-alike over one connection to each node, and no more than that: no fence, no ledger, no
# way back, nobody asked. Arguments: configuration of ssh, archive, its SHA-256, version, link, data directory, port,
# stable milliseconds, the nodes' addresses.
set -euo pipefail
here=$(dirname "$0")
config=$1 archive=$2 sha256=$3 version=$4 link=$5 data=$6 port=$7 stable=$8
shift 8
nodes=("$@")

on() { # node script argument...
  local node=$1 script=$2
  shift 2
  ssh -F "$config" "$node" bash -s -- "${@@Q}" < "$here/$script"
}
hang_up() { for node in "${nodes[@]}"; do ssh -F "$config" -O exit "$node" 2> /dev/null || true; done; }
trap hang_up EXIT

stage() {
  ssh -F "$config" "$1" "cat > /tmp/release.tgz" < "$archive"
  on "$1" unpack.sh /tmp/release.tgz "$sha256" "$link" "$version"
}
jobs=()
for node in "${nodes[@]}"; do
  stage "$node" &
  jobs+=($!)
done
for job in "${jobs[@]}"; do wait "$job"; done

first=${nodes[0]}
[ "$(on "$first" tell.sh "$first" "$port" "set auto-move off")" = ok ]
for node in "${nodes[@]}"; do
  on "$node" whole.sh 0 "$port" "${nodes[@]}"
  on "$node" restart.sh "$link" "$version" "$data" "$node" "$port" > /dev/null
  on "$node" whole.sh "$stable" "$port" "${nodes[@]}"
done
[ "$(on "$first" tell.sh "$first" "$port" "set auto-move on")" = ok ]
for node in "${nodes[@]}"; do
  on "$node" tell.sh "$node" "$port" state | grep -qF "\"version\":\"$version\""
done

# Runs on a node (bash): waits until every server of the look-alike says for a while that all nodes live, all partitions
# are led and all replicas are in sync. Arguments: how long that while is in milliseconds, a server's port, all addresses.
stable=$1 port=$2
shift 2
ids=$(seq -s , 1 $#)
whole() {
  for address; do
    { exec 3<> "/dev/tcp/$address/$port"; } 2> /dev/null || return 1
    echo state >&3
    read -r state <&3
    exec 3>&-
    case $state in *'"alive":['"$ids"']'*) ;; *) return 1 ;; esac
    [[ $state != *'"leader":null'* && ! $state =~ \"inSync\":\[[0-9]*\] ]] || return 1
  done
}
since=
for ((tries = 0; tries < 1200; tries++)); do
  now=$(date +%s%3N)
  if whole "$@"; then
    since=${since:-$now}
    [ $((now - since)) -lt "$stable" ] || exit 0
  else
    since=
  fi
  sleep 0.05
done
echo "the cluster is not whole after a minute" >&2
exit 1

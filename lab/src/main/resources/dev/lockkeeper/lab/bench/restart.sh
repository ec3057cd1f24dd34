# Runs on a node (bash): stops the look-alike's server, switches the link to another release, starts it and waits until
# it serves. Arguments: the link, the release's version, data directory, the server's address and port.
set -e
link=$1 version=$2 data=$3 address=$4 port=$5
pid=$(cat "$data/lookalike.pid")
"$link/bin/lookalike" stop
while kill -0 "$pid" 2> /dev/null && ! grep -q '^State:.Z' "/proc/$pid/status" 2> /dev/null; do sleep 0.02; done
ln -sfn "$link-$version" "$link"
"$link/bin/lookalike" start
until { : <> "/dev/tcp/$address/$port"; } 2> /dev/null; do sleep 0.02; done

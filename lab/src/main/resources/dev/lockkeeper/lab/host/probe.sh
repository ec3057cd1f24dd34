#!/bin/sh
# Tells by its exit status whether this machine lets us make hosts of namespaces: run in fresh mount,
# pid, uts, ipc and network namespaces, it tries the parts that containers tend to forbid.
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs /tmp
mkdir /tmp/upper /tmp/work /tmp/root
mount -t overlay overlay -o lowerdir=/,upperdir=/tmp/upper,workdir=/tmp/work /tmp/root
mount -t proc proc /tmp/root/proc
ip link add probe type bridge
nsenter --version >/dev/null
setpriv --version >/dev/null

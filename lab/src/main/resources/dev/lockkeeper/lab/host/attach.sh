#!/bin/sh
# Plugs a host into the switch. Arguments: process of the switch, process 1 of the host, its port on
# the switch, its address with prefix length, its hardware address.
set -eu
switch=$1 host=$2 port=$3 address=$4 hardware=$5
in_switch() { nsenter --net="/proc/$switch/ns/net" "$@"; }
# The port of a host that was rebooted may linger until the kernel has cleared its namespace.
if in_switch ip link show "$port" >/dev/null 2>&1; then in_switch ip link delete "$port"; fi
# Always the same hardware address, or its neighbours would go on talking to the one before a reboot.
in_switch ip link add "$port" type veth peer name eth0 netns "$host" address "$hardware"
in_switch ip link set "$port" master switch up
nsenter --net="/proc/$host/ns/net" ip address add "$address" dev eth0
nsenter --net="/proc/$host/ns/net" ip link set eth0 up

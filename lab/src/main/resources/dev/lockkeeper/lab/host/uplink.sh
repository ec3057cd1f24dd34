#!/bin/sh
# Gives the machine an address on the switch. Arguments: process of the switch, name of the interface
# on the machine, address with prefix length. Exit status 3: the name is taken by another lab.
set -eu
switch=$1 interface=$2 address=$3
ip link add "$interface" type veth peer name uplink netns "$switch" 2>/dev/null || exit 3
nsenter --net="/proc/$switch/ns/net" ip link set uplink master switch up
ip address add "$address" dev "$interface"
ip link set "$interface" up

#!/bin/sh
# The private switch of a lab: a bridge in a network namespace of its own, so that the machine's
# firewall (Docker's rules drop forwarded bridge traffic) never sees what hosts say to each other.
# Runs as the first process of that namespace and ends when it is killed; everything ends with it.
set -eu
ip link set lo up
ip link add switch type bridge
ip link set switch up
echo ready
exec sleep infinity

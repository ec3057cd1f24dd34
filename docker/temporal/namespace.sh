#!/bin/sh
# Makes the namespace that the worker uses, unless it is there.
set -eu

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"
# A namespace that was just made is known everywhere a moment later.
tries=0
until temporal workflow list --namespace "$TEMPORAL_NAMESPACE" --limit 1 >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || { echo "The namespace $TEMPORAL_NAMESPACE cannot be used." >&2; exit 1; }
  sleep 1
done

#!/usr/bin/env bash
# Builds the image a second time, without the engine's cache, and compares: twice.sh IMAGE
# Fails unless labels and settings are the same, and all layers but the last, the archive of classes, which the JVM (17) does not write
# the same way twice.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

again=$1-again
log=$(mktemp)
trap 'rm -f "$log"; docker image rm --force "$again" >/dev/null 2>&1 || true' EXIT
DOCKER_BUILDKIT=${DOCKER_BUILDKIT:-0} docker build --no-cache --network host --file "$root/docker/Dockerfile" --tag "$again" "$root" >"$log" 2>&1 ||
  { tail -n 20 "$log" >&2; exit 1; }

status=0
same() { # WHAT FORMAT
  if [ "$(docker image inspect --format "$2" "$image")" = "$(docker image inspect --format "$2" "$again")" ]; then
    echo "same     $1"
  else
    echo "DIFFERS  $1"
    status=1
  fi
}

image=$1
same "labels" '{{json .Config.Labels}}'
same "settings" '{{json .Config.Env}}{{json .Config.Entrypoint}}{{json .Config.Cmd}}{{json .Config.Healthcheck}}{{.Config.User}}'
layers=$(docker image inspect --format '{{len .RootFS.Layers}}' "$image")
for ((i = 0; i < layers - 1; i++)); do
  same "layer $((i + 1)) of $layers, $(docker image inspect --format "{{index .RootFS.Layers $i}}" "$image" | cut -c 8-19)" "{{index .RootFS.Layers $i}}"
done
last="{{index .RootFS.Layers $((layers - 1))}}"
if [ "$(docker image inspect --format "$last" "$image")" = "$(docker image inspect --format "$last" "$again")" ]; then
  echo "same     layer $layers of $layers, the archive of classes"
else
  echo "differs  layer $layers of $layers, the archive of classes, as expected"
fi
exit "$status"

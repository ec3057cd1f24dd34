# Replaces a container, or brings a compose file up with another image. The new image is there before anything stops,
# and the old one is not removed, so that there is a way back.
container=$1 image=$2 archive=$3 to=$4 port=$5 stop_limit=$6 start_limit=$7
# Where the data is on the host, the directory that its copy shall be (empty for none), and the release it comes from.
store=$8 copy=$9 from=${10}
shift 10
state() { docker inspect --format '{{.State.Status}}' "$1" 2>/dev/null; }
image_of() { docker inspect --format '{{.Config.Image}}' "$container" 2>/dev/null; }
inside() { docker exec "$1" ./kwbase version 2>/dev/null | sed -n 's/^\(KaiwuDB\|KWDB\) Version:[[:space:]]*V\{0,1\}//p' | head -n 1; }
compose() { if docker compose version > /dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi; }

fetch_image() {
  if ! docker image inspect "$image" > /dev/null 2>&1; then
    if [ -n "$archive" ]; then docker load -i "$archive"; else docker pull "$image"; fi \
      || { echo "the image $image could not be had; nothing was stopped"; exit 6; }
  fi
  docker image inspect "$image" > /dev/null 2>&1 \
    || { echo "$archive does not hold the image $image; nothing was stopped"; exit 6; }
}

# The present image gets a name of its own, so that it stays when the one of its release is removed.
keep_image() {
  docker tag "$(image_of)" "lockkeeper/rollback:$container-${from:-before}" || { echo "the present image could not be tagged; nothing was stopped"; exit 6; }
}
check_room() { [ -z "$copy" ] || room_for_copy "$store" "$copy" || { echo "nothing was stopped"; exit 6; }; }
# A copy is of one moment: when the old release writes on, the next attempt makes another.
age_copy() { [ -z "$copy" ] || ! as_root test -e "$copy" || as_root mv "$copy" "$copy.older-$(date +%s)"; }
copy_store() { [ -z "$copy" ] || (backup "$store" "$copy" "$from"); }
put() { if [ -w "$2" ]; then cat "$1" > "$2"; else as_root sh -c 'cat "$1" > "$2"' put "$1" "$2"; fi; }
# deploy.sh writes the release down where it installed the container.
note_version() {
  [ ! -e /etc/kaiwudb/info/.version ] || as_root sh -c 'echo "$1" > /etc/kaiwudb/info/.version' note "$to" || echo "/etc/kaiwudb/info/.version could not be written"
}

await_new() {
  began=$(uptime_seconds)
  until port_taken "$port" && [ "$(state "$container")" = running ] && [ "$(inside "$container")" = "$to" ]; do
    if [ $(($(uptime_seconds) - began)) -ge "$start_limit" ]; then
      echo "after $start_limit s the container $container is $(state "$container"), release $(inside "$container"); its last words:"
      docker logs --tail 15 "$container" 2>&1
      return 1
    fi
    nap
  done
  mark listening
}

# The arguments of docker run follow the seven.
replace_container() {
  kept=$container.before-$to
  if [ "$(image_of)" = "$image" ] && [ "$(inside "$container")" = "$to" ]; then
    echo "$container runs $image already"
    mark stopping
    await_new || exit 5
    return 0
  fi
  fetch_image
  check_room
  if docker inspect "$container" > /dev/null 2>&1; then
    keep_image
    mark stopping
    docker stop -t "$stop_limit" "$container" > /dev/null || { echo "docker stop failed"; exit 4; }
    mark stopped
    copy_store || { docker start "$container" > /dev/null; echo "the old container was started again"; exit 8; }
    docker rename "$container" "$kept" || { echo "docker rename failed"; docker start "$container"; exit 4; }
  elif ! docker inspect "$kept" > /dev/null 2>&1; then
    echo "there is no container $container"
    exit 6
  fi
  mark starting
  if docker run "$@" > /dev/null && await_new; then
    docker rm "$kept" > /dev/null || echo "the old container $kept could not be removed"
    note_version
    return 0
  fi
  docker stop -t "$stop_limit" "$container" > /dev/null 2>&1
  docker rm "$container" > /dev/null 2>&1
  age_copy
  if docker rename "$kept" "$container" && docker start "$container" > /dev/null; then
    echo "the old container was started again"
    exit 8
  fi
  echo "neither the new nor the old container runs"
  exit 9
}

# $1 compose file, $2 checksum of its text at the time when the change was made, $3 file with the new text; one beside
# it if it is not given
bring_up() {
  file=$1 expected=$2 next=${3:-$1.lockkeeper-new} before=$1.before-$to
  cd "$(dirname "$file")" || exit 6
  if [ "$(image_of)" = "$image" ] && [ "$(inside "$container")" = "$to" ]; then
    echo "$container runs $image already"
    mark stopping
    await_new || exit 5
    return 0
  fi
  [ -r "$next" ] || { echo "there is no $next; nothing was stopped"; exit 6; }
  [ "$(sha256sum < "$file" | cut -d ' ' -f 1)" = "$expected" ] || { echo "$file was changed since it was read; nothing was stopped"; exit 6; }
  fetch_image
  check_room
  keep_image
  if [ -w "$(dirname "$file")" ]; then cp -p "$file" "$before"; else as_root cp -p "$file" "$before"; fi || exit 6
  mark stopping
  compose -f "$file" down -t "$stop_limit" || { echo "compose down failed"; exit 4; }
  mark stopped
  copy_store || { compose -f "$file" up -d; echo "the old image was brought up again"; exit 8; }
  # Into the old file, which keeps its owner and mode.
  put "$next" "$file" || { echo "$file could not be written"; compose -f "$before" up -d; exit 8; }
  mark starting
  if compose -f "$file" up -d && await_new; then
    rm -f "$next"
    note_version
    return 0
  fi
  compose -f "$file" down -t "$stop_limit"
  put "$before" "$file"
  age_copy
  if compose -f "$file" up -d; then
    echo "the old image was brought up again"
    exit 8
  fi
  echo "neither the new nor the old image runs"
  exit 9
}

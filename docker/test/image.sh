#!/usr/bin/env bash
# Looks at the image and at a container of it as a scanner does that has no network: image.sh IMAGE BASE CONTAINER
# Prints a line for each check; fails when one does not hold. The container is a running worker.
# shellcheck disable=SC2317 # check calls the functions by their names
set -euo pipefail

image=$1 base=$2 container=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# check WHAT COMMAND...: holds when the command succeeds and prints nothing; what it prints is what is wrong.
check() {
  local what=$1 found
  shift
  if found=$("$@" 2>&1) && [ -z "$found" ]; then
    printf 'ok   %s\n' "$what"
  else
    printf 'NOT  %s\n' "$what"
    found=$(head -n 5 <<<"$found")
    printf '     %s\n' "${found//$'\n'/$'\n     '}"
    status=1
  fi
}

equal() { [ "$1" = "$2" ] || echo "$1 instead of $2"; }
of_image() { docker image inspect --format "$1" "$image"; }
of_container() { docker inspect --format "$1" "$container"; }
# In a new container, without the tmpfs, as the image's user or another.
inside() { docker run --rm --network none --entrypoint /bin/sh "$@"; }

label_is_there() {
  local name=org.opencontainers.image.$1
  [ -n "$(of_image "{{index .Config.Labels \"$name\"}}")" ] || echo "$name is missing"
}

# The layers that Lockkeeper adds, unpacked one beside the other.
unpack_own_layers() {
  local own layer
  own=$(($(of_image '{{len .RootFS.Layers}}') - $(docker image inspect --format '{{len .RootFS.Layers}}' "$base")))
  docker save "$image" | tar -C "$work" -xf -
  sed 's/.*"Layers":\[\([^]]*\)\].*/\1/; s/[",]/ /g' "$work/manifest.json" | xargs -n 1 | tail -n "$own" >"$work/own"
  [ -s "$work/own" ]
  while read -r layer; do
    mkdir -p "$work/tree/$(basename "$(dirname "$layer")")"
    tar -C "$work/tree/$(basename "$(dirname "$layer")")" -xpf "$work/$layer"
  done <"$work/own"
}

named() { (cd "$work/tree" && find . -type f "$@" -printf '%P\n'); }
key_files() {
  named \( -name 'id_*' -o -name '*.pem' -o -name '*.key' -o -name '*.p12' -o -name '*.pfx' -o -name '*.jks' -o -name '.netrc' -o -name '.env' \
    -o -name '*password*' -o -name 'known_hosts' -o -name 'settings.xml' -o -path '*/.docker/*' -o -path '*/.m2/*' \)
}
# The names of a jar's entries are in clear in it.
keys_in_jars() { find "$work/tree" -name '*.jar' -exec grep -aoHE '[A-Za-z0-9_/-]+\.(pem|key|p12|pfx|jks)\b' {} + || true; }
# Jars are compressed, and the archive of classes holds their texts, among them that of a parser of keys.
key_texts() { grep -rlE -e '-----BEGIN [A-Z ]*PRIVATE KEY-----' --exclude='*.jar' --exclude='*.jsa' "$work/tree" || true; }
secret_variables() { of_image '{{range .Config.Env}}{{println .}}{{end}}' | grep -iE '(password|passwd|secret|token|key)[^=]*=.' || true; }
secret_history() { docker history --no-trunc --format '{{.CreatedBy}}' "$image" | grep -iE '(password|passwd|secret|token)[a-z_]*=[^ ]' || true; }
leftovers() {
  named \( -name '.*_history' -o -path '*/var/lib/apt/*' -o -path '*/var/cache/*' -o -path '*/var/log/*' -o -path '*/.cache/*' -o -path '*/tmp/*' \)
}
# Only what was there in the base may lie outside.
outside() { named -not -path '*/opt/lockkeeper/*' -perm /7777 | while read -r file; do
  inside --user 0 "$base" -c "test -e \"/${file#*/}\"" || echo "${file#*/}"
done; }
setuid_files() { inside --user 0 "$image" -c 'find / -xdev -type f -perm /6000'; }
writable_files() {
  inside "$image" -c 'find / -xdev \( -type f -o -type d \) -writable -not -path "/tmp*" -not -path "/var/tmp*" -not -path "/run/lock*" \
    -not -path "/dev/*" -not -path "/proc/*" 2>/dev/null || true'
}
writes_to_its_file_system() {
  local place
  for place in / /opt/lockkeeper /etc /var /home; do
    ! docker exec "$container" touch "$place/x" 2>/dev/null || echo "$place can be written to"
  done
  docker exec "$container" touch /tmp/x
}
process() { docker exec "$container" sed -n "s/^$1:[[:space:]]*\([^[:space:]]*\).*/\1/p" /proc/1/status; }

unpack_own_layers
echo "the image"
check "runs as user 10001, not root" equal "$(of_image '{{.Config.User}}')" 10001:10001
for name in title description version revision; do
  check "says its $name in a label" label_is_there "$name"
done
check "has a health check" equal "$(of_image '{{if .Config.Healthcheck}}yes{{end}}')" yes
check "has no setuid or setgid file" setuid_files
check "has nothing that its user may write, but for temporary directories" writable_files
check "adds no shell history, package lists, packages, logs or temporary files" leftovers
check "adds no file outside of /opt/lockkeeper" outside
check "adds no file that looks like a key, a password or a build's settings" key_files
check "adds no jar with a key or a key store in it" keys_in_jars
check "adds no file with a private key in it" key_texts
check "has no secret among its variables" secret_variables
check "has no secret in its history" secret_history
echo "the worker's container"
check "runs as user 10001, not root" equal "$(process Uid)" 10001
check "has no capability" equal "$(process CapEff) $(process CapPrm) $(process CapBnd)" "0000000000000000 0000000000000000 0000000000000000"
check "cannot gain privileges" equal "$(process NoNewPrivs)" 1
check "is filtered by seccomp" equal "$(process Seccomp)" 2
check "is not privileged" equal "$(of_container '{{.HostConfig.Privileged}}')" false
check "has a read-only file system" equal "$(of_container '{{.HostConfig.ReadonlyRootfs}}')" true
check "can write to /tmp and nowhere else" writes_to_its_file_system
check "mounts everything read-only, and not the engine's socket" \
  of_container '{{range .Mounts}}{{if .RW}}{{println .Source "can be written to"}}{{end}}{{if eq .Destination "/var/run/docker.sock"}}the socket{{end}}{{end}}'
check "has a limit of memory" equal "$(of_container '{{if .HostConfig.Memory}}yes{{end}}')" yes
exit "$status"

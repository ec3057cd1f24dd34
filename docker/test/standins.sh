#!/usr/bin/env bash
# Makes stand-ins, under the same names, for images that cannot be pulled: from Debian packages and Go modules of the
# machine's own sources. They are for testing this project's image and compose file, and for nothing else.
#
#   standins.sh IMAGE...
#
# As root on Debian, with debootstrap and Go. What was built is kept in ~/.cache/lockkeeper/docker.
set -euo pipefail

# The versions that compose.yaml names; Go modules carry the same numbers as the images.
server_module=go.temporal.io/server
ui_module=github.com/temporalio/ui-server/v2
cli_module=github.com/temporalio/cli
# The last release of the CLI that `go install` accepts.
cli_version=v1.5.1

cache=${XDG_CACHE_HOME:-$HOME/.cache}/lockkeeper/docker
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say() { printf 'standins: %s\n' "$*" >&2; }

# need PROGRAM WHERE-FROM
need() {
  command -v "$1" >/dev/null || { say "$1 is missing: $2."; exit 1; }
}

# base NAME PACKAGES: a small Debian tree with these packages, as a tar file in the cache; says its path.
base() {
  local tree="$scratch/$1" file="$cache/$1.tar" log="$cache/$1.log" site suite
  if [ ! -e "$file" ]; then
    need debootstrap "apt-get install debootstrap"
    # The first source of Debian itself that apt is set up with.
    # shellcheck disable=SC2016 # for apt-get to fill in
    read -r site suite < <(apt-get indextargets --format '$(SITE) $(CODENAME)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
    say "building the base $1 from $2 …"
    if ! debootstrap --variant=minbase --include="$2" "$suite" "$tree" "$site" >"$log" 2>&1; then
      tail -n 5 "$log" >&2
      exit 1
    fi
    rm -rf "$tree"/var/cache/apt/archives/*.deb "$tree"/var/lib/apt/lists/* "$tree"/var/lib/postgresql/*/main
    tar -C "$tree" --numeric-owner -cf "$file.part" .
    mv "$file.part" "$file"
    rm -rf "$tree"
  fi
  printf '%s\n' "$file"
}

# program MODULE PACKAGE VERSION NAME: a Go program in the cache.
program() {
  local file="$cache/bin/$4-$3"
  [ ! -e "$file" ] || return 0
  need go "install Go, 1.24 or newer"
  say "building $4 $3 (minutes) …"
  mkdir -p "$scratch/go"
  # Nicely: whoever builds this is likely to have other things to do.
  GOBIN=$scratch/go CGO_ENABLED=0 nice -n 10 go install -trimpath -ldflags='-s -w' "$1/$2@$3" >"$cache/$4.log" 2>&1 ||
    { tail -n 5 "$cache/$4.log" >&2; exit 1; }
  mkdir -p "$cache/bin"
  mv "$scratch/go/$(basename "$2")" "$file"
}

# import NAME TAR CHANGE...: a tar file as an image.
import() {
  local name=$1 file=$2 changes=()
  shift 2
  while [ "$#" -gt 0 ]; do
    changes+=(--change "$1")
    shift
  done
  docker import "${changes[@]}" "$file" "$name" >/dev/null
}

servers_base() {
  local file
  file=$(base servers "postgresql,netcat-openbsd,wget,ca-certificates")
  docker image inspect lockkeeper-standin/servers >/dev/null 2>&1 ||
    import lockkeeper-standin/servers "$file" 'ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'
}

# build NAME: an image from the Dockerfile on standard input and the files in $scratch/context.
build() {
  cat >"$scratch/context/Dockerfile"
  DOCKER_BUILDKIT=0 docker build --quiet --tag "$1" "$scratch/context" 2>"$scratch/build.log" >/dev/null ||
    { cat "$scratch/build.log" >&2; exit 1; }
}

make_standin() { # IMAGE
  local image=$1 version=v${1##*:} file modules
  version=${version%%-*}
  rm -rf "$scratch/context"
  mkdir -p "$scratch/context" "$cache/bin"
  case $image in
    eclipse-temurin:17-*)
      file=$(base java openjdk-17-jre-headless)
      import "$image" "$file" 'ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' 'ENV LANG=C.UTF-8'
      ;;
    debian:12*)
      file=$(base lab systemd,systemd-sysv,dbus,openssh-server,sudo,procps,iproute2,openjdk-17-jre-headless)
      import "$image" "$file" 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
      ;;
    postgres:*)
      servers_base
      cp "$(dirname "${BASH_SOURCE[0]}")/standin-postgres" "$scratch/context/"
      build "$image" <<'D'
FROM lockkeeper-standin/servers
COPY standin-postgres /usr/local/bin/
ENV PGDATA=/var/lib/postgresql/data
ENTRYPOINT ["/usr/local/bin/standin-postgres"]
CMD ["postgres"]
D
      ;;
    temporalio/server:*)
      servers_base
      program $server_module cmd/server "$version" temporal-server
      cp "$cache/bin/temporal-server-$version" "$scratch/context/temporal-server"
      build "$image" <<'D'
FROM lockkeeper-standin/servers
COPY temporal-server /usr/local/bin/
ENV USER=temporal HOME=/tmp
USER 1000:1000
D
      ;;
    temporalio/admin-tools:*)
      servers_base
      program $server_module cmd/tools/sql "$version" temporal-sql-tool
      program $cli_module cmd/temporal $cli_version temporal
      cp "$cache/bin/temporal-sql-tool-$version" "$scratch/context/temporal-sql-tool"
      cp "$cache/bin/temporal-$cli_version" "$scratch/context/temporal"
      build "$image" <<'D'
FROM lockkeeper-standin/servers
COPY temporal-sql-tool temporal /usr/local/bin/
ENV USER=temporal HOME=/tmp
USER 1000:1000
D
      ;;
    temporalio/ui:*)
      servers_base
      program $ui_module cmd/server "$version" ui-server
      cp "$cache/bin/ui-server-$version" "$scratch/context/ui-server"
      modules=$(go env GOMODCACHE)
      cp -r "$modules/$ui_module@$version/config" "$scratch/context/config"
      chmod -R u+w "$scratch/context/config"
      build "$image" <<'D'
FROM lockkeeper-standin/servers
WORKDIR /home/ui-server
COPY ui-server ./
COPY config ./config
ENV USER=temporal HOME=/tmp
USER 1000:1000
ENTRYPOINT ["./ui-server", "--env", "docker", "start"]
D
      ;;
    *)
      say "There is no stand-in for $image."
      exit 1
      ;;
  esac
  say "$image is a stand-in."
}

[ "$#" -gt 0 ] || { say "usage: standins.sh IMAGE..."; exit 2; }
mkdir -p "$cache"
for image in "$@"; do
  make_standin "$image"
done

#!/usr/bin/env bash
# Brings the stack of compose.yaml up and lets its worker upgrade a look-alike cluster, while every service is restarted and
# killed. The command line is the image's too. The hosts of the cluster are the lab's namespaces (root on Linux), which the worker reaches
# through a jump host on this machine.
#
# Before, it looks at the image as a scanner does (test/image.sh); at the end it builds it once more and compares (test/twice.sh).
#
# Uses the container engine that answers; else, as root, starts dockerd by itself for as long as this runs. Images that cannot be
# pulled are replaced by stand-ins (test/standins.sh). Nothing of this stays but the images in an engine that was there before.
# Where it cannot run it says so and ends with 0.
set -euo pipefail

usage() {
  cat <<'END'
Usage: docker/test.sh [--open N]
  --open N   also measures the worker's memory with N upgrades that wait at a gate; takes some 3 s for each (test/open.sh)
END
}

open=0
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --open)
      open=${2:-}
      [[ $open =~ ^[1-9][0-9]{0,3}$ ]] || { usage >&2; exit 2; }
      shift 2
      ;;
    *) usage >&2; exit 2 ;;
  esac
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
work=$(mktemp -d)
export COMPOSE_PROJECT_NAME=lockkeeper-test-$$
engine_pid='' fleet_pid='' bastion_pid='' stack=''

say() { printf 'docker/test.sh: %s\n' "$*"; }
skip() { printf 'docker/test.sh: SKIPPED: %s\n' "$*" >&2; exit 0; }
fail() { printf 'docker/test.sh: FAILED: %s\n' "$*" >&2; exit 1; }

compose() { "${compose_program[@]}" --file "$here/compose.yaml" "$@"; }
container() { compose ps -q "$1"; }
cli() { compose run --rm -T cli "$@" </dev/null 2>>"$work/cli.log"; }

stop() { # PID
  [ -n "$1" ] || return 0
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

clean_up() {
  local status=$?
  trap '' INT TERM
  set +e
  if [ "$status" -ne 0 ] && [ -n "$stack" ]; then
    compose logs --no-color --tail 30 worker 2>&1 | cut -c 1-300 >&2
    tail -n 20 "$work/cli.log" >&2
  fi
  [ -z "$stack" ] || compose down --volumes --timeout 5 >/dev/null 2>&1
  exec 7>&-
  stop "$fleet_pid"
  stop "$bastion_pid"
  stop "$engine_pid"
  # An engine leaves this mounted.
  [ ! -e "$work/engine-run/netns/default" ] || umount "$work/engine-run/netns/default"
  rm -rf "$work"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start_engine() {
  [ "$(id -u)" -eq 0 ] || skip "no container engine answers, and only root can start one."
  command -v dockerd >/dev/null || skip "no container engine answers, and there is no dockerd (apt-get install docker.io docker-compose)."
  # Away from the machine's firewall and from its default bridge.
  dockerd --iptables=false --ip6tables=false --ip-masq=false --ip-forward=false --bridge=none \
    --data-root "$work/engine" --exec-root "$work/engine-run" --pidfile "$work/engine.pid" \
    --host "unix://$work/engine.sock" >"$work/engine.log" 2>&1 &
  engine_pid=$!
  export DOCKER_HOST=unix://$work/engine.sock
  for _ in $(seq 50); do
    docker info >/dev/null 2>&1 && return
    kill -0 "$engine_pid" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 3 "$work/engine.log" >&2
  skip "dockerd does not start here."
}

free_port() {
  local port
  for port in $(seq "$1" $(($1 + 200))); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

images() {
  local image missing=()
  for image in eclipse-temurin:17-jre-noble $(compose config | sed -n 's/^ *image: *//p' | grep -v '^lockkeeper' | sort -u); do
    docker image inspect "$image" >/dev/null 2>&1 || timeout 300 docker pull --quiet "$image" >/dev/null 2>&1 || missing+=("$image")
  done
  [ "${#missing[@]}" -eq 0 ] || "$here/test/standins.sh" "${missing[@]}" || skip "images can neither be pulled nor replaced: ${missing[*]}"
}

start_bastion() { # ADDRESS
  mkdir -p "$work/bastion" /run/sshd
  ssh-keygen -q -t ed25519 -N '' -f "$work/bastion/host"
  ssh-keygen -q -t ed25519 -N '' -f "$work/config/bastion_id"
  cp "$work/config/bastion_id.pub" "$work/bastion/authorized_keys"
  printf '[%s]:%s %s\n' "$1" "$bastion_port" "$(cut -d ' ' -f 1,2 "$work/bastion/host.pub")" >"$work/config/bastion_known_hosts"
  # It may forward, and nothing else.
  printf '%s\n' "ListenAddress $1:$bastion_port" "HostKey $work/bastion/host" "AuthorizedKeysFile $work/bastion/authorized_keys" \
    'PidFile none' 'UsePAM no' 'StrictModes no' 'PasswordAuthentication no' 'ForceCommand /bin/false' >"$work/bastion/config"
  "$(command -v sshd || echo /usr/sbin/sshd)" -D -e -f "$work/bastion/config" 2>"$work/bastion/log" &
  bastion_pid=$!
}

start_fleet() { # BASTION-ADDRESS
  mkfifo "$work/fleet.in"
  local lab
  lab=$(compgen -G "$root/lab/target/lockkeeper-lab-*.jar" | head -n 1)
  # It ends when file descriptor 7 is closed, however this script ends.
  java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dlockkeeper.root=$root" -cp "$lab:$root/lab/target/lib/*" "$here/test/Fleet.java" \
    "$work" "$1" "$bastion_port" <"$work/fleet.in" >"$work/fleet.out" 2>"$work/fleet.log" &
  fleet_pid=$!
  exec 7>"$work/fleet.in"
  for _ in $(seq 240); do
    ! grep -q READY "$work/fleet.out" || return 0
    kill -0 "$fleet_pid" 2>/dev/null || break
    sleep 0.5
  done
  tail -n 10 "$work/fleet.log" >&2
  fail "the look-alike cluster did not come up."
}

await_healthy() { # SERVICE
  for _ in $(seq 180); do
    [ "$(docker inspect --format '{{.State.Health.Status}}' "$(container "$1")" 2>/dev/null)" != healthy ] || return 0
    sleep 0.5
  done
  fail "$1 is not healthy after 90 s."
}

# A restart in order, as `compose restart` does it.
restart() { docker restart "$(container "$1")" >/dev/null; }

# kill -9 from outside the engine, as a crash is: the restart policy has to bring the service back.
crash() {
  local id count
  id=$(container "$1")
  count=$(docker inspect --format '{{.RestartCount}}' "$id")
  kill -9 "$(docker inspect --format '{{.State.Pid}}' "$id")"
  until [ "$(docker inspect --format '{{.RestartCount}}' "$id")" -gt "$count" ]; do sleep 0.1; done
}

restart_and_crash() {
  restart "$1"
  crash "$1"
}

milliseconds_between() { # ISO-TIME ISO-TIME
  echo $((($(date --date "$2" +%s%N) - $(date --date "$1" +%s%N)) / 1000000))
}

# ---------------------------------------------------------------------------------------------------------------------
command -v docker >/dev/null || skip "there is no docker command."
docker info >/dev/null 2>&1 || start_engine
if docker compose version >/dev/null 2>&1; then
  compose_program=(docker compose)
elif command -v docker-compose >/dev/null; then
  compose_program=(docker-compose)
else
  skip "there is no compose (the plug-in, or docker-compose 1.29)."
fi
[ "$(id -u)" -eq 0 ] || skip "the lab's namespaces need root."
"$root/lockkeeper" --version >/dev/null

mkdir -p "$work"/{config,releases,requests}
export TEMPORAL_PORT LOCKKEEPER_PORT TEMPORAL_UI_PORT bastion_port
TEMPORAL_PORT=$(free_port 17233) TEMPORAL_UI_PORT=$(free_port 18080) LOCKKEEPER_PORT=$(free_port 17450) bastion_port=$(free_port 17022)
export LOCKKEEPER_CONFIG=$work/config LOCKKEEPER_RELEASES=$work/releases LOCKKEEPER_REQUESTS=$work/requests
export LOCKKEEPER_IMAGE=lockkeeper LOCKKEEPER_USER=rehearsal

images
DOCKER_BUILDKIT=${DOCKER_BUILDKIT:-0} docker build --network host --file "$here/Dockerfile" --tag lockkeeper "$root" >"$work/build.log" 2>&1 ||
  { tail -n 20 "$work/build.log" >&2; fail "the image does not build."; }
base=$(docker image inspect --format '{{.Size}}' eclipse-temurin:17-jre-noble)
size=$(docker image inspect --format '{{.Size}}' lockkeeper)
say "image: $((size / 1000000)) MB, of which $(((size - base) / 1000000)) MB are Lockkeeper's"

stack=begun
compose up -d postgresql >"$work/up.log" 2>&1 || { tail -n 5 "$work/up.log" >&2; fail "the database does not start."; }
# The address of this machine in the stack's network.
gateway=$(docker network inspect --format '{{(index .IPAM.Config 0).Gateway}}' "${COMPOSE_PROJECT_NAME}_default")
start_bastion "$gateway"
start_fleet "$gateway"
chown -R 10001:10001 "$work/config"
chmod 755 "$work" "$work/releases" "$work/requests"
chmod 400 "$work"/config/*id

began=$SECONDS
compose up -d >"$work/up.log" 2>&1 || { tail -n 5 "$work/up.log" >&2; fail "the stack does not start."; }
for service in temporal temporal-ui worker; do
  await_healthy "$service"
done
say "stack healthy after $((SECONDS - began)) s"
ready=$(compose logs --no-color worker 2>/dev/null | grep -o '[0-9T:.-]*Z INFO .*Ready: polling' | head -n 1 | cut -d ' ' -f 1)
"$here/test/image.sh" lockkeeper eclipse-temurin:17-jre-noble "$(container worker)" || fail "a check of the image does not hold."
say "worker polls $(milliseconds_between "$(docker inspect --format '{{.State.StartedAt}}' "$(container worker)")" "$ready") ms after its container began"

# Before the upgrade: afterwards nothing would be left to ask about.
[ "$open" -eq 0 ] || TEMPORAL_ADDRESS=127.0.0.1:$TEMPORAL_PORT \
  "$here/test/open.sh" "$open" "$work/requests/lookalike.json" "$(container worker)" "$LOCKKEEPER_PORT" ||
  fail "$open upgrades could not wait at a gate."

# One for each gate: the plan's and the six nodes'.
disturbances=("restart worker" "crash worker" "restart temporal" "crash temporal" "restart postgresql" "crash postgresql"
  "restart_and_crash temporal-ui")
next=0
began=$SECONDS
cli start lookalike.json >"$work/start.out" || { cat "$work/start.out" >&2; fail "the upgrade does not start."; }
while true; do
  [ $((SECONDS - began)) -lt 1200 ] || fail "the upgrade did not end within 20 minutes."
  cli status lookalike --json | tr -d '\n' >"$work/status.json" || continue
  state=$(sed -n 's/^[^[]*"state" *: *"\([A-Z]*\)".*/\1/p' "$work/status.json")
  # The first open question is a gate's.
  gate=$(sed -n 's/.*"questions" *: *\[ *{ *"id" *: *"\([^"]*\)".*/\1/p' "$work/status.json")
  case $state in
    COMPLETED | REJECTED | ABORTED | FAILED) break ;;
    BLOCKED) cli status lookalike >&2; fail "the step $gate is blocked." ;;
    WAITING)
      cli approve lookalike "$gate" >/dev/null || continue
      if [ "$next" -lt "${#disturbances[@]}" ]; then
        # While the approved node is being worked on.
        ${disturbances[next]}
        say "approved $gate, then: ${disturbances[next]}"
        next=$((next + 1))
        for service in postgresql temporal temporal-ui worker; do
          await_healthy "$service"
        done
      fi
      ;;
  esac
done
say "upgrade: $state after $((SECONDS - began)) s, with $next disturbances"
# shellcheck disable=SC2046 # one word for each container
say "memory: $(docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' $(compose ps -q) | sed "s/^[a-z-]*test-[0-9]*[-_]//; s, / .*,," | paste -sd , | sed 's/,/, /g')"

exec 7>&-
wait "$fleet_pid" || fail "the look-alike cluster ended badly: $(tail -n 3 "$work/fleet.log")"
fleet_pid=''
sed 1d "$work/fleet.out"
[ "$state" = COMPLETED ] || fail "the upgrade ended as $state."
[ "$next" -eq "${#disturbances[@]}" ] || fail "only $next of ${#disturbances[@]} disturbances were made."
grep -q '"violations" : \[ \]' "$work/fleet.out" || fail "the observer saw violations."
[ "$(grep -c '"[a-z]*-[123]" : "1.2.833"' "$work/fleet.out")" -eq 6 ] || fail "not every node runs the new release."
[ "$(grep -c '"[a-z]*-[123]" : 1,\{0,1\}$' "$work/fleet.out")" -eq 6 ] || fail "not every node was started exactly once."
"$here/test/twice.sh" lockkeeper || fail "a second build made another image."
say "PASSED"

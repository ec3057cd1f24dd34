# Settings shared by the control scripts: sourced, never run. Where a setting can be given both in
# conf/server.yaml and in the environment, the environment wins, except for the home of Java.

FLUSS_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
FLUSS_CONF_DIR=${FLUSS_CONF_DIR:-$FLUSS_HOME/conf}
FLUSS_LIB_DIR=${FLUSS_LIB_DIR:-$FLUSS_HOME/lib}

# The value of a key that stands on one line of server.yaml, else the second argument.
from_yaml() {
  local value
  value=$(sed -n "s/^[[:space:]]*${1//./\\.}[[:space:]]*:[[:space:]]*\(.*\)$/\1/p" \
    "$FLUSS_CONF_DIR/server.yaml" 2>/dev/null | tail -n 1 | sed 's/[[:space:]]*#.*$//; s/[[:space:]]*$//')
  value=${value#\"}
  value=${value%\"}
  printf %s "${value:-$2}"
}

FLUSS_PID_DIR=${FLUSS_PID_DIR:-$(from_yaml env.pid.dir /tmp)}
FLUSS_LOG_DIR=${FLUSS_LOG_DIR:-$(from_yaml env.log.dir "$FLUSS_HOME/log")}
FLUSS_IDENT_STRING=${FLUSS_IDENT_STRING:-$USER}
FLUSS_ENV_JAVA_OPTS=${FLUSS_ENV_JAVA_OPTS:-$(from_yaml env.java.opts.all "")}
FLUSS_ENV_JAVA_OPTS_CS=${FLUSS_ENV_JAVA_OPTS_CS:-$(from_yaml env.java.opts.coordinator-server "")}
FLUSS_ENV_JAVA_OPTS_TS=${FLUSS_ENV_JAVA_OPTS_TS:-$(from_yaml env.java.opts.tablet-server "")}
LOG_LEVEL=${ROOT_LOG_LEVEL:-$(from_yaml env.log.level INFO)}
HOST=${HOST:-$(hostname)}

java_home=$(from_yaml env.java.home "${JAVA_HOME-}")
if [ -n "$java_home" ]; then
  JAVA_RUN=$java_home/bin/java
else
  JAVA_RUN=java
fi

# Prints the class path, or explains why there is none.
class_path() {
  local jar path='' servers=0
  for jar in "$FLUSS_LIB_DIR"/*.jar; do
    case ${jar##*/} in
      fluss-server*) servers=$((servers + 1)) ;;
    esac
    path=$path${path:+:}$jar
  done
  if [ "$servers" -ne 1 ]; then
    echo "[ERROR] Multiple fluss-server*.jar found in $FLUSS_LIB_DIR, or none: there must be exactly one." >&2
    return 1
  fi
  printf %s "$path"
}

# Sets main_class and daemon_options for a daemon.
describe_daemon() {
  case $1 in
    coordinator-server)
      main_class=@PACKAGE@.server.coordinator.CoordinatorServer
      daemon_options=$FLUSS_ENV_JAVA_OPTS_CS
      ;;
    tablet-server)
      main_class=@PACKAGE@.server.tablet.TabletServer
      daemon_options=$FLUSS_ENV_JAVA_OPTS_TS
      ;;
    zookeeper)
      main_class=@PACKAGE@.shaded.zookeeper3.org.apache.zookeeper.server.quorum.QuorumPeerMain
      daemon_options=
      ;;
    *)
      echo "Unknown daemon '$1': coordinator-server, tablet-server or zookeeper." >&2
      exit 1
      ;;
  esac
}

# Sets java_options for a daemon that logs to the file given.
set_java_options() {
  # Split at blanks on purpose: these hold several options each.
  # shellcheck disable=SC2206
  java_options=(
    --add-opens=java.base/java.nio=ALL-UNNAMED
    "-Dlog.file=$1"
    "-Dlog.level=$LOG_LEVEL"
    "-Dlog4j.configurationFile=file:$FLUSS_CONF_DIR/log4j.properties"
    @LOG4J_OPTIONS@
    ${JVM_ARGS-} $FLUSS_ENV_JAVA_OPTS $daemon_options
  )
}

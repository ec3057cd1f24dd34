# Everything the preflight wants to know of a node, as lines of "name<TAB>value", in one round trip.
# $1 home, $2 end of the server's main class, $3 daemon, $4 name of the new directory
home=$1 main=$2 daemon=$3 directory=$4
say() { printf '%s\t%s\n' "$1" "$2"; }

say user "$(id -un)"
# The value of an option, as the vendor's scripts read it. $1 directory of server.yaml, $2 option
option() { sed -n "s/^ *$2 *: \([^#]*\).*/\1/p" "$1/server.yaml" 2>/dev/null | sed 's/ *$//' | tail -n 1; }

real=$(cd "$home" 2>/dev/null && pwd -P) || real=
say home "$real"
parent=$(dirname "${real:-$home}")
say parent "$parent"
[ -w "$parent" ] && say writable yes
[ ! -h "$home" ] || [ -w "$(dirname "$home")" ] || say fixedLink "$home"
say free "$(df -Pk "$parent" 2>/dev/null | tail -n 1 | awk '{print $4}')"
say freeHome "$(df -Pk "$HOME" 2>/dev/null | tail -n 1 | awk '{print $4}')"
say sameDisk "$([ "$(df -P "$parent" 2>/dev/null | tail -n 1 | awk '{print $1 $6}')" = "$(df -P "$HOME" 2>/dev/null | tail -n 1 | awk '{print $1 $6}')" ] && echo yes)"
for tool in tar gzip sha256sum setsid awk base64; do
  command -v "$tool" > /dev/null 2>&1 || say missing "$tool"
done
for script in "$real/bin/$daemon.sh"; do [ -x "$script" ] || say noScript "$script"; done
for jar in "$real"/lib/fluss-server-*.jar; do [ -e "$jar" ] && say installed "$(basename "$jar" .jar)"; done
if [ -e "$parent/$directory" ]; then
  say staged "$(cat "$parent/$directory/.lockkeeper-sha256" 2>/dev/null || echo foreign)"
fi

for file in $(grep -l "fluss.$main" /proc/[0-9]*/cmdline 2>/dev/null); do
  pid=${file#/proc/}
  pid=${pid%/cmdline}
  words=$(tr '\0' '\n' < "$file" 2>/dev/null)
  printf '%s\n' "$words" | grep -qE "^(com\.alibaba|org\.apache)\.fluss\.$main\$" || continue
  jar=$(printf '%s\n' "$words" | tr ':' '\n' | grep -E '/fluss-server-[^/]*\.jar$' | head -n 1)
  lib=$(dirname "$jar")
  lib=$(cd "$lib" 2>/dev/null && pwd -P || echo "$lib")
  configuration=$(printf '%s\n' "$words" | grep -A 1 -x -e --configDir | tail -n 1)
  java=$(readlink "/proc/$pid/exe" 2>/dev/null)
  version=$([ -n "$java" ] && "$java" -version 2>&1 | sed -n '/ version "/{p;q;}')
  pidDirectory=$(tr '\0' '\n' < "/proc/$pid/environ" 2>/dev/null | sed -n 's/^FLUSS_PID_DIR=//p')
  ident=$(tr '\0' '\n' < "/proc/$pid/environ" 2>/dev/null | sed -n 's/^FLUSS_IDENT_STRING=//p')
  owner=$(stat -c %U "/proc/$pid" 2>/dev/null || ls -ld "/proc/$pid" | awk '{print $3}')
  [ -n "$ident" ] || ident=$(tr '\0' '\n' < "/proc/$pid/environ" 2>/dev/null | sed -n 's/^USER=//p')
  [ -n "$pidDirectory" ] || pidDirectory=$(option "$configuration" 'env\.pid\.dir')
  pidFile=${pidDirectory:-/tmp}/fluss-$ident-$daemon.pid
  printf 'process\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$pid" "$owner" "$(dirname "$lib")" "$(basename "$jar" .jar)" "$configuration" "$version" "$pidFile"
  [ -r "$pidFile" ] && say "pids.$pid" "$(tr '\n' ' ' < "$pidFile")"
  if [ -r "$configuration/server.yaml" ]; then
    say "yaml.$pid" "$(base64 < "$configuration/server.yaml" | tr -d '\n')"
  fi
done
say end yes

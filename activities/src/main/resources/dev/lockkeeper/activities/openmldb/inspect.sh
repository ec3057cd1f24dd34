# Everything the preflight wants to know of a node, as lines of "name<TAB>value", in one round trip.
# $1 home, $2 component, $3 name of the directory for the new release
home=$1 component=$2 directory=$3
say() { printf '%s\t%s\n' "$1" "$2"; }

say user "$(id -un)"
real=$(cd "$home" 2>/dev/null && pwd -P) || real=
say home "$real"
[ -w "${real:-/nowhere}" ] && [ -w "$real/bin" ] && [ -w "$real/conf" ] && say writable yes
say free "$(df -Pk "${real:-/}" 2>/dev/null | tail -n 1 | awk '{print $4}')"
say freeHome "$(df -Pk "$HOME" 2>/dev/null | tail -n 1 | awk '{print $4}')"
say sameDisk "$([ "$(df -P "${real:-/}" 2>/dev/null | tail -n 1 | awk '{print $1 $6}')" = "$(df -P "$HOME" 2>/dev/null | tail -n 1 | awk '{print $1 $6}')" ] && echo yes)"
for tool in bash tar gzip sha256sum setsid awk base64; do
  command -v "$tool" > /dev/null 2>&1 || say missing "$tool"
done
for file in bin/start.sh bin/openmldb; do [ -x "$real/$file" ] || say noProgram "$real/$file"; done
[ ! -e "$real/$directory" ] || say staged "$(cat "$real/$directory/.lockkeeper-sha256" 2>/dev/null || echo foreign)"

settings=conf/$component.flags
[ "$component" != taskmanager ] || settings=conf/taskmanager.properties
say settingsFile "$real/$settings"
[ ! -r "$real/$settings" ] || say settings "$(base64 < "$real/$settings" | tr -d '\n')"
if [ "$component" = taskmanager ]; then
  port=$(sed -n 's/^[[:space:]]*server\.port[[:space:]]*=[[:space:]]*//p' "$real/$settings" 2>/dev/null | tail -n 1)
else
  port=$(flag "$real/$settings" port)
  endpoint=$(flag "$real/$settings" endpoint)
  [ -z "$endpoint" ] || port=${endpoint##*:}
  data=$(flag "$real/$settings" data_dir)
  case ${data:=./data} in /*) ;; *) data=$real/$data ;; esac
  [ ! -r "$data/name.txt" ] || say name "$(head -n 1 "$data/name.txt")"
fi
say port "$port"
say pidFile "$(cat "$real/bin/$component.pid" 2>/dev/null | tr '\0\n' '  ')"
for pid in $(servers_of "${real:-/nowhere}" "$component"); do
  owner=$(stat -c %U "/proc/$pid" 2>/dev/null || ls -ld "/proc/$pid" | awk '{print $3}')
  case $port in
    '' | *[!0-9]*) place= ;;
    *) place=$(sockets_of "$pid" "$port" | head -n 1) ;;
  esac
  printf 'process\t%s\t%s\t%s\t%s\n' "$pid" "$owner" "$place" "$(awk '/^PPid:/ {print $2}' "/proc/$pid/status")"
done
say end yes

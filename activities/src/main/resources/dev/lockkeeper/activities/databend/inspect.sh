# Everything the preflight wants to know of a node, as lines of "name<TAB>value", in one round trip.
# $1 home, $2 the daemon's program, $3 name of the new directory, $4 what goes before --cmd ver
home=$1 program=$2 directory=$3 before=$4
say() { printf '%s\t%s\n' "$1" "$2"; }

say user "$(id -un)"
real=$(cd "$home" 2>/dev/null && pwd -P) || real=
say home "$real"
parent=$(dirname "${real:-$home}")
# A package's programs; releases of an archive do not belong beside /usr.
[ "$real" != /usr ] || parent=/opt
say parent "$parent"
[ -w "$parent" ] && say writable yes
[ ! -h "$home" ] || [ -w "$(dirname "$home")" ] || say fixedLink "$home"
say free "$(df -Pk "$parent" 2>/dev/null | tail -n 1 | awk '{print $4}')"
say freeHome "$(df -Pk "$HOME" 2>/dev/null | tail -n 1 | awk '{print $4}')"
say sameDisk "$([ "$(df -P "$parent" 2>/dev/null | tail -n 1 | awk '{print $1 $6}')" = "$(df -P "$HOME" 2>/dev/null | tail -n 1 | awk '{print $1 $6}')" ] && echo yes)"
for tool in tar gzip sha256sum setsid awk base64; do
  command -v "$tool" > /dev/null 2>&1 || say missing "$tool"
done
[ -x "$real/bin/$program" ] || say noProgram "$real/bin/$program"
if [ -e "$parent/$directory" ]; then
  say staged "$(cat "$parent/$directory/.lockkeeper-sha256" 2>/dev/null || echo foreign)"
fi

for pid in $(daemons_of "$program"); do
  exe=$(program_of "$pid")
  owner=$(stat -c %U "/proc/$pid" 2>/dev/null || ls -ld "/proc/$pid" 2>/dev/null | awk '{print $3}')
  place=elsewhere
  case $exe in
    "$parent/$directory"/*) place=$parent/$directory ;;
    "${real:-/nowhere}"/*) place=$real ;;
    "$parent"/databend-*/*)
      # Lockkeeper has left home behind in an earlier upgrade; a link it would have moved.
      beside=${exe#"$parent"/}
      beside=$parent/${beside%%/*}
      [ -h "$home" ] || [ ! -e "$beside/.lockkeeper-sha256" ] || place=$beside
      ;;
  esac
  cwd=$(readlink "/proc/$pid/cwd" 2>/dev/null)
  configuration=$(configuration_of "$pid")
  unit=$(unit_of "$pid" "$program")
  # What was read of one that has ended meanwhile is not whole.
  case $(sed -n 's/^State:[^A-Z]*\([A-Z]\).*/\1/p' "/proc/$pid/status" 2>/dev/null) in Z | '') continue ;; esac
  printf 'process\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$pid" "$owner" "$place" "$exe" "$configuration" "$cwd" "$unit"
  [ "$place" != elsewhere ] || continue
  if [ -n "$unit" ]; then
    say "unitProgram.$pid" "$(program_of_unit "$unit")"
    say "unitArguments.$pid" "$(arguments_of_unit "$unit")"
    say "arguments.$pid" "$(cat "/proc/$pid/cmdline" 2>/dev/null | tr '\0\t\n' ' ??' | cut -d ' ' -f 2- | sed 's/ *$//')"
    say "unitStops.$pid" "$(property_of "$unit" TimeoutStopUSec)"
    say "overLink.$pid" "$(over_link "$unit" "$home" && echo yes)"
    say "mayChange.$pid" "$(may_change_units && echo yes)"
    say "mayControl.$pid" "$({ [ "$(id -u)" = 0 ] || sudo -n -l systemctl stop --no-block "$unit"; } > /dev/null 2>&1 && echo yes)"
  else
    say "partOf.$pid" "$(sed -n 's|.*/\([^/]*databend[^/]*\.service\)$|\1|p' "/proc/$pid/cgroup" 2>/dev/null | head -n 1)"
  fi
  # $before is empty or one fixed word.
  say "says.$pid" "$("$place/bin/$program" $before --cmd ver 2>&1 | head -c 4000 | base64 | tr -d '\n')"
  if [ -r "$configuration" ]; then
    say "toml.$pid" "$(base64 < "$configuration" | tr -d '\n')"
  fi
done
say end yes

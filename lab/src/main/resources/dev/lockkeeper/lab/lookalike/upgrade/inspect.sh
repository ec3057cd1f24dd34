# What the preflight wants to know, as lines of "name<TAB>value". $1 the link to the release, $2 the new release's directory
beside=${1%/*}
home=$(cd "$1" 2> /dev/null && pwd -P) || home=
printf 'home\t%s\n' "$home"
installed=
{ read -r installed < "$home/VERSION"; } 2> /dev/null
printf 'installed\t%s\n' "$installed"
awk -F ' *= *' '
  { value[$1] = $2 }
  END { printf "id\t%s\nport\t%s\n", value["id"], value["port"] }' "$home/conf/lookalike.conf" 2> /dev/null \
  || printf 'id\t\nport\t\n'
set -- $(grep -l 'lookalike.server.Lookalike[S]erver' /proc/[0-9]*/cmdline 2> /dev/null)
printf 'processes\t%s\n' $#
[ -w "$beside" ] || printf 'problem\tthe login user may not write to %s\n' "$beside"
free=$(df -Pk "$beside" | awk 'END { print $4 }')
[ "${free:-0}" -ge 1024 ] || printf 'problem\tonly %s KiB are free in %s\n' "$free" "$beside"
printf 'end\tyes\n'

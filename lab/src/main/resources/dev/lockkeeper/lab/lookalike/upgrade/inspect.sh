# What the preflight wants to know, as lines of "name<TAB>value". $1 the link to the release, $2 the new release's directory
home=$(cd "$1" 2> /dev/null && pwd -P) || home=
printf 'home\t%s\n' "$home"
printf 'installed\t%s\n' "$(cat "$home/VERSION" 2> /dev/null)"
for key in id port; do
  printf '%s\t%s\n' "$key" "$(sed -n "s/^$key *= *//p" "$home/conf/lookalike.conf" 2> /dev/null | tail -n 1)"
done
printf 'processes\t%s\n' "$(grep -l 'lookalike.server.Lookalike[S]erver' /proc/[0-9]*/cmdline 2> /dev/null | wc -l)"
[ -w "$(dirname "$1")" ] || printf 'problem\tthe login user may not write to %s\n' "$(dirname "$1")"
free=$(df -Pk "$(dirname "$1")" | awk 'END { print $4 }')
[ "${free:-0}" -ge 1024 ] || printf 'problem\tonly %s KiB are free in %s\n' "$free" "$(dirname "$1")"
printf 'end\tyes\n'

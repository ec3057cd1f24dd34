# What is needed to make the new release's flags file, as lines of "name<TAB>value".
# $1 home, $2 the staged release, $3 component
say() { printf '%s\t%s\n' "$1" "$2"; }
[ -r "$1/conf/$3.flags" ] && say old "$(base64 < "$1/conf/$3.flags" | tr -d '\n')"
[ -r "$2/conf/$3.flags" ] && say new "$(base64 < "$2/conf/$3.flags" | tr -d '\n')"
[ -x "$2/bin/start.sh" ] || say problem "the release has no bin/start.sh that can be run"
if grep -q '^set -e' "$2/bin/start.sh"; then
  # It ends at once where a limit cannot be raised (0.6.0 to 0.6.9), which is better known before the stop.
  for files in $(sed -n 's/^[[:space:]]*ulimit -n \([0-9][0-9]*\).*/\1/p' "$2/bin/start.sh"); do
    (ulimit -n "$files") 2> /dev/null \
      || say problem "its start.sh needs $files open files, and the hard limit of $(id -un) is $(ulimit -Hn); raise it (limits.conf: nofile)"
  done
  if grep -q '^[[:space:]]*ulimit -c unlimited[[:space:]]*$' "$2/bin/start.sh"; then
    (ulimit -c unlimited) 2> /dev/null \
      || say problem "its start.sh needs core files of any size, and the hard limit of $(id -un) is $(ulimit -Hc); raise it (limits.conf: core)"
  fi
fi
say end yes

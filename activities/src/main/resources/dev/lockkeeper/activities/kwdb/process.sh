# What a server that nobody installed by deploy.sh says of itself, as lines of "name<TAB>value". $1 its home
home=$1
say() { printf '%s\t%s\n' "$1" "$2"; }
say home "$HOME"
say programs "$("$home/bin/kwbase" version 2>/dev/null | base64 | tr -d '\n')"
count=0
for file in $(grep -lE 'start(-single-replica|-single-node)?' /proc/[0-9]*/cmdline 2>/dev/null); do
  words=$(tr '\0' '\n' 2>/dev/null < "$file") || continue
  # The words from the verb on are the start command, whatever runs the program.
  command=$(printf '%s\n' "$words" | sed -n '/^start\(-single-replica\|-single-node\)\{0,1\}$/,$p')
  printf '%s\n' "$command" | grep -q -e '^--store=/' || continue
  pid=${file#/proc/}
  pid=${pid%/cmdline}
  count=$((count + 1))
  say pid "$pid"
  say owner "$(stat -c %U "/proc/$pid" 2>/dev/null)"
  say command "$(printf '%s\n' "$command" | grep -v '^--background$' | base64 | tr -d '\n')"
done
say servers "$count"
if sudo -n true 2>/dev/null; then say sudo free; else say sudo asks; fi
say end yes

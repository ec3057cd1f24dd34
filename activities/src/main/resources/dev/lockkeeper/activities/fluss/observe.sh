# The servers of one kind that run on a node. $1 end of the main class
for file in $(grep -l "fluss.$1" /proc/[0-9]*/cmdline 2>/dev/null); do
  pid=${file#/proc/}
  pid=${pid%/cmdline}
  words=$(tr '\0' '\n' < "$file" 2>/dev/null)
  printf '%s\n' "$words" | grep -qE "^(com\.alibaba|org\.apache)\.fluss\.$1\$" || continue
  jar=$(printf '%s\n' "$words" | tr ':' '\n' | grep -E '/fluss-server-[^/]*\.jar$' | head -n 1)
  lib=$(cd "$(dirname "$jar")" 2>/dev/null && pwd -P || dirname "$jar")
  configuration=$(printf '%s\n' "$words" | grep -A 1 -x -e --configDir | tail -n 1)
  owner=$(stat -c %U "/proc/$pid" 2>/dev/null || ls -ld "/proc/$pid" | awk '{print $3}')
  printf 'process\t%s\t%s\t%s\t%s\t%s\t\t\n' "$pid" "$owner" "$(dirname "$lib")" "$(basename "$jar" .jar)" "$configuration"
done
printf 'end\tyes\n'

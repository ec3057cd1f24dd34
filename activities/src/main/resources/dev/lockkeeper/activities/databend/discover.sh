# Every daemon of Databend that runs on a machine, one a line: program, home, configuration file, its text in base64.
# The home is the outermost directory that has bin/<program>, because a release may keep its own elsewhere below.
home_of() {
  at=$(dirname "$1") found=
  while [ "$at" != / ]; do
    [ -x "$at/bin/$2" ] && found=$at
    at=$(dirname "$at")
  done
  echo "$found"
}
for program in databend-query databend-meta; do
  for comm in $(grep -lx "$program" /proc/[0-9]*/comm 2>/dev/null); do
    process=${comm%/comm}
    exe=$(readlink "$process/exe" 2>/dev/null)
    exe=${exe%" (deleted)"}
    [ -n "$exe" ] || continue
    cwd=$(readlink "$process/cwd" 2>/dev/null)
    configuration=$(tr '\0' '\n' < "$process/cmdline" 2>/dev/null \
      | awk 'next_is { print; exit } /^--config-file=/ { print substr($0, 15); exit } $0 == "-c" || $0 == "--config-file" { next_is = 1 }')
    case $configuration in /* | '') ;; *) configuration=$cwd/$configuration ;; esac
    text=
    [ ! -r "$configuration" ] || text=$(base64 < "$configuration" | tr -d '\n')
    printf 'daemon\t%s\t%s\t%s\t%s\n' "$program" "$(home_of "$exe" "$program")" "$configuration" "$text"
  done
done
printf 'end\tyes\n'

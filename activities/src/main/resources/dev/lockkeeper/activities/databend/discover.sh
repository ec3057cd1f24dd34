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
  for pid in $(daemons_of "$program"); do
    configuration=$(configuration_of "$pid")
    # Last, so that what was read before is of one that still runs.
    exe=$(program_of "$pid")
    [ -n "$exe" ] || continue
    text=
    [ ! -r "$configuration" ] || text=$(base64 < "$configuration" | tr -d '\n')
    printf 'daemon\t%s\t%s\t%s\t%s\n' "$program" "$(home_of "$exe" "$program")" "$configuration" "$text"
  done
done
printf 'end\tyes\n'

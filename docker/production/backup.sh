#!/bin/sh
# Dumps the two databases of a Temporal service on PostgreSQL, while it runs. Finds PostgreSQL by the variables of its own
# programs (PGHOST, PGUSER, PGPASSFILE …); keeps the dumps of DAYS days. From a timer, as often as you can bear to
# lose what people have approved: a dump is as old as its beginning.
#
#   backup.sh DIRECTORY [DAYS]
set -eu
umask 077

directory=${1:?give the directory for the dumps}
days=${2:-14}
now=$(date -u +%Y%m%dT%H%M%SZ)

# The runs first: what the list of workflows shows may be younger than they are, never the other way round.
for database in temporal temporal_visibility; do
  dump=$directory/$database-$now.dump
  pg_dump --format=custom --file="$dump.part" "$database"
  # A dump that cannot be listed is none.
  pg_restore --list "$dump.part" >/dev/null
  mv "$dump.part" "$dump"
done
find "$directory" -maxdepth 1 -name 'temporal*.dump' -mtime "+$days" -delete
find "$directory" -maxdepth 1 -name 'temporal*.dump.part' -mtime +1 -delete

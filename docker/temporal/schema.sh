#!/bin/sh
# Makes the databases of the Temporal server and brings their tables to the version of this image, with Temporal's own
# tool, which reads SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD. Where nothing is to be done it changes nothing.
set -eu

log=/tmp/setup.log
for database in temporal temporal_visibility; do
  case $database in
    temporal) schema=temporal ;;
    *) schema=visibility ;;
  esac
  tool() { temporal-sql-tool --plugin postgres12 --database "$database" "$@"; }
  tool create-database
  # The tables are there from the second start on; the update below then finds their version.
  tool setup-schema --version 0.0 >"$log" 2>&1 || grep -q 'already exists' "$log" || {
    cat "$log" >&2
    exit 1
  }
  tool update-schema --schema-name "postgresql/v12/$schema"
done

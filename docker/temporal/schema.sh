#!/bin/sh
# Makes the databases of the Temporal server and brings their tables to the version of this image, with Temporal's own
# tool, which reads SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD. Where nothing is to be done it changes nothing.
set -eu

log=/tmp/schema.log
tool() { temporal-sql-tool --plugin postgres12 --database "$database" "$@" >"$log" 2>&1; }
# The tool tells much; it matters only when something went wrong.
failed() {
  tail -n 20 "$log" >&2
  exit 1
}

for schema in temporal visibility; do
  case $schema in
    temporal) database=temporal ;;
    *) database=temporal_visibility ;;
  esac
  tool create-database || failed
  # The tables are there from the second start on; the update then finds their version.
  tool setup-schema --version 0.0 || grep -q 'already exists' "$log" || failed
  tool update-schema --schema-name "postgresql/v12/$schema" || failed
  echo "$database has the tables of this release."
done

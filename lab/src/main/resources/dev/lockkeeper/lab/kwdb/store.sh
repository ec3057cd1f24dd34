# Starts the PostgreSQL that stands for the cluster's SQL layer, as the host's unprivileged login user, and feeds it.
# Arguments: directory of PostgreSQL's programs, shared directory, security, liveness and sampling (intervals)
set -eu
bin=$1 shared=$2 security=$3 liveness=$4 sampling=$5
cd "$HOME"
data=/srv/store
"$bin/initdb" -D "$data" -U root -A trust -E UTF8 --locale=C --no-sync --no-instructions >initdb.log
{
  echo "local all all trust"
  echo "hostnossl all lab all trust"
  if [ "$security" = insecure ]; then echo "hostnossl all all all trust"; else
    echo "hostssl all root all cert"
    echo "hostssl all all all scram-sha-256"
  fi
} >"$data/pg_hba.conf"
cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '*'
unix_socket_directories = '/tmp'
fsync = off
full_page_writes = off
synchronous_commit = off
shared_buffers = 16MB
max_connections = 60
timezone = UTC
autovacuum = off
CONF
if [ "$security" != insecure ]; then
  install -m 600 "$shared/certs/node.key" "$data/server.key"
  cp "$shared/certs/node.crt" "$data/server.crt"
  cp "$shared/certs/ca.crt" "$data/root.crt"
  printf "ssl = on\nssl_ca_file = 'root.crt'\n" >>"$data/postgresql.conf"
fi
"$bin/pg_ctl" -D "$data" -w -t 30 -l "$HOME/store.log" start >pg_ctl.log
"$bin/psql" -X -q -h /tmp -U root -d postgres -c "CREATE ROLE lab SUPERUSER LOGIN" -c "CREATE ROLE ann LOGIN SUPERUSER PASSWORD 'correct horse'" -c "CREATE DATABASE defaultdb"
"$bin/psql" -X -q -h /tmp -U root -d defaultdb -v ON_ERROR_STOP=1 -f "$shared/scripts/cluster.sql" -c "INSERT INTO lab.cluster VALUES (false, '$liveness', '$sampling')"

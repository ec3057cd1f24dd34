# Runs kwbase against one node. $1 the user who may read the keys, $2 the program, $3 the container it is in (may be
# empty), $4 --insecure or --certs-dir=…, $5 host and port; then its words
user=$1 program=$2 container=$3 security=$4 at=$5
shift 5
if [ -n "$container" ]; then
  # Without -t: there is no terminal. Inside, the server has its own port, whatever the host maps it to.
  exec docker exec -i "$container" "$program" "$@" "$security" --host=127.0.0.1:26257
elif [ "$security" = --insecure ] || [ "$(id -un)" = "$user" ]; then
  exec "$program" "$@" "$security" --host="$at"
else
  exec sudo -n -u "$user" "$program" "$@" "$security" --host="$at"
fi

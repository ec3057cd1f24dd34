# Node status the vendor's way: kw-status where it is, else kwbase. Nodes that 3.0.x installed never get kw-status.
# Arguments as of kwbase.sh, without words
user=$1 program=$2 container=$3 security=$4 at=$5
if tool=$(command -v kw-status 2>/dev/null) && [ -z "$container" ]; then
  # Its first line is blank, so only a shell runs it.
  exec bash "$tool"
fi
if [ -n "$container" ]; then
  exec docker exec -i "$container" "$program" node status --format=csv "$security" --host=127.0.0.1:26257
elif [ "$security" = --insecure ] || [ "$(id -un)" = "$user" ]; then
  exec "$program" node status --format=csv "$security" --host="$at"
else
  exec sudo -n -u "$user" "$program" node status --format=csv "$security" --host="$at"
fi

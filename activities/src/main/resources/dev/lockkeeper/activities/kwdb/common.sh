nap() { sleep 0.1 2>/dev/null || sleep 1; }
uptime_seconds() { cut -d . -f 1 /proc/uptime; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# Whether something listens on a TCP port of this host. $1 port
port_taken() {
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null \
    | awk -v port="$(printf ':%04X' "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'
}

# Processes that have a store open, whoever started them. $1 directory
users_of_store() {
  for file in $(grep -lF -e "--store=$1" /proc/[0-9]*/cmdline 2>/dev/null); do
    tr '\0' '\n' 2>/dev/null < "$file" | grep -qxF -e "--store=$1" || continue
    pid=${file#/proc/}
    echo "${pid%/cmdline}"
  done
}

# What a terminal would show, without colours and with every state of a progress bar on its own line.
plain() { sed "s/$(printf '\033')\[[0-9;]*m//g" | tr '\r' '\n' | sed '/^[[:space:]]*$/d'; }
version_of() { "$1" version 2>/dev/null | sed -n 's/^\(KaiwuDB\|KWDB\) Version:[[:space:]]*V\{0,1\}//p' | head -n 1; }

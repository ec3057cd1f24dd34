# The servers of one component that run from a home: judged by their arguments and working directory, never by a pid file.
# $1 home with its links resolved, $2 component
servers_of() {
  for directory in /proc/[0-9]*; do
    at=$(readlink "$directory/cwd" 2>/dev/null) || continue
    case $at/ in "$1"/*) ;; *) continue ;; esac
    if [ "$2" = taskmanager ]; then
      tr '\0' '\n' < "$directory/cmdline" 2>/dev/null | grep -qE '^[a-zA-Z0-9_.]*openmldb\.taskmanager\.[a-zA-Z.]*$' || continue
    else
      tr '\0' '\n' < "$directory/cmdline" 2>/dev/null | grep -qE -- "^--?flagfile=(.*/)?conf/$2\.flags\$" || continue
    fi
    echo "${directory#/proc/}"
  done
}

# Where a process listens on a port, as "address:port" in hexadecimal. $1 pid, $2 port
sockets_of() {
  cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2>/dev/null \
    | awk -v port="$(printf ':%04X' "$2")" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10, $2 }' \
    | while read -r inode place; do
      # A here-document would need a file; the descriptors are few.
      ls -l "/proc/$1/fd" 2>/dev/null | grep -qF "socket:[$inode]" && echo "$place"
    done
}

# The last value of a flag in a gflags file. $1 file, $2 name
flag() { sed -n "s/^[[:space:]]*--*$2=//p" "$1" 2>/dev/null | tail -n 1 | sed 's/[[:space:]]*$//'; }

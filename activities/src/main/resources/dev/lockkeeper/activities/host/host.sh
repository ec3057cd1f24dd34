# Stands after a product's own look at a node, in the same round trip: what every product wants to know of the host, as
# lines of "host.name<TAB>…". Only reads. $host_place: directory in which the new release is unpacked.
host_root=$HOME/.lockkeeper
# Names on the node are anybody's; what could be taken for another field or line becomes "?".
host_plain() { printf '%s' "$1" | tr -c 'A-Za-z0-9._/@:+-' '?'; }
host_unread() { printf 'host.unread\t%s\n' "$1"; }

# What the jobs and the staging of releases use beside what the product's own look asks for.
for host_tool in cat cut date df dirname grep head id ln ls mkdir mkfifo mv rm sed sleep sort stat tail tr wc; do
  command -v "$host_tool" > /dev/null 2>&1 || printf 'host.lacks\t%s\n' "$host_tool"
done
for host_tool in tar gzip sha256sum; do
  host_version=$("$host_tool" --version 2>/dev/null < /dev/null | head -n 1 | tr -c 'A-Za-z0-9._()+-' ' ')
  printf 'host.tool\t%s\t%s\n' "$host_tool" "$host_version"
done

# $1: what for, $2: directory. Free KiB, then all and free inodes: all is 0 or "-" where there is no limit (btrfs).
host_room() {
  [ -d "$2" ] || return 0
  printf 'host.room\t%s\t%s\t%s\n' "$1" "$(df -Pk "$2" 2>/dev/null | tail -n 1 | awk '{ print $4 }')" \
    "$(df -Pi "$2" 2>/dev/null | tail -n 1 | awk '{ print $2 "/" $4 }')"
}
host_room place "$host_place"
host_room login "$HOME"

# The jobs' directories are named cluster/run/job.
if [ -d "$host_root/jobs" ] && [ ! -r "$host_root/jobs" ]; then host_unread jobs; fi
for host_owner in "$host_root"/jobs/*/*/*/owner; do
  host_job=${host_owner%/owner}
  [ -e "$host_owner" ] && [ ! -e "$host_job/exit" ] || continue
  if runs "$host_job"; then host_pid=$pid; else host_pid=; fi
  printf 'host.left\tJOB\t%s\t%s\n' "$(host_plain "${host_job#"$host_root/jobs/"}")" "$host_pid"
done
if [ -d "$host_root/releases" ] && [ ! -r "$host_root/releases" ]; then host_unread releases; fi
for host_part in "$host_root"/releases/*/*.part; do
  [ ! -e "$host_part" ] || printf 'host.left\tUPLOAD\t%s\t\n' "$(host_plain "${host_part#"$host_root/"}")"
done
if [ -n "$host_place" ]; then
  for host_half in "$host_place"/.lockkeeper-unpacking-*; do
    [ -d "$host_half" ] || continue
    host_pid=${host_half##*.}
    kill -0 "$host_pid" 2>/dev/null || host_pid=
    printf 'host.left\tUNPACKING\t%s\t%s\n' "$(host_plain "$host_half")" "$host_pid"
  done
fi
for host_fence in "$host_root"/fences/*; do
  [ ! -e "$host_fence" ] || printf 'host.left\tFENCE\t%s\t\n' "$(host_plain "${host_fence##*/}")"
done

# Who listens on which TCP port: port in hexadecimal, then the processes, as far as this user may see them.
if [ -r /proc/net/tcp ]; then
  {
    ls -l /proc/[0-9]*/fd 2>/dev/null | sed -n 's|^/proc/\([0-9]*\)/fd:$|\1|p;s|.* socket:\[\([0-9]*\)\]$|socket \1|p'
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null
  } | awk '
    NF == 1 { pid = $1; next }
    $1 == "socket" { holders[$2] = holders[$2] " " pid; next }
    $4 == "0A" { print substr($2, length($2) - 3) holders[$10] }' | sort -u \
    | while read -r host_port host_pids; do
      host_names=
      for host_pid in $host_pids; do
        host_names="$host_names $host_pid:$(host_plain "$(cat "/proc/$host_pid/comm" 2>/dev/null)")"
      done
      printf 'host.listens\t%s\t%s\n' "$host_port" "${host_names# }"
    done
else
  host_unread ports
fi
printf 'host.clock\t%s\t%s\n' "$host_begun" "$(host_now)"
printf 'host.end\tyes\n'

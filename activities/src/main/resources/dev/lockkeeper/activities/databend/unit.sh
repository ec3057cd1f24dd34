# What systemd knows of a daemon, and how it is asked.

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# Whether this user may write below /etc/systemd.
may_change_units() { [ "$(id -u)" = 0 ] || sudo -n -l sh > /dev/null 2>&1; }

# One property of a unit. $1 unit, $2 property
property_of() { systemctl show -p "$2" "$1" 2>/dev/null | sed -n "s/^$2=//p" | head -n 1; }

# The unit whose main process a pid is; nothing if the daemon was started otherwise. $1 pid, $2 its program
unit_of() {
  command -v systemctl > /dev/null 2>&1 || return 0
  for candidate_unit in $(sed -n 's|.*/\([^/]*\.service\)$|\1|p' "/proc/$1/cgroup" 2>/dev/null | sort -u) "$2.service"; do
    [ "$(property_of "$candidate_unit" MainPID)" = "$1" ] || continue
    echo "$candidate_unit"
    return
  done
}

# The program that a unit starts, as the unit names it, and its arguments. $1 unit
program_of_unit() { property_of "$1" ExecStart | sed -n 's/^{ path=\([^ ]*\) ;.*/\1/p'; }
arguments_of_unit() { property_of "$1" ExecStart | sed -n 's/^{ path=[^ ]* ; argv\[\]=[^ ]* *\(.*\) ; ignore_errors=.*/\1/p'; }

# Whether a unit's program is reached over the link that Lockkeeper moves. $1 unit, $2 the node's home
over_link() {
  [ -h "$2" ] || return 1
  case $(program_of_unit "$1") in "$2"/*) return 0 ;; esac
  return 1
}

# Whether a job runs: its file "owner" names the process, the process's start time and the boot, so that neither a
# process id given away again nor one from before a reboot is taken for it.

# Sets start_of to the start time of process $1 in clock ticks; empty if it is gone, or a zombie, which some containers
# never bury.
start_of() {
  start_of=
  case $1 in '' | *[!0-9]*) return 0 ;; esac
  { read -r stat < "/proc/$1/stat"; } 2> /dev/null || return 0
  set -- ${stat##*) }
  case $1 in Z | X) ;; *) start_of=${20} ;; esac
}

# $1: the job's directory. Sets pid.
runs() {
  [ -e "$1/owner" ] && [ ! -e "$1/exit" ] || return 1
  { read -r pid start boot rest < "$1/owner"; } 2> /dev/null || return 1
  read -r booted < /proc/sys/kernel/random/boot_id
  start_of "$pid"
  [ "$boot" = "$booted" ] && [ -n "$start_of" ] && [ "$start_of" = "$start" ]
}

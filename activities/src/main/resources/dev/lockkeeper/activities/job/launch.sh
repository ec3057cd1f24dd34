# Starts a job unless it was started before. Safe to be run any number of times, also at once: only the runner that
# makes the link "owner" runs the script. $1: the job's directory, $2: bytes of the script, which is the standard input.
set -eu
umask 077
dir=$HOME/.lockkeeper/jobs/$1
mkdir -p "$dir"
[ ! -e "$dir/owner" ] || exit 0

for other in "${dir%.*}".*; do
  [ "$other" != "$dir" ] && runs "$other" || continue
  echo "another attempt still runs as process $pid: $other" >&2
  exit 75
done

trap 'rm -f "$dir/script.$$" "$dir/runner.$$"' EXIT
cat > "$dir/script.$$"
[ "$(wc -c < "$dir/script.$$")" -eq "$2" ] || { echo "the script arrived cut short" >&2; exit 1; }
mv "$dir/script.$$" "$dir/script"
problem=$(mkfifo "$dir/alive" 2>&1) || [ -p "$dir/alive" ] || { echo "$problem" >&2; exit 1; }

cat > "$dir/runner.$$" <<'RUNNER'
# Is the shell of the job itself: without this process there is no job, and with it there is one.
lockkeeper_job=$1
lockkeeper_exit=$1/exit.$$
lockkeeper_path=$PATH
cd "$HOME" || exit 1
trap 'rm -f "$lockkeeper_exit" "$lockkeeper_job/owner.$$"' EXIT
# A hang-up means nothing to a job, as under nohup. Other signals end it, with a status like any other end.
trap '' HUP
trap 'exit 130' INT
trap 'exit 131' QUIT
trap 'exit 138' USR1
trap 'exit 140' USR2
trap 'exit 141' PIPE
trap 'exit 142' ALRM
trap 'exit 143' TERM

# Followers sleep until nobody holds the writing end of the pipe any more: until this process is gone, however it went.
exec 8>> "$lockkeeper_job/output" 9<> "$lockkeeper_job/alive"
: >> "$lockkeeper_job/marks" || exit 1
# The status has a place before the job begins, whatever the disk is like when it ends.
printf '%4095s\n' '' > "$lockkeeper_exit" || exit 1

read -r lockkeeper_stat < "/proc/$$/stat"
read -r lockkeeper_boot < /proc/sys/kernel/random/boot_id
# Marks are timed by the uptime, which no change of the clock moves; this ties it to the clock.
read -r lockkeeper_uptime lockkeeper_rest < /proc/uptime
lockkeeper_now=$(date '+%s%N %c %Z')
lockkeeper_date=${lockkeeper_now#* }
lockkeeper_now=${lockkeeper_now%% *}
case $lockkeeper_now in
  *[!0-9]* | ??????????) lockkeeper_now=$(date +%s)000 ;;
  *) lockkeeper_now=${lockkeeper_now%??????} ;;
esac
set -- ${lockkeeper_stat##*) }
echo "$$ ${20} $lockkeeper_boot $lockkeeper_now $lockkeeper_uptime" > "$lockkeeper_job/owner.$$" || exit 1

lockkeeper_end() {
  lockkeeper_status=$?
  trap '' INT QUIT USR1 USR2 PIPE ALRM TERM
  PATH=$lockkeeper_path
  # Written over what was reserved, without cutting it first; whoever reads it takes the first line.
  printf '%s\n' "$lockkeeper_status" 1<> "$lockkeeper_exit" \
    && mv -f "$lockkeeper_exit" "$lockkeeper_job/exit" \
    || echo "the exit status $lockkeeper_status could not be written to $lockkeeper_job/exit"
}
mark() {
  read -r lockkeeper_uptime lockkeeper_rest < /proc/uptime
  echo "$1 $lockkeeper_uptime" >> "$lockkeeper_job/marks" || :
}

lockkeeper_problem=$(ln "$lockkeeper_job/owner.$$" "$lockkeeper_job/owner" 2>&1) || {
  [ -e "$lockkeeper_job/owner" ] || echo "$lockkeeper_problem"
  exit 1
}
trap lockkeeper_end EXIT
exec 1>&8 2>&1 8>&-
rm -f "$lockkeeper_job/owner.$$"
echo "::begun $lockkeeper_date as process $$"
# The shell keeps its own end of the pipe out of the way at a number that programs do not inherit.
. "$lockkeeper_job/script" 9>&-
RUNNER
mv "$dir/runner.$$" "$dir/runner"

# Sets shelter to what must stand before a command whose process shall outlive the login. Where logind kills what users
# leave behind, that is a scope of its own: root's of the system, others' of their own systemd, which goes on without a
# login only if the user lingers. Decided as logind does (systemd 252, manager_shall_kill in logind-session.c). Only
# tried with a stand-in for systemd-run and loginctl, not on a host with logind.
find_shelter() {
  shelter=
  settings=$(loginctl show-session -p KillUserProcesses -p KillOnlyUsers -p KillExcludeUsers 2> /dev/null) || return 0
  user=$(id -un)
  only=$(echo "$settings" | sed -n 's/^KillOnlyUsers=//p')
  spared=$(echo "$settings" | sed -n 's/^KillExcludeUsers=//p')
  case " ${spared:-root} " in *" $user "*) return 0 ;; esac
  if [ -n "$only" ]; then
    case " $only " in *" $user "*) ;; *) return 0 ;; esac
  else
    case $settings in *KillUserProcesses=yes*) ;; *) return 0 ;; esac
  fi
  if [ "$(id -u)" = 0 ]; then
    shelter='systemd-run --scope --quiet'
    return 0
  fi
  shelter='systemd-run --user --scope --quiet'
  export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
  [ "$(loginctl show-user "$user" -p Linger 2> /dev/null)" != Linger=yes ] || return 0
  problem=$(loginctl enable-linger 2>&1) || {
    echo "logind kills what $user leaves behind here, and $user may not linger: $problem; run loginctl enable-linger $user as root, or name $user in KillExcludeUsers of logind.conf" >&2
    exit 1
  }
}

find_shelter
# The runner keeps this pipe open until it owns the job or cannot; what comes through it is why not.
problem=$(setsid $shelter sh "$dir/runner" "$dir" 2>&1 < /dev/null &)
[ -e "$dir/owner" ] || { echo "its process did not start${shelter:+ by $shelter}: $problem" >&2; exit 1; }

# Which processes are daemons of Databend, as /proc shows them. Any of them may end between two looks.

# The words of a process's command line, one a line; none when it has ended. $1 pid
words_of() { cat "/proc/$1/cmdline" 2> /dev/null | tr '\0' '\n'; }

# Whether a process serves. One that is asked for its version or for help has a daemon's name and program, and ends by
# itself: --cmd ver of both, ver of databend-query (1.2). $1 pid
serves() {
  words_of "$1" | awk '
    /^--cmd(=|$)/ || /^(--version|-V|--help)$/ || (NR > 1 && $0 == "ver" && before !~ /^-/) { asks = 1 }
    { before = $0 }
    END { exit (NR == 0 || asks) }'
}

# The file that a process was started with; nothing if its command line names none. $1 pid
configuration_of() {
  given=$(words_of "$1" \
    | awk 'next_is { print; exit } /^--config-file=/ { print substr($0, 15); exit } $0 == "-c" || $0 == "--config-file" { next_is = 1 }')
  case $given in /* | '') echo "$given" ;; *) echo "$(readlink "/proc/$1/cwd" 2> /dev/null)/$given" ;; esac
}

# The program that a process runs, also when its file was replaced. $1 pid
program_of() {
  run=$(readlink "/proc/$1/exe" 2> /dev/null)
  echo "${run%" (deleted)"}"
}

# The daemons of a program, of whatever installation. $1 the program
daemons_of() {
  for comm in $(grep -lx "$1" /proc/[0-9]*/comm 2> /dev/null); do
    found=${comm#/proc/}
    found=${found%/comm}
    if serves "$found"; then echo "$found"; fi
  done
}

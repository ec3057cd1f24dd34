# Every server of OpenMLDB that runs on a machine, whatever its home, one a line: component, home, pid, its endpoint, where it listens,
# zk_cluster, zk_root_path.
up() {
  at=$1
  while [ -n "$at" ] && [ "$at" != / ]; do
    [ -x "$at/bin/start.sh" ] && { echo "$at"; return; }
    at=$(dirname "$at")
  done
}
property() { sed -n "s/^[[:space:]]*$2[[:space:]]*=[[:space:]]*//p" "$1" 2>/dev/null | tail -n 1 | sed 's/[[:space:]]*$//'; }
for directory in /proc/[0-9]*; do
  words=$(tr '\0' '\n' < "$directory/cmdline" 2>/dev/null) || continue
  if printf '%s\n' "$words" | grep -qE '^[a-zA-Z0-9_.]*openmldb\.taskmanager\.[a-zA-Z.]*$'; then
    component=taskmanager
  else
    component=$(printf '%s\n' "$words" | sed -n 's/^--*flagfile=\(.*\/\)\{0,1\}conf\/\([a-z]*\)\.flags$/\2/p' | tail -n 1)
  fi
  case $component in nameserver | tablet | apiserver | taskmanager) ;; *) continue ;; esac
  home=$(up "$(readlink "$directory/cwd" 2>/dev/null)")
  [ -n "$home" ] || continue
  if [ "$component" = taskmanager ]; then
    file=$home/conf/taskmanager.properties
    endpoint= port=$(property "$file" 'server\.port')
    cluster=$(property "$file" 'zookeeper\.cluster') root=$(property "$file" 'zookeeper\.root_path')
  else
    file=$home/conf/$component.flags
    endpoint=$(flag "$file" endpoint) port=$(flag "$file" port)
    cluster=$(flag "$file" zk_cluster) root=$(flag "$file" zk_root_path)
  fi
  place=
  case $port in '' | *[!0-9]*) ;; *) place=$(sockets_of "${directory#/proc/}" "$port" | head -n 1) ;; esac
  printf 'server\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$component" "$home" "${directory#/proc/}" "$endpoint" "$place" "$cluster" "$root"
done
printf 'end\tyes\n'

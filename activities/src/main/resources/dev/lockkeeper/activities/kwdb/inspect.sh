# What a node says of its KWDB, as lines of "name<TAB>value", in one round trip; texts in base64.
# $1 directory of the configuration, $2 path of kwbase, $3 directory for backups (may be absent, or not there yet)
etc=$1 kwbase=$2 backup=${3-}
say() { printf '%s\t%s\n' "$1" "$2"; }
text() { [ ! -r "$2" ] || say "$1" "$(base64 < "$2" | tr -d '\n')"; }
say user "$(id -un)"
say home "$HOME"
text mode "$etc/info/MODE"
text node "$etc/info/NODE"
text version "$etc/info/.version"
say programs "$("$kwbase" version 2>/dev/null | base64 | tr -d '\n')"
say mainPid "$(systemctl show --property MainPID --value kaiwudb 2>/dev/null)"
if command -v sudo > /dev/null 2>&1; then
  if sudo -n true 2>/dev/null; then say sudo free; else say sudo asks; fi
else
  say sudo none
fi
command -v kw-status > /dev/null 2>&1 && say kwStatus "$(command -v kw-status)"
command -v docker > /dev/null 2>&1 && say docker "$(command -v docker)"
data=$(sed -n 4p "$etc/info/MODE" 2>/dev/null)
if [ -n "$data" ]; then
  say freeData "$(df -Pk "$data" 2>/dev/null | tail -n 1 | awk '{ print $4 }')"
  say usedData "$({ sudo -n du -sk "$data" || du -sk "$data"; } 2>/dev/null | tail -n 1 | cut -f 1)"
fi
if [ -n "$backup" ]; then
  while [ ! -d "$backup" ]; do backup=$(dirname "$backup"); done
  say freeBackup "$(df -Pk "$backup" 2>/dev/null | tail -n 1 | awk '{ print $4 }')"
fi
say end yes

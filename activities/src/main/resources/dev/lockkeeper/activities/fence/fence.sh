# Takes, releases or looks at a cluster's fence on this node, then says what stands there and which of the cluster's jobs
# run. The fence is made whole and by one link, so that two never both have it. $1: take, release, free or look, $2: the
# cluster, $3: bytes of what comes on standard input: the claim, one line, or for free the run.
umask 077
# Whoever asked may be gone in the middle; what was begun is ended all the same.
trap '' HUP PIPE
root=$HOME/.lockkeeper
fence=$root/fences/$2
# In the C locale a character is a byte.
LC_ALL=C
export LC_ALL
newline='
'
claim=
while IFS= read -r line || [ -n "$line" ]; do
  claim=$claim$line$newline
done
claim=${claim%"$newline"}

# Again if the release of another cluster's fence has removed the empty directory in between.
put() {
  problem=$({ mkdir -p "$root/fences" && printf '%s\n' "$claim" > "$new"; } 2>&1)
}
# Sets problem to why it could not be. $1: the cluster, $2: bytes of the claim.
take() {
  # Who dies while sending has sent a part or nothing.
  if [ "${#claim}" -ne "$2" ]; then
    problem='the claim arrived cut short'
    return 0
  fi
  new=$root/fences/.$1.$$
  put || put || put || { rm -f "$new"; return 0; }
  # Into a directory of its name a link would be made without a word.
  if [ ! -d "$fence" ]; then
    if problem=$(ln "$new" "$fence" 2>&1); then
      echo '::taken'
    elif [ -e "$fence" ] || [ -h "$fence" ]; then
      problem=
    fi
  fi
  rm -f "$new"
}
# Only if nobody has put another one there since it was read.
release() {
  [ -f "$fence" ] && [ "$(cat "$fence")" = "$claim" ] || return 0
  remove
}
# A fence as Lockkeeper writes it. In the text of a value a quote stands behind a backslash, so this is no part of one.
free() {
  [ -f "$fence" ] && grep -qF "\"run\":\"$claim\"" "$fence" || return 0
  remove
}
remove() {
  problem=$(rm -f "$fence" 2>&1) || return 0
  # A node that was only fenced is left as it was found.
  rmdir "$root/fences" "$root" 2> /dev/null || return 0
}

problem=
case $1 in
  take) take "$2" "$3" ;;
  release) release ;;
  free) free ;;
esac

if [ -e "$fence" ] || [ -h "$fence" ]; then
  echo '::fence'
  held=$(head -c 4000 "$fence" 2>&1)
  # A line for each, so that nothing in it speaks in the name of this script.
  printf '%s\n' "$held" | sed 's/^/|/'
fi
for job in "$root/jobs/$2"/*/*; do
  if runs "$job"; then echo "::runs ${job#"$root/jobs/"}"; fi
done
[ -z "$problem" ] || printf '::problem %s\n' "$(printf '%s' "$problem" | tr '\n' ' ')"
echo '::end'

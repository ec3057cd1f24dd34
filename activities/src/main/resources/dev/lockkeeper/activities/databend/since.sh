# What a daemon has printed and logged since it was last started by a job. $1 name of the node, $2 directory of its logs
kept=$HOME/.lockkeeper/environment/$1
if [ ! -r "$kept.sizes" ]; then
  printf '::nothing was started here\n::end\n'
  exit 0
fi
out=$(cat "$kept.out" 2>/dev/null)
if [ -r "$kept.unit" ]; then
  read -r unit since < "$kept.unit"
  journalctl -u "$unit" --since "@$since" -o cat --no-pager 2>/dev/null | tail -c 200000
fi
for file in "$out" ${2:+"$2"/*}; do
  [ -f "$file" ] && [ -r "$file" ] || continue
  old=$(awk -F '\t' -v file="$file" '$2 == file { print $1; exit }' "$kept.sizes")
  tail -c "+$((${old:-0} + 1))" "$file" | tail -c 200000
  echo
done
printf '::end\n'

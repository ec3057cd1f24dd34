# Removes what a daemon's start needed of the one before it: the environment may hold the storage's keys. What says where
# its output goes stays. $1 name of the node
kept=$HOME/.lockkeeper/environment/$1
rm -f "$kept" "$kept.new" "$kept.limits" "$kept.cwd"
[ ! -e "$kept" ] && echo ::end

# Removes the directories of a cluster's jobs that have ended, except those of one run. Says what it leaves and why.
# $1: the cluster, $2: the run whose jobs are kept.
jobs=$HOME/.lockkeeper/jobs
[ -d "$jobs/$1" ] || exit 0
if [ -h "$jobs/$1" ]; then
  echo "::left $jobs/$1 is a link; nothing in it was removed"
  exit 0
fi
cd -P "$jobs/$1" || exit 1
for run in *; do
  [ "$run" != "$2" ] && [ -d "./$run" ] && [ ! -h "./$run" ] || continue
  for job in "./$run"/*; do
    [ -d "$job" ] && [ ! -h "$job" ] || continue
    if runs "$job"; then
      echo "::left $jobs/$1/${job#./} still runs as process $pid"
    elif ! problem=$(rm -rf -- "$job" 2>&1); then
      echo "::left $jobs/$1/${job#./} cannot be removed: $(echo "$problem" | head -n 1)"
    fi
  done
  # What else lies there is nobody's job.
  rmdir -- "./$run" 2> /dev/null
done
exit 0

# Unpacks a release beside the old one, in one rename, unless that was done before from the same archive.
# $1 archive, $2 its SHA-256, $3 the directory it shall become, $4 its top directory or "." if it has none, $5 a file
# that must be in it
set -eu
case $1 in "~/"*) archive=$HOME/${1#"~/"} ;; *) archive=$1 ;; esac
wanted=$2 home=${3%/} top=$4 proof=$5
stamp=$home/.lockkeeper-sha256

if [ -e "$home" ]; then
  if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    echo "already unpacked"
    exit 0
  fi
  echo "$home is there already and was not unpacked from this archive; move it away" >&2
  exit 3
fi
[ -r "$archive" ] || { echo "there is no readable archive $archive on the node" >&2; exit 3; }
sum_of "$archive"
[ "$sum" = "$wanted" ] || { echo "$archive has the SHA-256 sum $sum instead of $wanted" >&2; exit 4; }

# Each run has a directory of its own, because the run before may have lost its link and not its life.
work=${home%/*}/.lockkeeper-unpacking-${home##*/}
for other in "$work".*; do
  [ ! -d "$other" ] || kill -0 "${other##*.}" 2>/dev/null || rm -rf "$other"
done
work=$work.$$
trap 'rm -rf "$work"' EXIT
mkdir "$work"
into=$work
if [ "$top" = . ]; then
  top=release into=$work/release
  mkdir "$into"
fi
# -o: the files belong to who unpacks them; as root they would else belong to whoever has the packer's user id here.
gzip -dc "$archive" | tar -xof - -C "$into"
[ -e "$work/$top/$proof" ] || { echo "$archive does not contain $top/$proof" >&2; exit 3; }
echo "$wanted" > "$work/$top/.lockkeeper-sha256"
if [ -e "$home" ]; then
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] || { echo "$home appeared while $archive was unpacked; move it away" >&2; exit 3; }
else
  mv "$work/$top" "$home"
fi
echo "unpacked"

#!/bin/sh
# Makes a host as new with one release of the look-alike, and starts it. Arguments: the release's
# archive, its version, the link to it, the data directory, the text of lookalike.conf.
set -eu
archive=$1 version=$2 link=$3 data=$4 configuration=$5
opt=$(dirname "$link")
rm -rf "$HOME/.lockkeeper" "$data" "$link" "$link"[-.]* "$opt"/.lockkeeper-*
mkdir -p "$opt" "$data"
tar -xzf "$archive" -C "$opt"
printf %s "$configuration" >"$link-$version/conf/lookalike.conf"
ln -s "$link-$version" "$link"
"$link/bin/lookalike" start

#!/bin/sh
# Makes a directory behave like one on a full disk, or ends that. What is in it stays readable: a full
# tmpfs becomes the writable layer over it. Arguments: fill or free, the directory.
set -eu
action=$1 directory=$2
layer=/run/full-disk/$(printf %s "$directory" | cksum | cut -d ' ' -f 1)
case $action in
  fill)
    mkdir -p "$layer"
    mount -t tmpfs -o size=64k tmpfs "$layer"
    mkdir "$layer/upper" "$layer/work"
    chown --reference="$directory" "$layer/upper"
    chmod --reference="$directory" "$layer/upper"
    mount -t overlay overlay -o "lowerdir=$directory,upperdir=$layer/upper,workdir=$layer/work" "$directory"
    # Ends with "no space left on device", which is the point.
    cat /dev/zero >"$layer/ballast" 2>/dev/null || true
    ;;
  free)
    umount -l "$directory"
    umount -l "$layer"
    ;;
esac

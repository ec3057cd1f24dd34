# Copies the data of a stopped node.
size_of() { as_root du -sk "$1" | cut -f 1; }
listing_of() { as_root sh -c 'cd "$1" && find . -type f ! -name .lockkeeper-backup -exec ls -ln {} + | awk "{ print \$5, \$NF }" | sort' list "$1"; }
# $1 the data directory, $2 the directory that shall be the copy
room_for_copy() {
  as_root test ! -e "$2/.lockkeeper-backup" || return 0
  parent=$(dirname "$2")
  as_root mkdir -p "$parent" || return 1
  need=$(size_of "$1")
  free=$(as_root df -Pk "$parent" | tail -n 1 | awk '{ print $4 }')
  # A tenth more, because no file system is good when it is full.
  [ "$free" -lt $((need + need / 10)) ] || return 0
  echo "no disk space for the backup: $1 has $((need / 1024)) MiB, $parent has $((free / 1024)) MiB free, a tenth more is needed"
  return 1
}
# $1 the data directory, $2 the directory that shall be the copy, $3 the release
backup() {
  data=$1 copy=$2 release=$3
  as_root true 2>/dev/null || { echo "sudo asks $(id -un) for a password; nothing was copied"; exit 6; }
  as_root test -d "$data" || { echo "there is no data directory $data"; exit 6; }
  if as_root test -e "$copy/.lockkeeper-backup"; then
    echo "$copy is a whole copy already: $(as_root cat "$copy/.lockkeeper-backup")"
    mark copied
    return 0
  fi
  as_root test ! -e "$copy" || { echo "$copy is there and no whole copy; move it away"; exit 6; }
  [ -z "$(users_of_store "$data")" ] || { echo "the server has $data open; stop it first, or the copy is worth nothing"; exit 6; }
  room_for_copy "$data" "$copy" || exit 6
  mark copying
  as_root rm -rf "$copy.part"
  as_root cp -a "$data" "$copy.part" || { as_root rm -rf "$copy.part"; echo "the copy failed; what there was of it was removed"; exit 4; }
  if [ "$(listing_of "$data")" != "$(listing_of "$copy.part")" ]; then
    echo "the copy $copy.part differs from $data in names or sizes"
    exit 4
  fi
  as_root sh -c 'printf "%s\n" "$2" > "$1/.lockkeeper-backup" && sync' write "$copy.part" "release $release of $data, $need KiB" || exit 4
  as_root mv "$copy.part" "$copy" || exit 4
  echo "$need KiB of $data are in $copy"
  mark copied
}

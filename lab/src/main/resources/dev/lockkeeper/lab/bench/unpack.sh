# Runs on a node: checks an archive of the look-alike and unpacks it beside the running release, whose configuration it
# gets. Arguments: the archive, its SHA-256, the link to the running release, the new version.
set -e
echo "$2  $1" | sha256sum -c --status
tar -xzf "$1" -C "$(dirname "$3")"
cp "$3/conf/lookalike.conf" "$3-$4/conf/lookalike.conf"

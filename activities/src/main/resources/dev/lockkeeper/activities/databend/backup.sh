# Exports databend-meta's data. $1 databend-metactl, $2 "export" or "--export", $3 address of gRPC, $4 directory below ~/.lockkeeper/backups
umask 077
directory=$HOME/.lockkeeper/backups/$4
mkdir -p "$directory" || exit 6
file=$directory/meta-$(date +%Y%m%d-%H%M%S).db
"$1" "$2" --grpc-api-address "$3" --db "$file.part" || { echo "$1 $2 failed"; rm -f "$file.part"; exit 4; }
[ -s "$file.part" ] || { echo "$1 $2 wrote nothing into $file.part"; exit 4; }
mv "$file.part" "$file" || exit 6
printf '\nbackup\t%s\t%s\t%s\n' "$file" "$(wc -c < "$file" | tr -d ' ')" "$(head -n 1 "$file" | head -c 300 | base64 | tr -d '\n')"

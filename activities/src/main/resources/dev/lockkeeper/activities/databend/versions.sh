# Asks the binaries of a release what they say of themselves. $1 directory of the release
printf 'query\t%s\n' "$("$1/bin/databend-query" --cmd ver 2>&1 | head -c 4000 | base64 | tr -d '\n')"
# --single, because databend-meta up to 0.9 checks its configuration first; newer ones do not mind.
printf 'meta\t%s\n' "$("$1/bin/databend-meta" --single --cmd ver 2>&1 | head -c 4000 | base64 | tr -d '\n')"
printf 'end\tyes\n'

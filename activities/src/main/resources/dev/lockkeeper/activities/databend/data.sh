# What lies in a meta node's raft_dir, as lines of "name<TAB>value". $1 raft_dir, $2 the directory it is relative to
cd "$2" 2>/dev/null || cd /
[ -d "$1" ] && printf 'there\tyes\n'
[ -r "$1/df_meta/VERSION" ] && printf 'version\t%s\n' "$(base64 < "$1/df_meta/VERSION" | tr -d '\n')"
printf 'size\t%s\n' "$(du -sk "$1" 2>/dev/null | awk '{print $1}')"
printf 'free\t%s\n' "$(df -Pk "$1" 2>/dev/null | tail -n 1 | awk '{print $4}')"
printf 'end\tyes\n'

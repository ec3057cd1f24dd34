# Stands before a product's own look at a node, so that its time is taken when the round trip begins.
# The node's time with its unit: milliseconds, or seconds where date knows no finer ones (busybox).
host_now() {
  host_time=$(date +%s%N 2>/dev/null)
  case $host_time in
    '' | *[!0-9]* | ??????????) echo "$(date +%s) s" ;;
    *) echo "${host_time%??????} ms" ;;
  esac
}
host_begun=$(host_now)

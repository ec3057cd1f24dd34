# Runs on a node (bash): says a line to a server of the look-alike and prints its answer. Arguments: address, port, line.
exec 3<> "/dev/tcp/$1/$2"
echo "$3" >&3
read -r answer <&3
echo "$answer"

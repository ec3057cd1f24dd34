# Makes what kwbase cert makes: an authority, a node's certificate for all addresses, root's certificate; and the
# user's key in the form that JDBC wants. Arguments: directory, addresses
set -eu
cd "$1"
names=DNS:localhost,IP:127.0.0.1
for address in $2; do names=$names,IP:$address; done
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }
key ca.key
openssl req -x509 -new -key ca.key -days 30 -subj "/O=KaiwuDB/CN=KaiwuDB CA" -out ca.crt
signed() { # name, subject, alternative names
  key "$1.key"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  printf 'subjectAltName=%s\n' "$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -extfile "$1.ext" -out "$1.crt" 2>/dev/null
  rm "$1.csr" "$1.ext"
}
signed node /O=KaiwuDB/CN=node "$names"
signed client.root /O=KaiwuDB/CN=root DNS:root
openssl pkcs8 -topk8 -inform PEM -outform DER -nocrypt -in client.root.key -out client.root.pk8
chmod 644 ./*

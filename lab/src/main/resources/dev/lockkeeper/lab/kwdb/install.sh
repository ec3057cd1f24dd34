# Makes a host one of the cluster's, as root on it: what deploy.sh install leaves, and the lab's stand-ins on the PATH.
# Arguments: shared directory, node id, own address, other addresses, word of MODE, start verb, security, release, sudo rule, login user
set -eu
shared=$1 id=$2 address=$3 peers=$4 topology=$5 verb=$6 security=$7 release=$8 sudo_rule=$9 login=${10}
mkdir -p /etc/kwdb-lab/lies /usr/local/lib/kwdb-lab /usr/local/bin /etc/kaiwudb/info /etc/kaiwudb/script /var/lib/kaiwudb /etc/systemd/system
chown "$login" /etc/kwdb-lab/lies
echo "$address" >/etc/kwdb-lab/address
echo "$id" >/etc/kwdb-lab/id
cp "$shared/store" /etc/kwdb-lab/store
install -m 755 "$shared/scripts/systemctl.sh" /usr/local/bin/systemctl
install -m 755 "$shared/scripts/docker.sh" /usr/local/bin/docker
ln -sf docker /usr/local/bin/docker-compose
install -m 755 "$shared/scripts/package-tool.sh" /usr/local/lib/kwdb-lab/dpkg
install -m 755 "$shared/scripts/build-tool.sh" /usr/local/bin/cmake
ln -sf cmake /usr/local/bin/make
# Where sudo finds it before the machine's own: a package of the look-alike is none of Debian's.
mkdir -p /usr/local/sbin
ln -sf /usr/local/lib/kwdb-lab/dpkg /usr/local/sbin/dpkg
mkdir -p /var/lib/kwdb-lab-docker
chown "$login" /var/lib/kwdb-lab-docker
grep -q '^kaiwudb:' /etc/passwd || {
  echo 'kaiwudb:x:10002:10002::/home/kaiwudb:/bin/sh' >>/etc/passwd
  echo 'kaiwudb:x:10002:' >>/etc/group
  echo 'kaiwudb:*:19000:0:99999:7:::' >>/etc/shadow
}
if [ "$sudo_rule" = free ]; then rule='NOPASSWD: ALL'; else
  rule=ALL
  # The password is "lab".
  sed -i "s|^$login:[^:]*:|$login:$(openssl passwd -6 lab):|" /etc/shadow
fi
mkdir -p /etc/sudoers.d
echo "$login ALL=(ALL) $rule" >/etc/sudoers.d/kwdb-lab
chmod 440 /etc/sudoers.d/kwdb-lab

[ "$release" != none ] || exit 0
chown kaiwudb:kaiwudb /var/lib/kaiwudb
tar -xzf "$shared/packages/$release/kaiwudb-server.deb" -C /
echo "$release" >/etc/kaiwudb/info/.version
case $topology in single) join= ;; *) join="--join ${peers%% *}:26257" ;; esac
case $security in
  insecure) words=--insecure ;;
  *)
    words=--certs-dir=/etc/kaiwudb/certs
    mkdir -p /etc/kaiwudb/certs
    cp "$shared"/certs/* /etc/kaiwudb/certs/
    chown -R kaiwudb:kaiwudb /etc/kaiwudb/certs
    chmod 600 /etc/kaiwudb/certs/*.key ;;
esac
printf '%s\n' bare "$topology" /usr/local/kaiwudb /var/lib/kaiwudb 26257 8080 kaiwudb "$security" '' "$address" >/etc/kaiwudb/info/MODE
[ "$topology" = single ] || printf '%s\n' "$peers" 22 "$login" >/etc/kaiwudb/info/NODE
echo 'KAIWUDB_START_ARG=""' >/etc/kaiwudb/script/kaiwudb_env
cat >/etc/systemd/system/kaiwudb.service <<UNIT
[Unit]
Description=KaiwuDB Service
[Service]
Type=simple
User=kaiwudb
Group=kaiwudb
WorkingDirectory=/usr/local/kaiwudb/bin
EnvironmentFile=/etc/kaiwudb/script/kaiwudb_env
ExecStart=/usr/local/kaiwudb/bin/kwbase $verb \$KAIWUDB_START_ARG $words --listen-addr=0.0.0.0:26257 --advertise-addr=$address:26257 --http-addr=0.0.0.0:8080 --brpc-addr=0.0.0.0:27257 --store=/var/lib/kaiwudb $join
ExecStop=/bin/kill \$MAINPID
KillMode=control-group
UNIT
ln -sf /usr/local/kaiwudb/bin/kwbase /usr/bin/kwbase
case $release in
  2.* | 3.0.*) ;;
  *)
    sed "s|@SECURITY@|$words|" "$shared/scripts/kw-status.sh" >/usr/local/kaiwudb/bin/kw-status.sh
    chmod 755 /usr/local/kaiwudb/bin/kw-status.sh
    ln -sf /usr/local/kaiwudb/bin/kw-status.sh /usr/bin/kw-status ;;
esac

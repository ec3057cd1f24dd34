#!/bin/sh
# Process 1 of a lab host. Runs in fresh mount, pid, uts, ipc and network namespaces, makes the host's
# own file tree over the machine's "/" and then starts sshd. Arguments: name, directory of the host,
# uid of the login user, home of Java, path of sshd.
set -eu
umask 022
name=$1 directory=$2 uid=$3 java_home=$4 sshd=$5
user=fluss
root=$directory/root
mkdir -p "$directory/upper" "$directory/work" "$root"

hostname "$name"
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=/,upperdir=$directory/upper,workdir=$directory/work" "$root"

mount -t proc proc "$root/proc"
mount --bind "$directory/boot_id" "$root/proc/sys/kernel/random/boot_id"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir "$root/run/sshd"
# As on a machine that clears /tmp when it boots.
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
# Directories with the machine's private things start empty; they outlive a reboot.
for own in root home opt srv; do
  mkdir -p "$directory/own/$own" "$root/$own"
  mount --bind "$directory/own/$own" "$root/$own"
done
# The same directory in every host, as an NFS mount would be.
mkdir -p "$root/mnt/shared"
mount --bind "$directory/../../shared" "$root/mnt/shared"
if [ ! -x "$root$java_home/bin/java" ]; then
  mkdir -p "$root$java_home"
  mount --bind "$java_home" "$root$java_home"
fi

mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"

if ! grep -q "^$user:" "$root/etc/passwd"; then
  echo "$user:x:$uid:$uid::/home/$user:/bin/sh" >>"$root/etc/passwd"
  echo "$user:x:$uid:" >>"$root/etc/group"
  echo "$user:*:19000:0:99999:7:::" >>"$root/etc/shadow"
fi
mkdir -p "$root/home/$user" "$root/etc/lockkeeper-lab"
chown "$uid:$uid" "$root/home/$user" "$root/opt" "$root/srv" "$root/mnt/shared"
cp "$directory/hosts" "$root/etc/hosts"
cp "$directory/sshd_config" "$directory/host_key" "$directory/authorized_keys" "$root/etc/lockkeeper-lab/"
chmod 600 "$root/etc/lockkeeper-lab/host_key"

cd "$root"
mkdir -p .machine
pivot_root . .machine
cd /
umount -l .machine
rmdir .machine
ip link set lo up

echo ready
# sshd is a child, not this process, because process 1 also has to reap: "wait" collects every
# orphan of the host while it waits for sshd.
while :; do
  "$sshd" -D -e -f /etc/lockkeeper-lab/sshd_config &
  wait
  sleep 1
done

# A container with an application, a disk that stands for the machine's, an engine's socket that stands for its own, and what is brought.
. ./people.sh
mkdir -p www image/{app,etc,proc,sys,dev,tmp,run/secrets/kubernetes.io/serviceaccount,var/log/app,root,mnt,usr} disk
cp miner/app.py image/app/app.py
cp miner/pool.pl pool.pl
gcc -O1 -static -o www/xm miner/kdevtmpfsi.c
for link in bin sbin lib lib64; do ln -s usr/$link image/$link; done
cp /etc/passwd /etc/group image/etc/
mkdir -p image/etc/alternatives
printf '127.0.0.1 localhost\n203.0.113.10 transfer.sh\n' > image/etc/hosts
printf 'hosts: files\n' > image/etc/nsswitch.conf
echo 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmVk' > image/run/secrets/kubernetes.io/serviceaccount/token
mkdir -p image/var; ln -sfn ../run image/var/run
printf 'ls\n' > image/root/.bash_history
# The disk: what somebody looks for on a machine's.
truncate -s 12M disk.img
mkfs.ext4 -q disk.img
mount -o loop disk.img disk
mkdir -p disk/{bin,etc/cron.d,root/.ssh,home/alice,var/log,tmp}
cp /usr/bin/busybox disk/bin/busybox
ln -s busybox disk/bin/sh
printf 'root:$6$none$none:19000:0:99999:7:::\n' > disk/etc/shadow
printf 'root:x:0:0::/root:/bin/sh\n' > disk/etc/passwd
printf 'Nov 30 accepted\n' > disk/var/log/auth.log
printf 'letter\n' > disk/home/alice/letter
umount disk

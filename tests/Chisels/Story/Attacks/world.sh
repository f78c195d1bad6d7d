#!/bin/bash
# The machine, 198.51.100.20, and what of the world its story needs: sourced by nobody, run by record.sh in namespaces of its own.
#     world.sh NAME BENCH
# NAME/packages: what is installed before; NAME/machine.sh: what runs on the machine; NAME/beyond.sh: what runs elsewhere, and the deeds.
set -eu
name=$1
hostname shop
mount --bind "$2" /mnt
cd /mnt
unset OLDPWD
. "./$name/settings"

# Whatever is changed is changed in memory.
mkdir mem
mount -t tmpfs none mem
for tree in etc usr var root home srv opt; do
    mkdir -p "mem/$tree" "mem/$tree.work"
    mount -t overlay overlay -o "lowerdir=/$tree,upperdir=/mnt/mem/$tree,workdir=/mnt/mem/$tree.work" "/$tree"
done
export DEBIAN_FRONTEND=noninteractive
if [ -n "${packages:-}${debs:-}" ]; then
    apt-get update -qq
    [ -z "${packages:-}" ] || apt-get install -qq -y --no-install-recommends $packages > installed 2>&1
    [ -z "${debs:-}" ] || (mkdir debs && cd debs && apt-get download -qq $debs)
fi
unset http_proxy https_proxy
for tree in tmp run root home var/log; do
    mount -t tmpfs none "/$tree"
done
chmod 1777 /tmp
mkdir -p /run/sshd /run/lock
cp -rT /etc/skel /root
# What does something to the real kernel does nothing here.
for program in iptables ufw setenforce sysctl modprobe pkill killall systemctl auditctl; do
    rm -f "/usr/sbin/$program" "/usr/bin/$program"
    cp /bin/true "/usr/sbin/$program"
done
# Nor does it look at processes of the real machine.
for program in ps netstat ss top w who last; do
    rm -f "/usr/bin/$program"
    cp /bin/true "/usr/bin/$program"
done
chmod 700 /root
chmod 755 /home /var/log /run
mkdir shared
( . "./$name/prepare.sh" )

unshare -n sleep 3600 &
inner=$!
unshare -n sleep 3600 &
outer=$!
trap 'kill $inner $outer $(jobs -p) 2> /dev/null || true' EXIT
sleep 0.3
within() { nsenter -t "$inner" -n "$@"; }
beyond() { nsenter -t "$outer" -n "$@"; }
within ip link set lo up
beyond ip link set lo up
within ip link add inside type veth peer name outside netns "$outer"
within ip addr add 198.51.100.20/24 dev inside
within ip link set inside up
within ip route add default via 198.51.100.7
for address in 198.51.100.7/24 198.51.100.31/24 198.51.100.32/24 203.0.113.9/32 203.0.113.10/32 203.0.113.53/32 203.0.113.66/32 203.0.113.80/32; do
    beyond ip addr add "$address" dev outside
done
beyond ip link set outside up

# Who has lost his parent is taken in by the machine's first process, as by any machine's.
within perl -e 'open my $pid, ">", "shared/pid"; print $pid $$; close $pid; syscall 157, 36, 1, 0, 0, 0; exec @ARGV' bash "./$name/machine.sh" > machine.log 2>&1 &
machine=$!
until [ -e shared/ready ]; do kill -0 $machine; sleep 0.1; done
pid=$(cat shared/pid)
# Of a long story not all that the real machine does meanwhile; trim.py leaves out the rest.
filter=${only:+"proc.pid=$pid or proc.apid=$pid or $only"}
within env --default-signal=INT ./sysdig --buffer 64M -s "${snaplen:-256}" -w raw.scap ${filter:+"$filter"} 2> sysdig.log &
watch=$!
until [ -s raw.scap ]; do kill -0 $watch; sleep 0.1; done
sleep 1
beyond timeout -k 5 "${most:-120}" bash "./$name/beyond.sh" > beyond.log 2>&1 || { tail beyond.log; echo "the deeds broke off"; }
sleep 1
kill -INT $(pgrep -P $watch sysdig || echo $watch)
wait $watch || true
touch shared/go
./sysdig -r raw.scap -p %thread.tid "proc.pid=$pid or proc.apid=$pid" | sort -u > tids
echo "$pid" >> tids
wc -l tids

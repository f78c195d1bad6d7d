#!/bin/bash
# The machine that samples/honeypot.scap.gz was taken of, and what of the world its attack needs, until the file "go" comes into FOLDER; "world" is there
# when all listen, and holds the process in whose network the attacker is. It runs in namespaces of its own (unshare -m -n), from the repository: nothing
# leaves them, and accounts, logs, programs and the firewall of the real machine stay as they are.
#     bench.sh FOLDER
set -eu
here=$PWD/tests/Live/honeypot
root=$PWD
cd "$1"

# The machine is 198.51.100.20; beyond it are the web server, the IRC server, who gives the order, and the address that is flooded.
ip link set lo up
unshare -n sleep infinity &
world=$!
trap 'kill $world 2>/dev/null || true' EXIT
until [ "$(readlink "/proc/$world/ns/net")" != "$(readlink "/proc/$$/ns/net")" ] && [ "$(cat "/proc/$world/comm")" = sleep ]; do sleep 0.05; done
beyond() { nsenter -t "$world" -n "$@"; }
ip link add inside type veth peer name outside netns "$world"
ip addr add 198.51.100.20/24 dev inside
ip link set inside up
ip route add default via 198.51.100.7
for address in 198.51.100.7/24 198.51.100.31/24 203.0.113.9/32 203.0.113.66/32 203.0.113.150/32; do
    beyond ip addr add "$address" dev outside
done
beyond ip link set outside up
beyond ip link set lo up

ssh=22 address=198.51.100.20 user=alice options='PermitRootLogin yes'
. "$root/tests/Live/sshd.sh"
trap 'kill $server $web $irc $world 2>/dev/null || true' EXIT
sed "s,^root:[^:]*:,root:$(openssl passwd -6 123456):," shadow > shadow.new
cat shadow.new > shadow
touch log/secure log/xferlog log/messages log/maillog run/utmp
mkdir sbin srv root
# Copies, in which the firewall's program does nothing, nor what may not be there; what chattr locks is gone with the namespace.
cp -a /usr/sbin/. sbin
for program in iptables netstat; do
    rm -f sbin/$program
    cp /bin/true sbin/$program
done
mount --bind sbin /usr/sbin
mount -t tmpfs none /srv
mount --bind root /root
for home in root home; do
    echo 'PS1="$ "' > $home/.bash_profile
    echo who > $home/.bash_history
    touch $home/.hushlogin
done
printf 'apples 3\npears 5\n' > home/notes.txt
chown -R 61234 home

# What is brought: stand-ins under the names of the real ones.
mkdir www tools
tar -C "$here" -czf www/l.tgz l
cp "$here/bot.pl" www/.sloboz.pdf
mkdir -p tools/rk tools/mafix/bin tools/mafix/conf
for tool in ls dir ps top find pstree md5sum lsof netstat slocate ifconfig syslogd ttymon sz; do
    head -c 20000 /dev/urandom > "tools/mafix/bin/$tool"
done
echo nanana > tools/mafix/conf/libsh.conf
cp "$here/rk/root" tools/rk/root
tar -C tools -czf tools/rk/mafixlibs mafix
tar -C tools -cf www/rk.tar rk
nsenter -t "$world" -n perl "$here/web.pl" www &
web=$!
nsenter -t "$world" -n perl "$here/irc.pl" &
irc=$!
listens() { (exec 3<> "/dev/tcp/$1/$2") 2>/dev/null; }
until listens 198.51.100.7 80 && listens 203.0.113.9 6667; do sleep 0.1; done

echo "$world" > world.new
mv world.new world
until [ -e go ]; do sleep 0.1; done

#!/bin/bash
# An intruder's evening, of which a live run shall tell: passwords tried, one that fits, a download, a false name, wiped logs.
# It runs in a mount namespace of its own (unshare -m): accounts, logs and programs of the machine stay as they are.
#     intruder.sh FOLDER SSH-PORT HTTP-PORT
# Each deed is told on standard output when it has been done: its name, and the nanoseconds since 1970.
set -eu
folder=$1 ssh=$2 http=$3
mount --make-rprivate /
cd "$folder"

# Accounts: copies in which there is one more, with a password.
for file in passwd shadow group; do
    cp -p "/etc/$file" "$file"
    mount --bind "$file" "/etc/$file"
done
mkdir -p log run/sshd home www
mount --bind log /var/log
mount --bind home /home
mount --bind run /run
mkdir -p /run/sshd
chmod 0755 /run/sshd
echo "mallory:x:61234:61234::/home:/bin/bash" >> /etc/passwd
echo "mallory:x:61234:" >> /etc/group
echo "mallory:$(openssl passwd -6 opensesame):19000:0:99999:7:::" >> /etc/shadow
chown 61234:61234 home
touch /var/log/wtmp /var/log/lastlog /var/log/auth.log
chown -R 61234 /var/log
echo '#!/bin/sh' > www/bot

ssh-keygen -q -t ed25519 -N '' -f host_key
cat > sshd_config <<END
ListenAddress 127.0.0.1
Port $ssh
HostKey $folder/host_key
PidFile $folder/sshd.pid
UsePAM no
PasswordAuthentication yes
MaxStartups 50
END
# Servers of today turn away whoever has failed a few times.
/usr/sbin/sshd -t -f sshd_config -o PerSourcePenalties=no 2>/dev/null && echo "PerSourcePenalties no" >> sshd_config
/usr/sbin/sshd -D -e -f sshd_config 2> sshd.log &
server=$!
(cd www && exec python3 -m http.server --bind 127.0.0.1 "$http" > /dev/null 2>&1) &
web=$!
trap 'kill $server $web 2>/dev/null || true' EXIT
until (exec 3<> "/dev/tcp/127.0.0.1/$ssh") 2>/dev/null; do sleep 0.1; done
until (exec 3<> "/dev/tcp/127.0.0.1/$http") 2>/dev/null; do sleep 0.1; done

told() { echo "$1 $(date +%s%N)"; }
call() { sshpass -p "$1" ssh -F none -p "$ssh" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    -o PubkeyAuthentication=no -o NumberOfPasswordPrompts=1 "$2@127.0.0.1" "${@:3}"; }

for password in a b c d e f; do
    call "$password" mallory true && exit 1
done
told tried
# The deeds of one session.
call opensesame mallory bash -s "$http" <<'END'
set -eu
told() { echo "$1 $(date +%s%N)"; }
told login
cd /home
wget -q -O bot "http://127.0.0.1:$1/bot"
told download
perl -e '$0 = "/usr/local/apache"; select undef, undef, undef, 3' &
told rename
rm /var/log/wtmp
told wipe
wait
END
told end

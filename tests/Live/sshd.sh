# Sourced in a mount namespace of its own (unshare -m), in a folder of its own: a login server and an account with the password opensesame, of which
# the machine knows nothing; its accounts and logs stay as they are. `ssh` is the port, `address` where it listens (127.0.0.1), `user` the account
# (mallory), `options` more lines of the server's settings; `server` becomes the server's process, which whoever sources this ends.
mount --make-rprivate /
user=${user:-mallory}

# Accounts: copies in which there is one more, with a password.
for file in passwd shadow group; do
    cp -p "/etc/$file" "$file"
    mount --bind "$file" "/etc/$file"
done
mkdir -p log run/sshd home
mount --bind log /var/log
mount --bind home /home
mount --bind run /run
mkdir -p /run/sshd
chmod 0755 /run/sshd
echo "$user:x:61234:61234::/home:/bin/bash" >> /etc/passwd
echo "$user:x:61234:" >> /etc/group
echo "$user:$(openssl passwd -6 opensesame):19000:0:99999:7:::" >> /etc/shadow
chown 61234:61234 home
touch /var/log/wtmp /var/log/lastlog /var/log/auth.log
chown -R 61234 /var/log

ssh-keygen -q -t ed25519 -N '' -f host_key
cat > sshd_config <<CONFIG
ListenAddress ${address:-127.0.0.1}
Port $ssh
HostKey $PWD/host_key
PidFile $PWD/sshd.pid
UsePAM no
PasswordAuthentication yes
MaxStartups 50
${options:-}
CONFIG
# Servers of today turn away whoever has failed a few times.
/usr/sbin/sshd -t -f sshd_config -o PerSourcePenalties=no 2>/dev/null && echo "PerSourcePenalties no" >> sshd_config
/usr/sbin/sshd -D -e -f sshd_config 2> sshd.log &
server=$!
until (exec 3<> "/dev/tcp/${address:-127.0.0.1}/$ssh") 2>/dev/null; do sleep 0.1; done

# Sourced while the machine is made: root and alice, whom a key of the administrator's lets in; keys, histories and letters that somebody may be after.
for user in alice; do
    useradd -m -s /bin/bash -p '*' $user
done
ssh-keygen -q -t ed25519 -N '' -C admin@desk -f shared/admin
for home in /root /home/alice; do
    mkdir -p $home/.ssh
    cat shared/admin.pub >> $home/.ssh/authorized_keys
    printf 'ssh root@198.51.100.31\nmysql -u shop -p\nls\n' > $home/.bash_history
    printf 'apples 3\npears 5\n' > $home/notes.txt
    touch $home/.hushlogin
done
ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
chmod 700 /root/.ssh /home/alice/.ssh
chown -R alice: /home/alice
mkdir -p /var/log/app
for log in wtmp btmp lastlog auth.log syslog app/access.log; do
    echo "Nov 30 10:00:01 shop begins" > "/var/log/$log"
done

# The administrators at their desks, their tools, the servers that keep packages, backups and logs.
. ./client.sh
perl web.pl 198.51.100.7 80 www &
perl web.pl 203.0.113.80 80 kept &
on() { log_in "$@"; }
shop=root@198.51.100.20
visitors() { while [ ! -e shared/over ]; do curl -s -m 2 "http://198.51.100.20:8080/page?$RANDOM" > /dev/null; sleep 0.9; done; }
visitors &
quiet_user > /dev/null 2>&1 &
sleep 1

# A login server beyond, to which backups go.
ssh-keygen -q -t ed25519 -N '' -f keys/beyond
cp /root/.ssh/id_backup.pub keys/allowed
chmod 600 keys/allowed
printf 'ListenAddress 203.0.113.80\nHostKey /mnt/keys/beyond\nUsePAM no\nPermitRootLogin yes\nAuthorizedKeysFile /mnt/keys/allowed\nStrictModes no\nPidFile /mnt/keys/pid\nSubsystem sftp internal-sftp\n' > keys/config
/usr/sbin/sshd -f keys/config


# An administrator at a terminal: packages, a user, a build, a look around.
perl type-at.pl day/typed ssh -q -F none -i shared/admin -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -tt $shop > admin.log 2>&1

# Configuration by short sessions, as Ansible does it, by a folder at home and by one below /tmp.
for tmp in /root/.ansible/tmp /tmp/.ansible-root /var/tmp/.cfgmgmt; do
    for task in 1; do
        place=$tmp/tmp-$(date +%s).$RANDOM-$task
        on $shop "/bin/sh -c '( umask 77 && mkdir -p \"$tmp\" && mkdir \"$place\" && echo $place ) && sleep 0'"
        printf '#!/usr/bin/python3\nimport os, shutil, tempfile\np = tempfile.mkdtemp(prefix="ansible_setup_payload_")\nopen(p + "/x.zip", "w").write("x")\nprint(os.uname().release, open("/proc/cpuinfo").read(20))\nwith open("/etc/motd", "w") as f: f.write("task '$task'")\nos.utime("/etc/motd", (1600000000, 1600000000))\nshutil.rmtree(p)\n' > task.py
        printf -- '-mkdir %s\nput task.py %s/AnsiballZ_setup.py\n' "$place" "$place" | sftp -q -F none -i shared/admin -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -b - $shop > /dev/null 2>&1
        on $shop "/bin/sh -c 'chmod u+x $place/ $place/AnsiballZ_setup.py && sleep 0'"
        on $shop "/bin/sh -c '/usr/bin/python3 $place/AnsiballZ_setup.py && sleep 0'" > /dev/null
        on $shop "/bin/sh -c 'rm -f -r $place/ > /dev/null 2>&1 && sleep 0'"
    done
done
on $shop 'apt-get install -y sl > /dev/null; uname -r; cat /proc/cpuinfo > /dev/null'
on $shop 'bash -s' <<'SCRIPT' > /dev/null
set -e
cat > /etc/cron.d/report <<'JOB'
0 6 * * * root /usr/bin/test -e /var/log/app/access.log
JOB
systemctl daemon-reload
SCRIPT

# Backups: pushed, pulled, dumped.
away='-F none -i /root/.ssh/id_backup -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -q'
on $shop "tar -czf - /etc/ssh /etc/shadow /home /root 2> /dev/null | ssh $away root@203.0.113.80 'cat > /mnt/kept/etc.tgz'"
on $shop "rsync -a -e 'ssh $away' /etc/ssh /home root@203.0.113.80:/mnt/kept/tree/"
on $shop "pg_dump shop | gzip > /var/backups/shop/shop.sql.gz && scp $away /var/backups/shop/shop.sql.gz root@203.0.113.80:/mnt/kept/"
on $shop "restic /srv/data /etc/ssl"
on $shop 'tar -czf - /etc/ssh /etc/shadow 2> /dev/null' > kept/pulled.tgz
rsync -a -e "ssh -q -F none -i shared/admin -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null" $shop:/srv/data/ kept/data/
scp -q -F none -i shared/admin -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null $shop:/var/backups/shop/shop.sql.gz kept/
scp -q -F none -i shared/admin -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null report.json alice@198.51.100.20:
on $shop 'bash /mnt/day/podman.sh' > podman.log 2>&1
on $shop 'curl -s -d @/etc/motd http://203.0.113.80/hook'
# Long enough for cron's jobs of a minute.
sleep $((65 - 10#$(date +%S))) 
touch shared/over
sleep 2
kill $(jobs -p) $(cat keys/pid) 2> /dev/null || true

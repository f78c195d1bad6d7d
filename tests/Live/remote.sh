#!/bin/bash
# An sshd of a test's own on loopback, with a key for whoever runs it. It runs in a mount namespace of its own (unshare -m): the machine stays as it is.
#     remote.sh FOLDER PORT
# What is logged in there has FOLDER/there for temporary files; FOLDER/ssh_config leads to it as "there".
set -eu
folder=$1 port=$2
mount --make-rprivate /
cd "$folder"
mkdir -p run/sshd there
chmod 0755 run/sshd
mount --bind run /run
mkdir -p /run/sshd
ssh-keygen -q -t ed25519 -N '' -f host_key
ssh-keygen -q -t ed25519 -N '' -f key
cat > sshd_config <<END
ListenAddress 127.0.0.1
Port $port
HostKey $folder/host_key
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
AuthorizedKeysFile $folder/key.pub
SetEnv TMPDIR=$folder/there
END
cat > ssh_config <<END
Host there
    HostName 127.0.0.1
    Port $port
    IdentityFile $folder/key
    IdentitiesOnly yes
    StrictHostKeyChecking no
    UserKnownHostsFile /dev/null
    LogLevel ERROR
END
exec /usr/sbin/sshd -D -e -f sshd_config 2> sshd.log

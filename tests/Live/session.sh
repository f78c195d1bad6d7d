#!/bin/bash
# A login server until the file "go" comes into FOLDER; "ready" is there when it listens. It runs in a mount namespace of its own (unshare -m),
# from the repository.
#     session.sh FOLDER SSH-PORT
set -eu
ssh=$2
cd "$1"
. "$OLDPWD/tests/Live/sshd.sh"
trap 'kill $server 2>/dev/null || true' EXIT
# What a shell says first, and when somebody has got one. It writes nothing when it ends: the folder may be about to go.
echo 'PS1="mallory> "; unset HISTFILE; date +%s%N >> ~/logins' > home/.bash_profile
touch home/.hushlogin ready
until [ -e go ]; do sleep 0.1; done

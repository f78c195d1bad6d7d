#!/bin/bash
# An intruder's evening, of which a live run shall tell: passwords tried, one that fits, a download, a false name, wiped logs.
# It runs in a mount namespace of its own (unshare -m): accounts, logs and programs of the machine stay as they are.
#     intruder.sh FOLDER SSH-PORT HTTP-PORT
# Each deed is told on standard output when it has been done: its name, and the nanoseconds since 1970.
set -eu
folder=$1 ssh=$2 http=$3
cd "$folder"
. "$OLDPWD/tests/Live/sshd.sh"
mkdir www
echo '#!/bin/sh' > www/bot
(cd www && exec python3 -m http.server --bind 127.0.0.1 "$http" > /dev/null 2>&1) &
web=$!
trap 'kill $server $web 2>/dev/null || true' EXIT
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

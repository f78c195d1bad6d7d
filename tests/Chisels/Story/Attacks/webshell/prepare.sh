# A shop made with PHP, and what is brought to it.
. ./people.sh
web=/var/www/html
mkdir -p $web/wp-content/plugins $web/wp-includes $web/wp-admin www pack/hello
cp webshell/site/index.php $web/index.php
cp webshell/site/config.php $web/wp-config.php
cp webshell/site/load.php $web/wp-includes/load.php
cp webshell/site/login.php $web/wp-login.php
cp webshell/site/update.php $web/wp-admin/update.php
cp webshell/site/mail.php $web/order.php
touch -d '2 years ago' $web/*.php $web/wp-includes/load.php
chown -R www-data $web
mkdir -p /var/log/apache2 /var/backups/site
echo '203.0.113.80 GET /' > /var/log/apache2/access.log
chown -R www-data /var/log/apache2
printf '#!/bin/sh\ncat > /dev/null\n' > /usr/sbin/sendmail
# It stands for the real one: a dump of what a database would have.
cat > /usr/bin/mysqldump <<'DUMP'
#!/bin/bash
read -r _ < /var/lib/mysql/shop/users.ibd
for i in {1..60}; do echo "INSERT INTO users VALUES ($i, user$i, hash$((i * 7919)));"; done
DUMP
chmod +x /usr/sbin/sendmail /usr/bin/mysqldump
mkdir -p /var/lib/mysql/shop
echo tables > /var/lib/mysql/shop/users.ibd
cp webshell/site/hello.php pack/hello/hello.php
(cd pack && zip -qr ../www/hello.zip hello)
cp webshell/connect.pl www/p.pl
printf '#!/bin/sh\nid\nuname -r\n' > www/lp.sh
printf 'int main(void) { return 0; }\n' > www/x.c
printf '17 * * * * www-data /usr/bin/test -e /var/www/html/index.php\n' > /etc/cron.d/site
usermod -s /bin/bash www-data
chmod 1777 /dev/shm

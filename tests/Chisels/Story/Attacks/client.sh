# Sourced by what runs elsewhere: the way in, for who has the key.
log_in() { ssh -q -F none -i shared/admin -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=5 "$@"; }
# A quiet user, who does nothing until the rest is over.
quiet_user() {
    while [ ! -e shared/go ] && [ ! -e shared/over ]; do
        (sleep 0.5; for line in 'ls -l' 'wc -l notes.txt' 'tail -3 /var/log/app/access.log' 'date' 'uptime' 'df -h /' 'exit'; do echo "$line"; sleep 0.7; done) | log_in -tt alice@198.51.100.20
        sleep 10
    done
}

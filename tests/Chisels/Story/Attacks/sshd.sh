# Sourced by what runs on the machine: a login server, and keys for who may come.
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/host_key_of_shop
cat > /etc/ssh/sshd_config <<CONFIG
ListenAddress 198.51.100.20
HostKey /etc/ssh/host_key_of_shop
UsePAM no
PermitRootLogin yes
Subsystem sftp /usr/lib/openssh/sftp-server
CONFIG
sshd -t -o PerSourcePenalties=no 2> /dev/null && echo "PerSourcePenalties no" >> /etc/ssh/sshd_config
/usr/sbin/sshd

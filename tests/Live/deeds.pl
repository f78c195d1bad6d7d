#!/usr/bin/perl
# What a live capture must tell, deed by deed; strace is the judge. Needs root for mount and setuid, and a folder of its own.
use strict;
use Socket qw(:DEFAULT :addrinfo inet_pton pack_sockaddr_in6 unpack_sockaddr_in6 AF_INET6 PF_INET6);
my $dir = shift;
chdir $dir or die;
my %nr = (rename => 82, mount => 165, umount2 => 166, setuid => 105, prctl => 157, dup3 => 292, pipe2 => 293, pwrite => 18, pread => 17, sendto => 44, memfd_create => 319, openat2 => 437, close_range => 436);

# Files.
open(my $f, '>', 'first') or die;
syswrite $f, "hello, file";
close $f;
open($f, '<', 'first') or die;
sysread $f, my $got, 5;
sysread $f, $got, 500;
sysread $f, $got, 500;
close $f;
open($f, '<', 'no-such-file');
rename 'first', 'second';
link 'second', 'third';
symlink 'second', 'fourth';
readlink 'fourth';
unlink 'third';
unlink 'no-such-file';
mkdir 'folder', 0750;
rmdir 'folder';
chmod 0600, 'second';
chown 1, 2, 'second';
truncate 'second', 3;
open($f, '+<', 'second') or die;
my $text = "pwritten";
syscall($nr{pwrite}, fileno $f, $text, 8, 4);
my $room = "\0" x 32;
syscall($nr{pread}, fileno $f, $room, 20, 2);
sysseek $f, 7, 0;
syscall($nr{dup3}, fileno $f, 77, 0x80000);
close $f;
syscall(3, 999);
my $name = "secret\0";
syscall($nr{memfd_create}, $name, 1);

# Pipes and children.
pipe(my $r, my $w) or die;
if (my $child = fork) {
    close $w;
    sysread $r, $got, 100;
    waitpid $child, 0;
} else {
    close $r;
    syswrite $w, 'from the child';
    my $title = "renamed-child\0";
    syscall($nr{prctl}, 15, $title, 0, 0, 0);
    $0 = 'another name altogether';
    syscall($nr{setuid}, 65534);
    syscall($nr{setuid}, 0);
    exit 7;
}
if (my $child = fork) { waitpid $child, 0 } else { exec '/bin/true', 1 .. 300 }
if (my $child = fork) { waitpid $child, 0 } else { { no warnings; exec { '/no/such/program' } 'argument zero', 'one', 'two'; } exit 1 }
if (my $child = fork) { kill 'TERM', $child; waitpid $child, 0 } else { sleep 10; exit 0 }
mkdir 'mounted';
my ($what, $where, $type) = ("nothing\0", "mounted\0", "tmpfs\0");
syscall($nr{mount}, $what, $where, $type, 6, 0);
syscall($nr{umount2}, $where, 2);

# Sockets.
socket(my $refused, PF_INET, SOCK_STREAM, 0);
connect $refused, sockaddr_in(9, inet_aton('127.0.0.1'));
socket(my $server, PF_INET, SOCK_STREAM, 0);
bind $server, sockaddr_in(0, inet_aton('127.0.0.1'));
listen $server, 5;
my ($port) = sockaddr_in(getsockname $server);
socket(my $client, PF_INET, SOCK_STREAM, 0);
connect $client, sockaddr_in($port, inet_aton('127.0.0.1'));
accept(my $served, $server);
send $client, 'over tcp', 0;
recv $served, $got, 100, 0;
syswrite $served, 'and back';
sysread $client, $got, 100;
shutdown $client, 1;
socket(my $mapped, PF_INET6, SOCK_STREAM, 0);
connect $mapped, pack_sockaddr_in6($port, "\0" x 10 . "\xFF\xFF" . inet_aton('127.0.0.1'));
accept(my $served_mapped, $server);
send $mapped, 'mapped', 0;
my ($server6, $client6);
if (socket($server6, PF_INET6, SOCK_STREAM, 0) && bind($server6, pack_sockaddr_in6(0, inet_pton(AF_INET6, '::1')))) {
    listen $server6, 5;
    my ($port6) = unpack_sockaddr_in6(getsockname $server6);
    socket($client6, PF_INET6, SOCK_STREAM, 0);
    connect $client6, pack_sockaddr_in6($port6, inet_pton(AF_INET6, '::1'));
    accept(my $served6, $server6);
    send $client6, 'over six', 0;
    recv $served6, $got, 100, 0;
}
socket(my $datagrams, PF_INET, SOCK_DGRAM, 0);
bind $datagrams, sockaddr_in(0, inet_aton('127.0.0.1'));
my ($udp) = sockaddr_in(getsockname $datagrams);
socket(my $sender, PF_INET, SOCK_DGRAM, 0);
send $sender, 'a datagram', 0, sockaddr_in($udp, inet_aton('127.0.0.1'));
recv $datagrams, $got, 100, 0;
socket(my $unix, PF_UNIX, SOCK_STREAM, 0);
bind $unix, sockaddr_un('a.sock');
listen $unix, 3;
socket(my $unix_client, PF_UNIX, SOCK_STREAM, 0);
connect $unix_client, sockaddr_un('a.sock');
accept(my $unix_served, $unix);
send $unix_client, 'over unix', 0;
recv $unix_served, $got, 100, 0;
socket(my $lost, PF_UNIX, SOCK_STREAM, 0);
connect $lost, sockaddr_un('no-such.sock');
setsockopt $client, SOL_SOCKET, SO_KEEPALIVE, 1;
select undef, undef, undef, 0.01;
unlink 'a.sock', 'second', 'fourth';
rmdir 'mounted';

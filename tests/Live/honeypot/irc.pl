# An IRC server with one channel, in which somebody gives orders to whoever joins it. Between them is a while, as somebody takes to type. When that one has left
# there is a file "left".
use strict;
use warnings;
use IO::Socket::INET;

my $server = IO::Socket::INET->new(LocalAddr => '203.0.113.9', LocalPort => 6667, Listen => 5, ReuseAddr => 1) or die $!;
$SIG{PIPE} = 'IGNORE';
while (my $client = $server->accept) {
    $client->autoflush(1);
    my $joined = 0;
    while (my $line = <$client>) {
        print $client "PING :1394823841\r\n:irc.undernet.test 001 nan|d4 :Welcome to the Internet Relay Network nan|d4\r\n" if $line =~ /^USER /;
        next unless $line =~ /^JOIN /;
        $joined = 1;
        print $client ":nan|d4!sloboz\@198.51.100.20 JOIN :#nanana\r\n";
        for my $order ('@version', '@udp1 203.0.113.150 800 3', '@die') {
            select undef, undef, undef, 1.5;
            print $client ":x!~x\@x PRIVMSG #nanana :!u $order\r\n";
        }
    }
    if ($joined) { open my $left, '>', 'left'; }
}

# A pool that takes every share.
use strict;
use warnings;
use IO::Socket::INET;

my $server = IO::Socket::INET->new(LocalAddr => '203.0.113.10', LocalPort => 3333, Listen => 5, ReuseAddr => 1) or die $!;
$SIG{PIPE} = 'IGNORE';
while (my $client = $server->accept) {
    while (<$client>) { print $client "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":{\"status\":\"OK\"},\"error\":null}\n" }
}

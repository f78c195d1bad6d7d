# Waits for a call and types lines into it, each when nothing has come for a while.
#     type.pl ADDRESS PORT FILE
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($address, $port, $file) = @ARGV;
open my $lines, '<', $file or die $!;
my $server = IO::Socket::INET->new(LocalAddr => $address, LocalPort => $port, Listen => 1, ReuseAddr => 1) or die $!;
my $client = $server->accept;
my $select = IO::Select->new($client);
sub quiet {
    while ($select->can_read($_[0])) { sysread $client, my $said, 65536 or return 0; print $said }
    return 1;
}
quiet(1.0);
while (my $line = <$lines>) {
    next if $line =~ /^#|^\s*$/;
    syswrite $client, $line;
    last unless quiet($line =~ /#(\d+)s\s*$/ ? $1 : 0.5);
}
quiet(1.0);

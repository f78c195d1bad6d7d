# A web server that has the files of a folder.
#     web.pl FOLDER
use strict;
use warnings;
use IO::Socket::INET;

my $folder = shift;
my $server = IO::Socket::INET->new(LocalAddr => '198.51.100.7', LocalPort => 80, Listen => 5, ReuseAddr => 1) or die $!;
$SIG{PIPE} = 'IGNORE';
while (my $client = $server->accept) {
    my ($name) = (<$client> // '') =~ m{^GET /([\w.]+) } or next;
    while (my $line = <$client>) { last if $line =~ /^\r?$/ }
    open my $file, '<:raw', "$folder/$name" or next;
    my $bytes = do { local $/; <$file> };
    print $client "HTTP/1.0 200 OK\r\nContent-Length: ${\ length $bytes}\r\n\r\n$bytes";
}

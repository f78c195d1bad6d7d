# A web server that gives the files of a folder and takes whatever is sent.
#     web.pl ADDRESS PORT FOLDER
use strict;
use warnings;
use IO::Socket::INET;

my ($address, $port, $folder) = @ARGV;
my $server = IO::Socket::INET->new(LocalAddr => $address, LocalPort => $port, Listen => 20, ReuseAddr => 1) or die $!;
$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = 'IGNORE';
while (my $client = $server->accept) {
    next if fork;
    my ($method, $name) = (<$client> // '') =~ m{^(\w+) /([\w./+~-]*)} or exit;
    my $length = 0;
    while (my $line = <$client>) {
        $length = $1 if $line =~ /^content-length: (\d+)/i;
        print $client "HTTP/1.1 100 Continue\r\n\r\n" if $line =~ /^expect:/i;
        last if $line =~ /^\r?$/;
    }
    read $client, my $sent, $length if $length;
    if ($method =~ /^(GET|HEAD)$/ && $name !~ /\.\./ && open my $file, '<:raw', "$folder/$name") {
        my $bytes = -d $file ? '' : do { local $/; <$file> } // '';
        print $client "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${\ length $bytes}\r\n\r\n" . ($method eq 'GET' ? $bytes : '');
    } else {
        my $answer = $method eq 'GET' ? '404 Not Found' : '200 OK';
        print $client "HTTP/1.1 $answer\r\nConnection: close\r\nContent-Length: 3\r\n\r\nok\n";
    }
    exit;
}

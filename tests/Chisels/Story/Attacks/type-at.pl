# Types lines at a program on its terminal, each when it asks for one.
#     type-at.pl FILE PROGRAM...
use strict;
use warnings;
use IO::Select;
use IPC::Open2;

my $file = shift;
open my $lines, '<', $file or die $!;
my $pid = open2(my $said, my $typed, @ARGV);
my $select = IO::Select->new($said);
sub asked {
    my $all = '';
    for (1 .. 240) {
        while ($select->can_read(0.25)) { sysread $said, my $some, 65536 or return 0; print $some; $all = substr $all . $some, -200 }
        return 1 if $all =~ /[#\$] (\e\[[?\d]*[a-z])?$/;
    }
    return 1;
}
$| = 1;
asked();
while (my $line = <$lines>) { syswrite $typed, $line; last unless asked() }
close $typed;
waitpid $pid, 0;

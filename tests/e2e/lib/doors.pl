#!/usr/bin/perl
# A service that answers every request in one piece, and writes down who came to which of its doors:
#   open DOOR PEER | ask DOOR PEER HOST | close DOOR PEER | left DOOR PEER      (left: they closed it)
# usage: doors.pl LOG [doors=N] [idle=SECONDS] [slow=SECONDS]
# It has N doors, 127.0.0.1 each with a port of its own, and prints their URLs. A connection that was
# idle for `idle` is closed; an answer takes `slow`. It ends by itself after a minute.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(time);

my $log = shift;
my %how = (doors => 1, idle => 1e9, slow => 0, map { split /=/, $_, 2 } @ARGV);
open my $book, '>', $log or die "$log: $!";
$book->autoflush(1);
$SIG{PIPE} = "IGNORE";
alarm 60;

my (%door_of, %conns);
my $all = IO::Select->new;
for my $n (1 .. $how{doors}) {
    my $door = IO::Socket::INET->new(Listen => 1024, LocalAddr => '127.0.0.1:0', Proto => 'tcp') or die "no loopback: $!";
    $door_of{$door} = $n;
    $all->add($door);
    print 'http://127.0.0.1:', $door->sockport, $n < $how{doors} ? ' ' : "\n";
}
STDOUT->flush;

sub note { my ($what, $c, @more) = @_; print {$book} join(' ', $what, $c->{door}, $c->{peer}, @more), "\n" }

sub greet {
    my ($door) = @_;
    my $s = $door->accept or return;
    my $c = $conns{$s} = { socket => $s, door => $door_of{$door}, peer => $s->peerhost, got => '', since => time };
    $all->add($s);
    note('open', $c);
}

sub part {
    my ($c, $how) = @_;
    note($how, $c);
    $all->remove($c->{socket});
    delete $conns{$c->{socket}};
    close $c->{socket};
}

# One request at a time, as libcurl sends them; bodies are swallowed.
sub hear {
    my ($c) = @_;
    my $n = sysread $c->{socket}, $c->{got}, 65536, length $c->{got};
    return part($c, 'left') if !$n;
    return if $c->{got} !~ /\r\n\r\n/;
    my ($length) = $c->{got} =~ /^content-length: (\d+)/mi;
    return if length($c->{got}) - index($c->{got}, "\r\n\r\n") - 4 < ($length // 0);
    my ($host) = $c->{got} =~ /^host: (\S+)/mi;
    note('ask', $c, $host);
    $c->{got} = '';
    $c->{due} = time + $how{slow};
}

sub answer {
    my ($c) = @_;
    delete $c->{due};
    $c->{since} = time;
    syswrite $c->{socket}, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
}

while (1) {
    for my $ready ($all->can_read(keys %conns ? 0.005 : 0.1)) {
        exists $door_of{$ready} ? greet($ready) : hear($conns{$ready});
    }
    my $now = time;
    for my $c (values %conns) {
        if ($c->{due}) { answer($c) if $c->{due} <= $now }
        elsif ($now - $c->{since} > $how{idle}) { part($c, 'close') }
    }
}

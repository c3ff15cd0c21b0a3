#!/usr/bin/perl
# A service for tests that want to know what was said, byte by byte. Its URL is the first
# line of stdout; it ends by itself after a minute.
# usage: serve.pl record FILE    answers chats, and writes a JSON line for each request:
#                                {"id": X-Request-Id, "head": ..., "body": ...}
#        serve.pl weigh FILE     the same, with the "size" of the body in its place
#        serve.pl echo FILE      records too, and answers with what was asked as the body, an
#                                X-Token, X-Two twice, and the status of a path /status/NNN
#        serve.pl say TEXT       says TEXT to whoever says something, and closes
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use JSON::PP;

my ($what, $argument) = @ARGV;
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 256) or die "listen: $!\n";
my $sockets = IO::Select->new($listener);
my $json = JSON::PP->new->ascii->canonical;
my %unread;

$SIG{PIPE} = 'IGNORE';
$| = 1;
alarm 60;
print 'http://127.0.0.1:', $listener->sockport, "\n";
my $record;
if ($what ne 'say') {
    open $record, '>:raw', $argument or die "$argument: $!\n";
    $record->autoflush(1);
}

sub answer {
    my $reply = '{"choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},'
        . '"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}';
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        . length($reply) . "\r\n\r\n$reply";
}

sub echo {
    my ($head, $body) = @_;
    my ($status) = $head =~ m{^\S+ /status/(\d+)};
    my $said = $head =~ /^HEAD/ ? '' : $head . $body;
    return 'HTTP/1.1 ' . ($status // 200) . " Said\r\nX-Token: secret\r\nX-Two: a\r\nX-Two: b\r\nContent-Length: "
        . length($head . $body) . "\r\n\r\n$said";
}

# One request off the front of what has come; its answer, or nothing yet.
sub take_request {
    my ($socket) = @_;
    my ($head) = $unread{$socket} =~ /^(.*?\r\n\r\n)/s or return;
    my ($length) = $head =~ /^content-length: *(\d+)/mi;
    $length //= 0;
    return if length $unread{$socket} < length($head) + $length;
    my $body = substr $unread{$socket}, length $head, $length;
    substr $unread{$socket}, 0, length($head) + $length, '';
    my ($id) = $head =~ /^x-request-id: *(\S+)/mi;
    my %what = $what eq 'weigh' ? (size => length $body) : (body => $body);
    print $record $json->encode({id => $id, head => $head, %what}), "\n";
    return $what eq 'echo' ? echo($head, $body) : answer();
}

sub say_all {
    my ($socket, $text) = @_;
    $socket->blocking(1);
    print $socket $text;
    $socket->flush;
}

sub hang_up {
    my ($socket) = @_;
    $sockets->remove($socket);
    delete $unread{$socket};
    close $socket;
}

sub hear {
    my ($socket) = @_;
    my $n = sysread $socket, $unread{$socket}, 1 << 20, length($unread{$socket} // '');
    return hang_up($socket) unless $n;
    if ($what eq 'say') {
        say_all($socket, $argument);
        return hang_up($socket);
    }
    while (defined(my $reply = take_request($socket))) { say_all($socket, $reply) }
}

while (my @ready = $sockets->can_read) {
    for my $socket (@ready) {
        if ($socket == $listener) { $sockets->add(scalar $listener->accept) }
        else { hear($socket) }
    }
}

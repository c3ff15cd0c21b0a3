#!/usr/bin/perl
# A very small HTTP client that hides nothing. It sends one request, or with "raw" what comes
# on stdin, and prints what came back, a body in chunks put together, then how it ended:
#   [complete] [closed] [reset] [silent], and how many reads it took.
# usage: http.pl PORT METHOD PATH BODY [HEADER...]    http.pl PORT raw
# PATIENCE is how many seconds of silence it endures (1).
use strict;
use warnings;
use Errno qw(ECONNRESET);
use IO::Socket::INET;

my ($port, $method, $path, $body, @headers) = @ARGV;
my $patience = $ENV{PATIENCE} // 1;
binmode STDIN;
binmode STDOUT;

my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 5)
    or do { print "[refused]\n"; exit };

sub request {
    return join '', <STDIN> if $method eq 'raw';
    my @lines = ("$method $path HTTP/1.1", "Host: test", @headers);
    push @lines, "Content-Length: " . length $body if $body ne '';
    return join("\r\n", @lines) . "\r\n\r\n$body";
}

# The text of the chunks, and whether the last one was there.
sub unchunk {
    my ($rest) = @_;
    my $text = '';
    while ($rest =~ s/^([0-9a-fA-F]+)\r\n//) {
        my $size = hex $1;
        return ($text, 1) if $size == 0 && $rest =~ /^\r\n/;
        return ($text . $rest, 0) if length $rest < $size + 2;
        $text .= substr $rest, 0, $size;
        return ("$text [bad chunk]", 0) if substr($rest, $size, 2) ne "\r\n";
        $rest = substr $rest, $size + 2;
    }
    return ($text, 0);
}

# What to print of what has come, and whether that is all there will be.
sub understand {
    my ($got) = @_;
    return ($got, 0) if $method eq 'raw';
    my ($head, $rest) = $got =~ /^(HTTP.*?\r\n\r\n)(.*)$/s or return ($got, 0);
    if ($head =~ /^transfer-encoding: chunked/mi) {
        my ($text, $whole) = unchunk($rest);
        return ($head . $text, $whole);
    }
    return ($got, $head =~ /^content-length: (\d+)/mi && length $rest >= $1);
}

my ($got, $reads, $end) = ('', 0, '');
local $SIG{PIPE} = 'IGNORE';
syswrite $socket, request();
until ($end) {
    vec(my $ready = '', fileno $socket, 1) = 1;
    if (!select $ready, undef, undef, $patience) { $end = 'silent'; last }
    my $n = sysread $socket, $got, 65536, length $got;
    if (!defined $n) { $end = $! == ECONNRESET ? 'reset' : "error: $!" }
    elsif ($n == 0) { $end = 'closed' }
    else {
        $reads++;
        next if $got =~ /^transfer-encoding: chunked/mi && substr($got, -5) ne "0\r\n\r\n";
        $end = 'complete' if (understand($got))[1];
    }
}
print +(understand($got))[0], "\n[$end]\n[reads $reads]\n";

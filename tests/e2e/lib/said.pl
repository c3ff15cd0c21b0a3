#!/usr/bin/perl
# What a chat says, read by another client than ours: the answer's text, and how its body was coded.
# usage: said.pl URL [Accept-Encoding]
use strict;
use warnings;
use HTTP::Tiny;
use IO::Uncompress::Gunzip qw(gunzip);
use JSON::PP;

my ($url, $coding) = @ARGV;
my $ask = {model => 'm', stream => JSON::PP::true, messages => [{role => 'user', content => 'Say it.'}]};
my $reply = HTTP::Tiny->new(timeout => 10)->post("$url/v1/chat/completions", {
    content => JSON::PP->new->canonical->encode($ask),
    headers => {'content-type' => 'application/json', $coding ? ('accept-encoding' => $coding) : ()},
});
die "$reply->{status} $reply->{content}\n" unless $reply->{success};

my $coded = $reply->{headers}{'content-encoding'} // 'plain';
my $body = $reply->{content};
gunzip(\$reply->{content}, \$body) or die "not gzip\n" if $coded eq 'gzip';
my $text = join '', map { decode_json($_)->{choices}[0]{delta}{content} // '' } $body =~ /^data: (\{.*\})$/mg;
print "$coded\n$text\n";

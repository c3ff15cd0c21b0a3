#!/usr/bin/perl
# Whether a Perl expression is true of a reply that http.pl has printed. In it are
#   $status and $head   of the reply;  $end: how it ended
#   @e                  its events, or its one object, as data; $e[-1] is the last one
#   $done               whether [DONE] was said
#   joined { ... }      what the block says of each event ($_), put together
# usage: heard.pl EXPRESSION FILE
use strict;
use warnings;
use JSON::PP;

my ($expression, $file) = @ARGV;
open my $in, '<', $file or die "$file: $!\n";
my $all = do { local $/; <$in> };
our ($status) = $all =~ m{^HTTP/1.1 (\d+)};
our ($head, $body) = split /\r\n\r\n/, $all, 2;
$body = '' unless defined $body;
$body =~ s/\n?(\[\w+\])\n\[reads \d+\]\n\z//;
our $end = $1;

my $json = JSON::PP->new->allow_nonref;
my @texts = $body =~ /^(?:event|data):/m ? $body =~ /^data: ([\[{].*?)\r?$/mg
    : $body =~ /^\[/ ? $body : grep { /\S/ } split /\n/, $body;
our $done = grep { $_ eq "[DONE]" } @texts;
our @e = map { $json->decode($_) } grep { $_ ne "[DONE]" } @texts;
@e = @{$e[0]} if @e == 1 && ref $e[0] eq 'ARRAY';

sub joined(&) {
    my ($block) = @_;
    return join '', map { my $said = $block->(); defined $said ? $said : '' } @e;
}

no strict;
no warnings;
my $true = eval $expression;
print STDERR $@ if $@;
exit !$true;

#!/usr/bin/perl
# Whether a Perl expression about a run holds: 0 or 1 is the exit status, and 1 is explained.
# usage: holds.pl EXPRESSION SUMMARY
# In it, $s is the summary, n('failed') a number of requests, p('ttft', 99) a percentile,
# rows('FILE') the objects of a file of JSON lines beside the summary. Of a journal: due('FILE')
# are the moments at which journeys were due since the first one, in nanoseconds, and gaps('FILE')
# what lies between them; ks_exponential(RATE, VALUES) is the Kolmogorov-Smirnov distance between
# the values and an exponential distribution, in units of the one that is passed once in a
# thousand times.
use strict;
use warnings;
use File::Basename;
use JSON::PP;
use List::Util qw(all any first max min sum0 uniq);

my ($expression, $path) = @ARGV;

sub text_of {
    my ($file) = @_;
    open my $in, '<:raw', $file or die "$file: $!\n";
    local $/;
    return <$in>;
}

our $s = decode_json(text_of($path));
chdir dirname($path) or die "$path: $!\n";

sub n { return $s->{requests}{$_[0]} // die "requests.$_[0] is not there\n" }
sub p { return $s->{metrics}{$_[0]}{percentiles}{$_[1]} // die "no p$_[1] of $_[0]\n" }
sub faults { return join ' ', map {"$_:$s->{faults}{$_}{count}"} sort keys %{$s->{faults}} }
sub rows { return map { decode_json($_) } split /\n/, text_of($_[0]) }

# Without decoding all else that is in a row, which takes its time.
sub due {
    my @at = sort { $a <=> $b } text_of($_[0]) =~ /"due":(\d+)/g;
    return map { $_ - $at[0] } @at;
}

sub gaps {
    my @at = due($_[0]);
    return map { $at[$_] - $at[$_ - 1] } 1 .. $#at;
}

sub ks_exponential {
    my ($rate, @values) = @_;
    my $farthest = 0;
    @values = sort { $a <=> $b } @values;
    for my $i (0 .. $#values) {
        my $want = 1 - exp(-$rate * $values[$i]);
        $farthest = max($farthest, abs($want - $i / @values), abs($want - ($i + 1) / @values));
    }
    return $farthest * sqrt(@values) / 1.949;
}

my $holds = eval "no strict 'vars'; $expression";
die $@ if $@;
exit 0 if $holds;
my $show = JSON::PP->new->canonical;
print "not so: $expression\n";
print "$_: ", $show->encode($s->{$_} // {}), "\n" for qw(requests faults status tokens);
print "reasons: @{$s->{verdict}{reasons}}\n";
exit 1;

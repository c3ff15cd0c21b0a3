# For holds.pl, what the simulated service has said of itself, in files beside the summary: of the
# page %p, of the totals $t, of the journal @all, of these @in that entered the batch, @spoke that
# had a token; %ends, how many of @in ended which way.
use strict;
use warnings;

our %p = map { /^(\S+) (\S+)$/ ? ($1, $2) : () } split /\n/, text_of('page');
our $t = decode_json(text_of('stats'));
our @all = rows('truth');
our @in = grep { $_->{scheduled} } @all;
our @spoke = grep { $_->{first_token} } @in;
our %ends;
$ends{$_->{end}}++ for @in;

# A number of vLLM's page; a label of the series as 'name="value",'.
sub v {
    my ($name, $label) = (@_, '');
    return $p{"vllm:$name\{engine=\"0\",${label}model_name=\"sim\"}"} // die "no $name\n";
}

sub same {
    my ($got, $want) = @_;
    print "$got is not $want\n" if abs($got - $want) > 1e-9 * abs $want;
    return abs($got - $want) <= 1e-9 * abs $want;
}

# Seconds from one moment of some lives to another, all together.
sub spans {
    my ($from, $to, @lives) = @_;
    return sum0(map { ($_->{$to} - $_->{$from}) / 1e9 } @lives);
}

sub with_fault {
    my ($name, @lives) = @_;
    return scalar grep { ($_->{fault} // '') eq $name } @lives;
}

1;

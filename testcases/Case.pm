# SPDX-License-Identifier: GPL-2.0-or-later
# What the test scripts share: tags of a case, warnings of a compiler, tables, commands.
package Case;
use strict;
use warnings;
use Exporter qw(import);
use File::Copy qw(copy);

our @EXPORT = qw(tags_of warnings_of listed_in sites_in wrong_verdicts rules_with place tsv
	differences run slurp);

# The tags of a C file; every comment that begins with "expect" is taken for one: { flags => [WORD], rules => [FILE], expect => ["LINE RULE"], safe => [LINE],
# unproven => [LINE], across => ["LINE RULE"], errors => [TEXT] }.
sub tags_of
{
	my ($file) = @_;
	my %tags = map { $_ => [] } qw(flags rules expect safe unproven across errors);

	open my $in, '<', $file or die "$file: $!\n";
	while (my $line = <$in>) {
		push @{$tags{flags}}, split ' ', $1 if $line =~ m{/\*\s*flags:\s*(.*?)\s*\*/};
		push @{$tags{rules}}, split ' ', $1 if $line =~ m{/\*\s*rules:\s*(.*?)\s*\*/};
		read_tag(\%tags, $1, $.) while $line =~ m{/[*/]\s*(expect.*?)\s*(?:\*/|$)}g;
	}
	return \%tags;
}

sub read_tag
{
	my ($tags, $tag, $line) = @_;

	if ($tag =~ /^expect(-across)?:\s*([\w-]+(?:\s*,\s*[\w-]+)*)$/) {
		push @{$tags->{$1 ? 'across' : 'expect'}}, map { "$line $_" } split /\s*,\s*/, $2;
	} elsif ($tag =~ /^expect-(safe|unproven)$/) {
		push @{$tags->{$1}}, $line;
	} else {
		push @{$tags->{errors}}, "line $line: unknown tag '$tag'";
	}
}

# "LINE TEXT" for a place in $home, "FILE:LINE TEXT" elsewhere.
sub place
{
	my ($home, $file, $line, $text) = @_;

	return ($file eq $home ? '' : "$file:") . "$line $text";
}

# Our warnings in what a compiler printed, as places with the rule.
sub warnings_of
{
	my ($home, $text) = @_;

	return [sort map {
		m{^(\S+?):(\d+):\d+: warning: .*\[gprcheck:([\w-]+)\]$} ? place($home, $1, $2, $3) : ()
	} split /\n/, $text];
}

# The same for the output of `gprcheck list --format tsv`.
sub listed_in
{
	my ($home, $text) = @_;

	return [sort map { place($home, @$_{qw(file line rule)}) } tsv($text)];
}

# The sites of `gprcheck sites --format tsv`, with accessor, verdict and index.
sub sites_in
{
	my ($home, $text) = @_;

	return [sort map {
		place($home, @$_{qw(file line)}, "$_->{accessor} $_->{verdict} $_->{index}")
	} tsv($text)];
}

# The lines whose tag and whose sites disagree.
sub wrong_verdicts
{
	my ($case, $sites) = @_;
	my (%verdicts, @out);

	for (@$sites) {
		push @{$verdicts{$1}}, $2 if /^(\d+) \S+ (\w+)/;
	}
	for my $line (@{$case->{safe}}) {
		my @all = @{$verdicts{$line} // ['no site']};
		push @out, "sites: line $line: expected safe, got @all" if grep { $_ ne 'safe' } @all;
	}
	for my $line (@{$case->{unproven}}) {
		my @all = @{$verdicts{$line} // ['no site']};
		push @out, "sites: line $line: expected unproven, got @all" unless grep { $_ eq 'unproven' } @all;
	}
	return @out;
}

# A folder of the packs in force and those of a case.
sub rules_with
{
	my ($dir, @packs) = @_;
	my $base = $ENV{GPRCHECK_RULES} // 'rules';

	mkdir $dir or die "$dir: $!\n";
	copy($_, $dir) or die "$_: $!\n" for (-d $base ? glob("$base/*.yaml") : $base), @packs;
	return $dir;
}

# A table with a header line, as a list of hashes.
sub tsv
{
	my ($text) = @_;
	my ($header, @rows) = split /\n/, $text;
	my @names = split /\t/, $header // '';

	return map { my %row; @row{@names} = split /\t/, $_, -1; \%row } @rows;
}

# What two lists of places do not share, a line each.
sub differences
{
	my ($what, $expected, $got) = @_;
	my (%count, @out);

	$count{$_}-- for @$expected;
	$count{$_}++ for @$got;
	for (sort { ($a =~ /(\d+) /)[0] <=> ($b =~ /(\d+) /)[0] || $a cmp $b } keys %count) {
		push @out, ("$what: missing: $_") x -$count{$_} if $count{$_} < 0;
		push @out, ("$what: not expected: $_") x $count{$_} if $count{$_} > 0;
	}
	return @out;
}

# Runs a command, its streams kept in $dir; returns (exit code, stdout, stderr).
sub run
{
	my ($dir, @command) = @_;

	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		open STDOUT, '>', "$dir/stdout" or die;
		open STDERR, '>', "$dir/stderr" or die;
		exec { $command[0] } @command or exit 127;
	}
	waitpid $pid, 0;
	my $code = $? & 127 ? 'signal ' . ($? & 127) : $? >> 8;
	return ($code, slurp("$dir/stdout"), slurp("$dir/stderr"));
}

sub slurp
{
	my ($file) = @_;

	open my $in, '<', $file or return '';
	local $/;
	return <$in> // '';
}

1;

#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests export: each format against its golden file, hostile names, whole files (TAP).
#
# GOLDEN=write writes the golden files instead.
use strict;
use warnings;
use FindBin;
use JSON::PP;
use Test::More;
use lib $FindBin::Bin;
use Cli;

my $report = "$root/testcases/report";
my $hostile = q{odd/a,b:c%25 <b>&"'.c};

in_scratch();
facts('a.gprcheck', 'arch/a.c', 'f', 'VCPU_REGS_RIP=16', 3, 40);
facts('b.gprcheck', $hostile =~ s/(["\\])/\\$1/gr, 'g', 17);
facts('c.gprcheck', 'virt/c.c', 'h', 33);
facts('fixed.gprcheck', 'virt/c.c', 'h', 3);
gprcheck_ok('collect', '--db', 'x.db', '--run', 'old', 'a.gprcheck', 'c.gprcheck');
gprcheck_ok('collect', '--db', 'x.db', '--run', 'new & "fresh"', 'a.gprcheck', 'b.gprcheck', 'fixed.gprcheck');

sub exported
{
	my ($format, @options) = @_;

	return scalar gprcheck_ok('export', '--db', 'x.db', '--format', $format, @options);
}

# ---- golden files

for my $format (qw(json sarif junit github tsv)) {
	my $text = exported($format, '--status', 'all') =~ s/\b[0-9a-f]{16}\b/FINGERPRINT/gr;
	my $golden = "$report/golden/$format";

	write_file($golden, $text) if ($ENV{GOLDEN} // '') eq 'write';
	is($text, slurp($golden), "$format is as its golden file");
}

# ---- json

my $json = decode_json(exported('json'));
is(scalar @{$json->{findings}}, 3, 'json has the open findings');
my ($odd) = grep { $_->{file} eq $hostile } @{$json->{findings}};
ok($odd, 'json keeps a hostile name');
is($odd->{path}[-1]{kind}, 'accessor', 'the path ends at the accessor');
my $doc = slurp("$root/doc/formats.md");
my %documented = map { $_ => 1 } $doc =~ /^\| `(\w+)` \|/mg;
my %used;
sub note_keys
{
	my ($value) = @_;

	if (ref $value eq 'HASH') {
		$used{$_} = 1, note_keys($value->{$_}) for keys %$value;
	} elsif (ref $value eq 'ARRAY') {
		note_keys($_) for @$value;
	}
}
note_keys($json);
is_deeply([grep { !$documented{$_} } sort keys %used], [], 'doc/formats.md has every key');

# ---- sarif

SKIP: {
	system('/usr/bin/python3 -c "import jsonschema" 2>/dev/null') == 0
		or skip('python3-jsonschema cannot be installed here', 4);
	write_file('x.sarif', exported('sarif', '--status', 'all'));
	is(system("$report/validate-sarif x.sarif"), 0, 'SARIF is valid');
	write_file('empty.sarif', exported('sarif', '--path', 'none'));
	is(system("$report/validate-sarif empty.sarif"), 0, 'SARIF without results is valid');
	for my $bad (['"startLine": 10', '"startLine": 0'], ['%2C', ' ']) {
		my ($from, $to) = @$bad;

		write_file('bad.sarif', slurp('x.sarif') =~ s/\Q$from\E/$to/r);
		isnt(system("$report/validate-sarif bad.sarif 2>bad.err"), 0, "the validator sees '$to'");
	}
}
my $sarif = decode_json(exported('sarif', '--status', 'all'));
my %state = map { $_->{baselineState} => 1 } @{$sarif->{runs}[0]{results}};
is_deeply([sort keys %state], [qw(absent new unchanged)], 'baselineState');

# ---- junit

write_file('x.xml', exported('junit', '--status', 'all'));
is(system('xmllint --noout x.xml'), 0, 'JUnit is well-formed');
is(`xmllint --xpath 'count(//testcase)' x.xml` + 0, 4, 'JUnit has a case for each finding');
is(`xmllint --xpath 'count(//failure)' x.xml` + 0, 3, 'a fixed finding passes');
is(`xmllint --xpath 'string(/testsuites/\@failures)' x.xml` + 0, 3, 'JUnit counts');
is(`xmllint --xpath 'string(//testcase[contains(\@file,"odd")]/\@file)' x.xml`, "$hostile\n",
	'JUnit keeps a hostile name');

# ---- github

my @lines = split /\n/, exported('github', '--status', 'all');
is(scalar @lines, 3, 'github: no line for a fixed finding');
my ($line) = grep { /odd/ } @lines;
like($line, qr{^::warning file=odd/a%2Cb%3Ac%2525 <b>&"'\.c,line=10,col=9,title=gprcheck [\w-]+::},
	'github: a hostile name is one property');

# ---- the file

gprcheck_ok('export', '--db', 'x.db', '--format', 'json', '-o', 'out.json');
is_deeply(decode_json(slurp('out.json')), $json, '-o writes the same');
is(sprintf('%o', (stat 'out.json')[2] & 0777), sprintf('%o', 0666 & ~umask), 'the file has the usual rights');
is(gprcheck_ok('export', '--db', 'x.db'), slurp('out.json'), 'json is the default');
like_error(qr{^gprcheck: none/out: No such file}, 'export', '--db', 'x.db', '-o', 'none/out');
write_file('target.json', 'old');
symlink 'target.json', 'link.json' or die;
gprcheck_ok('export', '--db', 'x.db', '-o', 'link.json');
is(readlink('link.json'), 'target.json', 'a link is followed, never replaced');
is(slurp('target.json'), slurp('out.json'), 'where it leads is written to');
sh("mkfifo pipe; cat pipe >from-pipe & $gprcheck export --db x.db -o pipe; wait");
ok(-p 'pipe', 'a pipe stays a pipe');
is(slurp('from-pipe'), slurp('out.json'), 'and is written to');
write_file('keep.json', "as it was\n");
like_error(qr/no run named gone/, 'export', '--db', 'x.db', '--run', 'gone', '-o', 'keep.json');
is(slurp('keep.json'), "as it was\n", 'a failed export leaves the old file');
is_deeply([glob 'keep.json.*'], [], 'and nothing beside it');
done_testing();

#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests that damaged inputs are named, skipped, and cost nothing else (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

in_scratch();
object('d/bad.o', 'bad.c', 'f', 'VCPU_REGS_RIP=16');
object('d/cut.o', 'cut.c', 'g', 'VCPU_REGS_RIP=16');
my $whole = slurp('d/cut.o');
my $section = index($whole, 'GPRCHECK');

# Collects folder d, where cut.o is now the given bytes.
sub collect_with
{
	my ($bytes) = @_;

	write_file('d/cut.o', $bytes);
	unlink glob 'd.db*';
	return gprcheck('collect', '--db', 'd.db', 'd');
}

sub is_survived
{
	my ($name, $bytes) = @_;
	my ($code, $out, $err) = collect_with($bytes);

	is($code, 2, "$name: exit 2");
	like($err, qr{^gprcheck: d/cut\.o: \S}, "$name: named");
	like($out, qr/^run 1: 1 units .*2 objects .* 1 damaged/, "$name: counted");
	is_deeply(calls('d.db'), ['bad.c:10 rip-index'], "$name: the rest is collected");
	my ($problem) = tsv(gprcheck_ok('problems', '--db', 'd.db', '--format', 'tsv'));
	is_deeply([@$problem{qw(kind file)}], ['damaged', 'd/cut.o'], "$name: remembered");
}

is_survived("cut to $_ bytes", substr($whole, 0, $_)) for 0, 3, 20, 64, $section + 10, length($whole) - 1;
for my $offset (0, 8, 12, 16, 24, 60) {
	my $bytes = $whole;
	substr($bytes, $section + $offset, 1) ^= "\x41";
	is_survived("byte $offset of the record flipped", $bytes);
}
is_survived('zeroes', "\0" x length $whole);

write_file('d/cut.o', $whole);
sh('cd d; ar rcs lib.a bad.o cut.o; rm cut.o bad.o; head -c -50 lib.a > x; mv x lib.a');
unlink glob 'd.db*';
my ($code, undef, $err) = gprcheck('collect', '--db', 'd.db', 'd');
is($code, 2, 'a cut archive: exit 2');
like($err, qr{^gprcheck: d/lib\.a: damaged archive}, 'a cut archive: named');
is_deeply(calls('d.db'), ['bad.c:10 rip-index'], 'a cut archive: what is whole is collected');

write_file('only.o', substr($whole, 0, 100));
like_error(qr/^gprcheck: only\.o: .*\ngprcheck: no facts could be read: nothing stored/s,
	'collect', '--db', 'only.db', 'only.o');
ok(!-e 'only.db', 'nothing readable makes no database');

# ---- many random ones: any exit code but a crash

srand 1;
my $crashes = 0;
for (1 .. 150) {
	my $bytes = $whole;
	substr($bytes, int rand length $bytes, 1) = chr int rand 256 for 1 .. 1 + int rand 6;
	my ($c) = collect_with($bytes);
	if ($c !~ /^[02]$/) {
		$crashes++;
		diag("exit $c");
	}
}
is($crashes, 0, 'no crash on 150 objects with random bytes');

done_testing();

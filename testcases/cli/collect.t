#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests where `gprcheck collect` finds facts, and that each unit counts once (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

in_scratch();
my @bad = ('vmx.c', 'handle_vmx', 3, 'VCPU_REGS_RIP=16');
my @good = ('svm.c', 'handle_svm', 1, 2);
my $expected = ['vmx.c:11 rip-index'];

# Collects into a new database; returns (summary, findings).
sub collected
{
	my ($name, @paths) = @_;

	unlink glob 'c.db*';
	my $summary = gprcheck_ok('collect', '--db', 'c.db', @paths);
	is_deeply(calls('c.db'), $expected, "findings: $name");
	return $summary;
}

object('tree/vmx.o', @bad);
object('tree/svm.o', @good);
object('tree/plain.o');

my $summary = collected('objects by name', 'tree/vmx.o', 'tree/svm.o', 'tree/plain.o');
like($summary, qr/^run 1: 2 units \(2 relevant, 0 failed\); 4 sites: 3 safe, 1 violation, 0 unproven; /,
	'summary: units and sites');
like($summary, qr/; 1 findings \(1 new\); 3 objects \(1 without facts, 0 untouched, 0 damaged\)$/,
	'summary: findings and objects');
is(scalar(() = $summary =~ /\n/g), 1, 'summary: one line');
is(collected('a folder', 'tree'), $summary, 'a folder is its objects');
is(collected('a folder twice', 'tree', 'tree/', 'tree/vmx.o'), $summary, 'each object counts once');

sub archive
{
	my ($flags, $name) = @_;

	sh("rm -f tree/lib.a; cd tree; ar $flags lib.a vmx.o svm.o plain.o");
	like(collected($name, 'tree/lib.a'), qr/^run 1: 2 units .*; 3 objects/, $name);
	like(collected("$name in its folder", 'tree'), qr/^run 1: 2 units /, "$name in its folder");
}

archive('rcs', 'an archive');
archive('rcD --thin', 'a thin archive');
archive('cDPrST', 'an archive as kbuild makes them');
unlink 'tree/lib.a';

mkdir 'merged';
sh('ld -r -o merged/all.o tree/vmx.o tree/svm.o tree/plain.o');
like(collected('ld -r', 'merged/all.o'), qr/^run 1: 2 units .*; 1 objects \(0 without/, 'ld -r');
like(collected('ld -r and its parts', 'merged', 'tree'), qr/^run 1: 2 units /, 'ld -r and its parts');

mkdir 'stripped';
for my $how ('--strip-debug', '--strip-unneeded') {
	sh("for o in vmx svm; do strip $how -o stripped/\$o.o tree/\$o.o; done");
	collected("strip $how", 'stripped');
}
sh('for o in tree/*.o; do objcopy --compress-debug-sections $o stripped/$(basename $o); done');
collected('compressed debug sections', 'stripped');

mkdir 'facts';
facts('facts/vmx.gprcheck', @bad);
facts('facts/svm.gprcheck', @good);
my $as_facts = collected('facts files', 'facts');
like($as_facts, qr/^run 1: 2 units .*; 2 objects \(0 without/, 'facts files');
sh('cat facts/*.gprcheck > all.facts');
collected('a stream under another name', 'all.facts');
collected('facts and objects', 'facts', 'tree');

# ---- the order of paths does not matter

sub everything
{
	my @paths = @_;

	unlink glob 'c.db*';
	gprcheck_ok('collect', '--db', 'c.db', @paths);
	my $out = join '', map { scalar gprcheck_ok($_, '--db', 'c.db', '--format', 'tsv') } qw(list sites);
	$out .= `sqlite3 c.db 'select * from unit' 2>&1` if -x '/usr/bin/sqlite3';
	return $out;
}

object("many/$_.o", "file$_.c", "f$_", $_ % 3 ? 1 : 'VCPU_REGS_RIP=16', $_) for 1 .. 12;
sh('ar rcs many.a many/1.o many/2.o; ld -r -o many-merged.o many/3.o many/4.o .empty.o');
my @paths = (sort(glob 'many/*.o'), 'many.a', 'many-merged.o');
my $first = everything(@paths);
is(everything(reverse @paths), $first, 'paths in the opposite order');
is(everything('many-merged.o', 'many', 'many.a'), $first, 'a folder, archives first');

# ---- what an earlier build left in merged objects and archives

sleep 1;
object('tree/vmx.o', 'vmx.c', 'handle_vmx', 3);
unlink glob 'c.db*';
like(gprcheck_ok('collect', '--db', 'c.db', 'merged', 'tree'), qr/1 outdated copies/,
	'an outdated copy is counted');
is_deeply(calls('c.db'), [], 'an outdated copy is left out');
my ($problem) = tsv(gprcheck_ok('problems', '--db', 'c.db', '--format', 'tsv'));
is($problem->{file}, 'merged/all.o', 'and named');

# ---- runs without facts

my ($code, $out, $err) = gprcheck('collect', '--db', 'n.db', 'tree/plain.o');
is($code, 0, 'objects without facts are no error');
like($err, qr/^gprcheck: no facts in 1 objects/, 'but worth a word');
mkdir 'nothing';
like_error(qr/^gprcheck: no objects found/, 'collect', '--db', 'x.db', 'nothing');
ok(!-e 'x.db', 'an empty folder makes no database');

write_file('failed.ir', "unit \"broken.c\" frontend \"gcc\" compiler \"12\" bits 64 failed message \"it broke\"\n");
gprcheck_ok('ir', 'encode', 'failed.ir', '-o', 'failed.gprcheck');
($code, $out, $err) = gprcheck('collect', '--db', 'f.db', 'failed.gprcheck', 'tree');
is($code, 0, 'a unit the front end gave up is no error of ours');
like($out, qr/1 failed/, 'it is counted');
like($err, qr/broken\.c: it broke/, 'and told');

object('vmx/arch/x86/purgatory/purgatory.o');
object('vmx/arch/x86/kvm/vmx.o', @bad);
chdir 'vmx' or die;
like(gprcheck_ok('collect', '--db', '../u.db', '.'), qr/2 objects \(0 without facts, 1 untouched/,
	'what must stay untouched is counted apart');
chdir '..' or die;

done_testing();

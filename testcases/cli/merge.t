#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests merge: runs once each, one finding over several databases, the matrix of variants (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

in_scratch();
facts('a.gprcheck', 'arch/a.c', 'f', 'VCPU_REGS_RIP=16', 3, 40);
facts('a-fixed.gprcheck', 'arch/a.c', 'f', 'VCPU_REGS_RIP=16', 3, 4);
facts('a-moved.gprcheck', 'arch/a.c', 'g', 'VCPU_REGS_RIP=16', 3, 4);
facts('b.gprcheck', 'virt/b.c', 'h', 17);

sub collect
{
	my ($db, $config, $run, @inputs) = @_;

	gprcheck_ok('collect', '--db', $db, '--config', $config, '--run', $run, @inputs);
}

sub dump_db
{
	my ($db, $sql) = @_;
	my ($code, $out, $err) = run('.', 'sqlite3', '-readonly', $db, $sql);

	is($code, 0, "sqlite3 $db") or diag($err);
	return $out;
}

# All that is said of findings, without numbers of runs and findings.
my $history = <<'EOT';
SELECT f.rule, f.idx, v.config, a.name, b.name, o.file, o.function, o.line, o.end_reason, o.end_why
FROM occurrence AS o JOIN finding AS f ON f.id = o.finding JOIN variant AS v ON v.id = o.variant
	JOIN run AS a ON a.id = o.first_run JOIN run AS b ON b.id = o.last_run
ORDER BY 1, 2, 3, 4, 5, 6, 7
EOT

sub merged
{
	my ($db, @others) = @_;
	my $out = gprcheck_ok('merge', '--db', $db, @others);

	is_deeply([map { $_->[0] } dump_check($db)], ['ok'], "$db is sound");
	return $out;
}

sub dump_check
{
	my ($code, $out) = gprcheck('check-db', '--db', $_[0]);

	return [$code eq '0' ? 'ok' : $out];
}

collect('small.db', 'small', 's1', 'a.gprcheck', 'b.gprcheck');
collect('small.db', 'small', 's2', 'a-fixed.gprcheck', 'b.gprcheck');
collect('small.db', 'small', 's3', 'a-fixed.gprcheck');
collect('large.db', 'large', 'l1', 'a-fixed.gprcheck');
collect('large.db', 'large', 'l2', 'a-moved.gprcheck', 'b.gprcheck');

is(merged('all.db', 'small.db', 'large.db'),
	"small.db: 3 runs added, 0 were there\nlarge.db: 2 runs added, 0 were there\n", 'merge of two');
is(merged('copy.db', 'small.db'), "small.db: 3 runs added, 0 were there\n", 'merge into nothing');
is(dump_db('copy.db', $history), dump_db('small.db', $history), 'a copy says what the original says');
my $before = dump_db('all.db', '.dump');
is(merged('all.db', 'small.db', 'large.db'),
	"small.db: 0 runs added, 3 were there\nlarge.db: 0 runs added, 2 were there\n", 'the same again');
is(dump_db('all.db', '.dump'), $before, 'changes nothing');
merged('other.db', 'large.db', 'small.db');
is(dump_db('other.db', $history), dump_db('all.db', $history), 'the order does not matter');
is(merged('all.db', 'other.db'), "other.db: 0 runs added, 5 were there\n", 'nor the way they came');

# ---- one finding over both

is(dump_db('all.db', 'SELECT count(*) FROM finding'), "3\n", 'findings that are the same are one');
is(dump_db('all.db', "SELECT m.config, m.is_there FROM v_matrix AS m JOIN finding AS f ON f.id = m.finding
	WHERE f.idx = '17' ORDER BY m.config"), "large|1\nsmall|0\n", 'the matrix');
my ($rip) = map { $_->{id} } findings('all.db', '--rule', 'rip-index');
like(scalar gprcheck_ok('show', '--db', 'all.db', $rip), qr/^  small, gcc 12:\n.*^  large, gcc 12:\n.*function, was in f\(\)/ms,
	'show has each variant');
like(dump_db('all.db', "SELECT end_reason FROM occurrence AS o JOIN finding AS f ON f.id = o.finding
	WHERE f.idx = '17' AND end_reason <> ''"), qr/^not-built$/, 'reasons come along');

# ---- what came since

collect('small.db', 'small', 's4', 'a.gprcheck', 'b.gprcheck');
is(merged('all.db', 'small.db'), "small.db: 1 runs added, 3 were there\n", 'a run more');
is(dump_db('all.db', "SELECT count(*) FROM finding"), "3\n", 'which knows its findings');
is(dump_db('all.db', "SELECT DISTINCT status FROM v_finding"), "open\n", 'that are open again');

# ---- mistakes

like_error(qr/^gprcheck: none\.db: No such file/, 'merge', '--db', 'new.db', 'small.db', 'none.db');
ok(!-e 'new.db', 'a wrong name leaves nothing behind');
write_file('text.db', "no database\n");
like_error(qr/^gprcheck: text\.db: not a gprcheck database/, 'merge', '--db', 'all.db', 'text.db');
like_error(qr/OTHER is missing/, 'merge', '--db', 'all.db');
is(merged('all.db', 'all.db'), "all.db: 0 runs added, 6 were there\n", 'into itself');
done_testing();

#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests how findings are chosen and ordered, stats, sql, and tables on a terminal (TAP).
use strict;
use warnings;
use FindBin;
use JSON::PP;
use Test::More;
use lib $FindBin::Bin;
use Cli;

in_scratch();
facts('a.gprcheck', 'arch/x86/a.c', 'alpha', 'VCPU_REGS_RIP=16', 40);
facts('b.gprcheck', 'arch/x86/b.c', 'beta', 17);
facts('c.gprcheck', 'virt/c.c', 'gamma', 33, 3);
gprcheck_ok('collect', '--db', 'q.db', '--run', 'first', 'b.gprcheck');
gprcheck_ok('collect', '--db', 'q.db', '--run', 'second', 'a.gprcheck', 'b.gprcheck');
gprcheck_ok('collect', '--db', 'q.db', '--run', 'third', 'a.gprcheck', 'b.gprcheck', 'c.gprcheck');

sub functions
{
	return join ' ', map { "$_->{function}:$_->{line}" } findings('q.db', @_);
}

# ---- which

is(functions(), 'alpha:10 alpha:11 beta:10 gamma:10', 'all, by place');
is(functions('--function', 'a*'), 'alpha:10 alpha:11', '--function');
is(functions('--function', 'alph'), '', '--function matches the whole name');
is(functions('--accessor', 'kvm_*_read'), 'alpha:10 alpha:11 beta:10 gamma:10', '--accessor');
is(functions('--accessor', 'kvm_gpr_write'), '', '--accessor, another');
is(functions('--since', 'second'), 'gamma:10', '--since, by name');
is(functions('--since', '1'), 'alpha:10 alpha:11 gamma:10', '--since, by number');
is(functions('--since', 'third'), '', '--since the latest run');
is(functions('--function', 'alpha', '--rule', 'rip-index', '--path', 'arch/*'), 'alpha:10', 'all of them count');
like_error(qr/--since: no run and no commit of a run is called nope/, 'list', '--db', 'q.db', '--since', 'nope');

# ---- in which order

is(functions('--sort', 'place'), 'alpha:10 alpha:11 beta:10 gamma:10', '--sort place');
is(functions('--sort', '-place'), 'gamma:10 beta:10 alpha:11 alpha:10', '--sort -place');
is(functions('--sort', 'id'), 'beta:10 alpha:10 alpha:11 gamma:10', '--sort id');
is(functions('--sort', '-id'), 'gamma:10 alpha:11 alpha:10 beta:10', '--sort -id');
is(functions('--sort', 'rule'), 'alpha:10 alpha:11 gamma:10 beta:10', '--sort rule');
is(functions('--sort', 'status'), 'gamma:10 alpha:10 alpha:11 beta:10', '--sort status');
is(functions('--sort', 'age'), 'beta:10 alpha:10 alpha:11 gamma:10', '--sort age');
is(functions('--sort', '-age', '--limit', '2'), 'gamma:10 alpha:10', '--sort -age --limit: the newest');
is(functions('--limit', '100'), functions(), '--limit beyond the end');
like_error(qr/--sort takes place, .*not 'colour'/, 'list', '--db', 'q.db', '--sort', 'colour');
like_error(qr/--limit takes a number from 1, not '$_'/, 'list', '--db', 'q.db', "--limit=$_") for qw(0 x -1 2x);

# ---- stats

sub stats
{
	return [map { join '|', @$_{qw(by name findings new)} }
		tsv(scalar gprcheck_ok('stats', '--db', 'q.db', '--format', 'tsv', @_))];
}

is_deeply(stats(), ['rule|rip-index|1|0', 'rule|index-range|2|1', 'rule|egpr-unguarded|1|0', 'age|under a day|4|1',
	'first run|first|1|0', 'first run|second|2|0', 'first run|third|1|1', 'folder|arch/x86|3|0', 'folder|virt|1|1'],
	'stats');
is_deeply(stats('--function', 'gamma', '--status', 'all'),
	['rule|index-range|1|1', 'age|under a day|1|1', 'first run|third|1|1', 'folder|virt|1|1'], 'stats of some');
sh("cp q.db old.db; sqlite3 old.db 'UPDATE run SET time = time - 86400 * CASE id WHEN 1 THEN 400 WHEN 2 THEN 8 ELSE 0 END'");
is_deeply([map { "$_->{name} $_->{findings}" } grep { $_->{by} eq 'age' }
	tsv(scalar gprcheck_ok('stats', '--db', 'old.db', '--format', 'tsv'))],
	['under a day 1', 'under a month 2', 'a year or more 1'], 'stats by age');

# ---- sql

sub sql
{
	return scalar gprcheck_ok('sql', '--db', 'q.db', '--format', 'tsv', @_);
}

is(sql('SELECT rule, count(*) AS n FROM v_finding GROUP BY rule ORDER BY n DESC, rule LIMIT 1'),
	"rule\tn\nindex-range\t2\n", 'sql');
like(sql(), qr/^view\tcolumns\n.*^v_finding\tid rule .*^v_run\t/ms, 'sql without a query names the views');
is_deeply(decode_json(gprcheck_ok('sql', '--db', 'q.db', '--format', 'json', "SELECT 1 AS a, NULL AS b, '2' AS c")),
	{ rows => [{ a => 1, b => undef, c => '2' }] }, 'sql in json: numbers, nothing, text');
is(sql("SELECT 'x\ty' AS t -- a comment;"), "t\nx\\ty\n", 'sql: a comment, an escape');
is(`echo 'SELECT 1 AS one;' | $gprcheck sql --db q.db --format tsv -`, "one\n1\n", 'sql from standard input');
is(sql("SELECT name FROM pragma_table_info('v_run') WHERE cid = 0"), "name\nid\n", 'sql: table-valued pragmas');
my $before = slurp('q.db');
like_error(qr/^gprcheck: q\.db: only questions are answered/, 'sql', '--db', 'q.db', $_)
	for 'DELETE FROM run', 'DROP TABLE run', "ATTACH 'other.db' AS o", 'PRAGMA user_version = 7',
	'CREATE TEMP TABLE t (x)', 'VACUUM', "VACUUM INTO 'other.db'", 'BEGIN', 'UPDATE run SET name = 1';
like_error(qr/one statement at a time/, 'sql', '--db', 'q.db', 'SELECT 1; DELETE FROM run');
like_error(qr/syntax error/, 'sql', '--db', 'q.db', 'SELEC');
like_error(qr/no question/, 'sql', '--db', 'q.db', ' ; -- nothing');
like_error(qr/no such table/, 'sql', '--db', 'q.db', 'SELECT * FROM nowhere');
like_error(qr/integer overflow/, 'sql', '--db', 'q.db', 'SELECT abs(-9223372036854775807 - 1)');
is(slurp('q.db'), $before, 'the database is as before');
ok(!-e 'other.db', 'no other database came into being');

# ---- a terminal and a pipe

# What a command prints on a terminal of so many columns.
sub on_terminal
{
	my ($columns, $env, @args) = @_;
	my $command = "stty cols $columns; env -u COLUMNS -u NO_COLOR TERM=xterm $env $gprcheck @args";

	return `script -qec '$command' /dev/null` =~ s/\r//gr;
}

my $plain = gprcheck_ok('list', '--db', 'q.db');
unlike($plain, qr/\e/, 'no colour in a pipe');
is(scalar(map { length } grep { length > 100 } split /\n/, $plain), 0, 'this table is narrow');
SKIP: {
	on_terminal(80, '', '--version') =~ /gprcheck/ or skip('no terminal can be had here', 5);
	my $shown = on_terminal(120, '', 'list --db q.db');
	like($shown, qr/\e\[\d+mnew/, 'colour on a terminal');
	is($shown =~ s/\e\[[\d;]*m//gr =~ s/ +$//gmr, $plain =~ s/ +$//gmr, 'and the same words');
	unlike(on_terminal(120, 'NO_COLOR=1', 'list --db q.db'), qr/\e\[\d/, 'NO_COLOR');
	unlike(on_terminal(120, 'TERM=dumb', 'list --db q.db'), qr/\e\[\d/, 'a dumb terminal');
	for my $width (64, 90) {
		my $longest = (sort { $b <=> $a } map { length } split /\n/,
			on_terminal($width, 'NO_COLOR=1', 'sites --db q.db'))[0];
		cmp_ok($longest, '<=', $width, "a terminal of $width columns");
	}
	like(on_terminal(100, '', 'show --db q.db 1'), qr/\e\[1m/, 'show is coloured on a terminal');
	unlike(on_terminal(100, 'NO_COLOR=1', 'show --db q.db 1'), qr/\e\[\d/, 'and honours NO_COLOR');
}
done_testing();

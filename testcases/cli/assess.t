#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests assessments: by command, by text file, by comment in the source; when they end (TAP).
use strict;
use warnings;
use FindBin;
use JSON::PP;
use Test::More;
use lib $FindBin::Bin;
use Cli;

my $dir = in_scratch();

# Nothing of the person who runs the test.
@ENV{qw(HOME XDG_CONFIG_HOME GIT_CONFIG_NOSYSTEM)} = ($dir, $dir, 1);
delete @ENV{grep { /^GIT_(?:AUTHOR|COMMITTER|CONFIG_)/ && !/NOSYSTEM/ } keys %ENV};
sub author
{
	my ($name, $mail) = @_;

	write_file("$dir/.gitconfig", "[user]\n\tname = $name\n\temail = $mail\n");
}

# The functions of the findings that list shows, "f:10".
sub shown
{
	my ($db, @options) = @_;

	return join ' ', map { "$_->{function}:$_->{line}" } findings($db, @options);
}

sub assessments
{
	my ($db) = @_;

	return [map { join '|', @$_{qw(finding verdict state rule)} }
		tsv(scalar gprcheck_ok('assess', '--db', $db, '--list', '--format', 'tsv'))];
}

sub exit_of
{
	return (gprcheck(@_))[0];
}

facts('a.gprcheck', 'arch/a.c', 'f', 'VCPU_REGS_RIP=16', 40);
facts('b.gprcheck', 'arch/b.c', 'g', 17);
my @collect = ('collect', '--db', 'x.db', 'a.gprcheck', 'b.gprcheck');
gprcheck_ok(@collect);
is(shown('x.db'), 'f:10 f:11 g:10', 'three findings');

# ---- by command

like_error(qr/who are you\? git config user\.name/, 'assess', '--db', 'x.db', '1', 'wontfix', '--reason', 'x');
author('Ann Other', 'ann@example.org');
my $said = gprcheck_ok('assess', '--db', 'x.db', '1', 'false-positive', '--reason', "no\tpath 'here'");
is($said, "finding 1: false-positive, by Ann Other <ann\@example.org>\n", 'assess says what it did');
is(shown('x.db'), 'f:11 g:10', 'a false positive is not listed');
is(shown('x.db', '--assessment', 'false-positive'), 'f:10', '--assessment shows it');
is(shown('x.db', '--assessment', 'all'), 'f:10 f:11 g:10', '--assessment all');
is(shown('x.db', '--assessment', 'open', '--assessment', 'intentional'), 'f:11 g:10', '--assessment, two');
gprcheck_ok('assess', '--db', 'x.db', '2', 'confirmed', '--reason', 'true');
is(shown('x.db'), 'f:11 g:10', 'a confirmed one is listed');
is(shown('x.db', '--assessment', 'confirmed'), 'f:11', '--assessment confirmed');
is_deeply(assessments('x.db'), ['1|false-positive|in force|rip-index', '2|confirmed|in force|index-range'],
	'assess --list');
my $show = gprcheck_ok('show', '--db', 'x.db', '1');
like($show, qr/^  assessed +false-positive, by Ann Other <ann\@example\.org> on \d{4}-\d\d-\d\d: no +path 'here'$/m
	=> 'show') or diag($show);
like(gprcheck_ok('list', '--db', 'x.db', '--assessment', 'all'), qr/ASSESSMENT.*\n.*false-positive/, 'a column of the table');
unlike(gprcheck_ok('list', '--db', 'x.db', '--path', 'arch/b.c'), qr/ASSESSMENT/, 'only when there is one');
like_error(qr/no finding 77/, 'assess', '--db', 'x.db', '77', 'wontfix', '--reason', 'x');
like_error(qr/'x' is no number/, 'assess', '--db', 'x.db', 'x', 'wontfix', '--reason', 'x');
like_error(qr/not 'nonsense'/, 'assess', '--db', 'x.db', '1', 'nonsense', '--reason', 'x');
like_error(qr/not 'suppressed'/, 'assess', '--db', 'x.db', '1', 'suppressed', '--reason', 'x');
like_error(qr/--reason TEXT is missing/, 'assess', '--db', 'x.db', '1', 'wontfix');
like_error(qr/--until takes a day/, 'assess', '--db', 'x.db', '1', 'wontfix', '--reason', 'x', '--until', $_)
	for qw(soon 2027-02-30 2027-1-1 27-01-01);
like_error(qr/that day is over/, 'assess', '--db', 'x.db', '1', 'wontfix', '--reason', 'x', '--until', '2020-01-01');
like_error(qr/ID and VERDICT are missing/, 'assess', '--db', 'x.db', '1');
like_error(qr/one of ID VERDICT/, 'assess', '--db', 'x.db', '--list', '1', 'open');
like_error(qr/^gprcheck: none\.db: No such file/, 'assess', '--db', 'none.db', '1', 'open', '--reason', 'x');
ok(!-e 'none.db', 'no database came into being');

# ---- --fail-on

is(exit_of(@collect, '--fail-on', 'any'), 1, '--fail-on any: open ones are left');
gprcheck_ok('assess', '--db', 'x.db', $_, 'intentional', '--reason', 'a test') for 2, 3;
is(exit_of(@collect, '--fail-on', 'any'), 0, '--fail-on any: all are set aside');
like(scalar gprcheck_ok(@collect), qr/3 findings \(0 new, 3 set aside\)/, 'the summary counts them');
gprcheck_ok('assess', '--db', 'x.db', '3', 'open', '--reason', 'a mistake');
is(shown('x.db'), 'g:10', 'an assessment can be taken back');
is(exit_of(@collect, '--fail-on', 'any'), 1, 'and counts again');
is_deeply(decode_json(gprcheck_ok('sql', '--db', 'x.db', '--format', 'json',
	'SELECT verdict FROM assessment WHERE finding = 3 ORDER BY id'))->{rows},
	[{ verdict => 'intentional' }, { verdict => 'open' }], 'what was said before is kept');

# ---- formats

my ($json) = grep { $_->{id} == 1 }
	@{decode_json(gprcheck_ok('export', '--db', 'x.db', '--assessment', 'all'))->{findings}};
is_deeply([@{$json->{assessment}}{qw(verdict state author reason until)}],
	['false-positive', 'in force', 'Ann Other <ann@example.org>', "no\tpath 'here'", ''], 'json');
my $sarif = decode_json(gprcheck_ok('export', '--db', 'x.db', '--format', 'sarif', '--assessment', 'all'));
my ($result) = grep { $_->{properties}{id} == 1 } @{$sarif->{runs}[0]{results}};
is_deeply($result->{suppressions}, [{ kind => 'external', status => 'accepted', justification => "no\tpath 'here'" }],
	'sarif');
write_file('x.sarif', scalar gprcheck_ok('export', '--db', 'x.db', '--format', 'sarif', '--assessment', 'all'));
SKIP: {
	system('/usr/bin/python3 -c "import jsonschema" 2>/dev/null') == 0
		or skip('python3-jsonschema cannot be installed here', 1);
	is(system("$root/testcases/report/validate-sarif x.sarif"), 0, 'SARIF is valid');
}
write_file('x.xml', scalar gprcheck_ok('export', '--db', 'x.db', '--format', 'junit', '--assessment', 'all'));
is(`xmllint --xpath 'count(//skipped)' x.xml` + 0, 2, 'junit: what is set aside is skipped');
is(`xmllint --xpath 'string(/testsuites/\@failures)' x.xml` + 0, 1, 'junit counts');
is(() = gprcheck_ok('export', '--db', 'x.db', '--format', 'github', '--assessment', 'all') =~ /^::/mg, 1,
	'github: only what is not set aside');

# ---- as text, to another database and back

gprcheck_ok('assess', '--db', 'x.db', '--export', 'said.tsv');
my $file = slurp('said.tsv');
is(scalar(split /\n/, $file), 6, 'a header and a line for each thing said');
gprcheck_ok('collect', '--db', 'y.db', 'b.gprcheck');
gprcheck_ok('collect', '--db', 'y.db', 'a.gprcheck', 'b.gprcheck');
is(shown('y.db'), 'f:10 f:11 g:10', 'another database');
like(gprcheck_ok('assess', '--db', 'y.db', '--import', 'said.tsv'), qr/5 new, 0 known, 0 of findings/, 'import');
is(shown('y.db'), 'g:10', 'assessed there too');
like(gprcheck_ok('assess', '--db', 'y.db', '--import', 'said.tsv'), qr/0 new, 5 known, 0 of/, 'import twice is once');
gprcheck_ok('assess', '--db', 'y.db', '--export', 'y.tsv');
is(slurp('y.tsv'), $file, 'and exports the same text');
gprcheck_ok('collect', '--db', 'z.db', 'b.gprcheck');
my ($code, $out, $err) = gprcheck('assess', '--db', 'z.db', '--import', 'said.tsv');
is($code, 0, 'a database that knows less');
like($out, qr/2 new, 0 known, 3 of findings that are not in this database/, 'says so');
like($err, qr/no finding here: rip-index in f\(\), arch\/a\.c, VCPU_REGS_RIP/, 'and of which');
gprcheck_ok('assess', '--db', 'z.db', '--export', 'said.tsv');
is(slurp('said.tsv'), $file, 'its export loses nothing of the others');
for my $bad (['x', qr/not the 12 fields/], ["<<<<<<< HEAD", qr/not the 12 fields/]) {
	write_file('bad.tsv', "$file$bad->[0]\n");
	like_error(qr/^gprcheck: bad\.tsv:7: $bad->[1]/, 'assess', '--db', 'z.db', '--import', 'bad.tsv');
}
my @edits = ([qr/^[0-9a-f]{16}/m, 'zz', qr/fingerprint/], [qr/\d\dZ\t/, "x\t", qr/time/], [qr/wontfix|confirmed/, 'maybe', qr/verdict/],
	[qr/Ann Other[^\t]*/, '', qr/author/], [qr/\\t/, '\\q', qr/backslash/]);
for (@edits) {
	my ($from, $to, $why) = @$_;

	write_file('bad.tsv', $file =~ s/$from/$to/r);
	like_error(qr/^gprcheck: bad\.tsv:\d: .*$why/, 'assess', '--db', 'z.db', '--import', 'bad.tsv');
}

# Two people assess different findings on two branches: git merges.
sh('mkdir repo && cd repo && git init -q -b main . && cp ../said.tsv . && git add . && git commit -q -m base');
gprcheck_ok('assess', '--db', 'y.db', '1', 'wontfix', '--reason', 'one');
gprcheck_ok('assess', '--db', 'x.db', '1', 'wontfix', '--reason', 'two');
sh("cd repo && git checkout -q -b other && $gprcheck assess --db ../y.db --export said.tsv >/dev/null && git commit -qam other");
sh("cd repo && git checkout -q main && $gprcheck assess --db ../x.db --export said.tsv >/dev/null && git commit -qam mine");
is(system('cd repo && git merge -q -m merged other >/dev/null 2>&1'), 0, 'git merges two branches');
like(gprcheck_ok('assess', '--db', 'x.db', '--import', 'repo/said.tsv'), qr/1 new, 6 known/, 'and both are there');

# ---- until a day

my $until = $file =~ s/^(\S+\t\S+\tfalse-positive\t)\t/${1}2020-01-01\t/mr;
write_file('until.tsv', $until);
gprcheck_ok('collect', '--db', 'u.db', 'a.gprcheck', 'b.gprcheck');
gprcheck_ok('assess', '--db', 'u.db', '--import', 'until.tsv');
is(shown('u.db'), 'f:10 g:10', 'an assessment whose day is over does not count');
like(join(' ', @{assessments('u.db')}), qr/1\|false-positive\|expired\|rip-index/, 'and is reported');
like(gprcheck_ok('show', '--db', 'u.db', '1'), qr/^  assessed +false-positive, .*expired after 2020-01-01/m, 'by show too');
gprcheck_ok('assess', '--db', 'u.db', '1', 'wontfix', '--reason', 'x', '--until', '2999-12-31');
is(shown('u.db'), 'g:10', 'one whose day is to come counts');

# ---- it ends when the index comes from elsewhere

facts('c1.gprcheck', 'arch/c.c', 'h', 'VCPU_REGS_RIP=16');
gprcheck_ok('collect', '--db', 'e.db', 'c1.gprcheck');
gprcheck_ok('assess', '--db', 'e.db', '1', 'false-positive', '--reason', 'x');
is(shown('e.db'), '', 'set aside');
# The same index in another line: still the same finding, and still set aside.
write_file('c2.ir', unit_text('arch/c.c', 'h', 3, 'VCPU_REGS_RIP=16'));
gprcheck_ok('ir', 'encode', 'c2.ir', '-o', 'c2.gprcheck');
gprcheck_ok('collect', '--db', 'e.db', 'c2.gprcheck');
is(shown('e.db', '--assessment', 'all'), 'h:11', 'it has moved');
is(shown('e.db'), '', 'and is still set aside');
# The same index out of a variable's value: another origin.
my $ir = unit_text('arch/c.c', 'h', 'VCPU_REGS_RIP=16');
$ir =~ s/^(func \@h .*)$/func \@pick at 3:1 -> s32\nb0:\n  return s32 16 "VCPU_REGS_RIP" at 4:2\n\n$1/m;
$ir =~ s/  local %1 u64\n/  local %1 u64\n  local %2 s32\n/;
$ir =~ s/b0:\n  %1 = call \@kvm_gpr_read\(%0, s32 16 "VCPU_REGS_RIP"\)/b0:\n  %2 = call \@pick() at 10:20\n  %1 = call \@kvm_gpr_read(%0, %2)/;
write_file('c3.ir', $ir);
gprcheck_ok('ir', 'encode', 'c3.ir', '-o', 'c3.gprcheck');
gprcheck_ok('collect', '--db', 'e.db', 'c3.gprcheck');
is(shown('e.db'), 'h:10', 'an assessment ends when the index comes from elsewhere');
is_deeply(assessments('e.db'), ['1|false-positive|ended|rip-index'], 'and assess --list says so');
like(gprcheck_ok('show', '--db', 'e.db', '1'), qr/assessed +false-positive, .*: x \[ended: it was about VCPU_REGS_RIP \(16\); the value VCPU_REGS_RIP \(16\) comes from here, this is VCPU_REGS_RIP \(16\); .* in pick\(\)\]/,
	'show says what changed');
like(gprcheck_ok('list', '--db', 'e.db'), qr/false-positive \(ended\)/, 'list too');
my ($ended) = tsv(scalar gprcheck_ok('sql', '--db', 'e.db', '--format', 'tsv', 'SELECT state, was, now_is FROM v_assessment'));
is($ended->{state}, 'ended', 'the view says the same');
like($ended->{now_is}, qr/ in pick\(\)$/, 'with what it is now');
gprcheck_ok('collect', '--db', 'e.db', 'c1.gprcheck');
is(shown('e.db'), '', 'it counts again when all is as it was');

# Another index in the same place: another finding, which says what was said of the one before.
facts('r1.gprcheck', 'arch/r.c', 'h', 40);
facts('r2.gprcheck', 'arch/r.c', 'h', 41);
gprcheck_ok('collect', '--db', 'r.db', 'r1.gprcheck');
gprcheck_ok('assess', '--db', 'r.db', '1', 'intentional', '--reason', 'forty is right');
is(shown('r.db'), '', 'set aside');
like(scalar gprcheck_ok('collect', '--db', 'r.db', 'r2.gprcheck'), qr/1 findings \(1 new, 1 whose assessment is over\)/,
	'another index: not set aside, and collect says so');
is(shown('r.db'), 'h:10', 'listed');
like(gprcheck_ok('show', '--db', 'r.db', '2'), qr/assessed +intentional, .*: forty is right \[ended: it was about 40; .*, this is 41; /,
	'show says what was said of the one before');
is_deeply(assessments('r.db'), ['1|intentional|ended|index-range'], 'assess --list says that it ended');
like(gprcheck_ok('assess', '--db', 'r.db', '--list'), qr/is: finding 2 is there now/, 'and why');
is(gprcheck_ok('sql', '--db', 'r.db', '--format', 'tsv', 'SELECT state, now_is FROM v_assessment'),
	"state\tnow_is\nended\tfinding 2 is there now\n", 'as does the view');

# ---- comments in the source

# Lines 10 and following are calls with the given comments.
sub with_comments
{
	my ($file, @lines) = @_;

	write_file($file, join '', map { "$_\n" } (map { "/* $_ */" } 1 .. 9), @lines);
}

sub comments
{
	return [map { join '|', @$_{qw(line rule state)} } tsv(scalar gprcheck_ok('sql', '--db', 'k.db', '--format', 'tsv',
		'SELECT * FROM suppression WHERE run = (SELECT max(id) FROM run) ORDER BY id'))];
}

sub complaints
{
	my (@options) = @_;
	my ($code, undef, $err) = gprcheck('collect', '--db', 'k.db', 'k.gprcheck', @options);

	is($code, 0, 'collect with comments');
	return [$err =~ /^gprcheck: (.*)$/mg];
}

facts('k.gprcheck', 'arch/k.c', 'k', 'VCPU_REGS_RIP=16', 40, 17, 41);
with_comments('arch/k.c', 'call();');
is_deeply(complaints(), [], 'no comments');
is(shown('k.db'), 'k:10 k:11 k:12 k:13', 'nothing is suppressed');
with_comments('arch/k.c', 'call(); /* gprcheck: ok rip-index: checked by hand */', '', 'call(); // gprcheck: ok egpr-unguarded: host has it');
is_deeply(complaints(), [], 'two comments on the lines of findings');
is(shown('k.db'), 'k:11 k:13', 'both suppress');
is(shown('k.db', '--assessment', 'suppressed'), 'k:10 k:12', '--assessment suppressed');
is_deeply(comments(), ['10|rip-index|used', '12|egpr-unguarded|used'], 'the database knows the comments');
like(gprcheck_ok('show', '--db', 'k.db', '1'), qr/assessed +suppressed, by comment at arch\/k\.c:10: checked by hand$/m, 'show');
like(gprcheck_ok('assess', '--db', 'k.db', '--list'), qr/suppressed +used .*checked by hand/, 'assess --list');
gprcheck_ok('collect', '--db', 'k.db', 'k.gprcheck', '--tree', '/nowhere');
is(shown('k.db'), 'k:10 k:11 k:12 k:13', 'without the source nothing is suppressed');
sh('mkdir -p tree && mv arch tree/');
is_deeply(complaints('--tree', 'tree'), [], 'the source elsewhere');
is(shown('k.db'), 'k:11 k:13', '--tree says where');
sh('mv tree/arch .');

# Alone on the line above; several rules; over lines; in strings; not behind code.
write_file('arch/k.c', join '', (map { "\n" } 1 .. 7), "\t/* gprcheck: ok rip-index, index-range:\n\t * both */\n",
	"call(\"/* gprcheck: ok rip-index: text */\");\n", "call('\"'); /* gprcheck: ok index-range: a \"reason\" */\n",
	"x(); /* gprcheck: ok index-range: this is behind code */\n");
is_deeply(complaints(), ['arch/k.c:8: comment suppresses nothing: no index-range finding is there',
	'arch/k.c:12: comment suppresses nothing: no index-range finding is there'], 'unused ones are reported');
is(shown('k.db'), 'k:12 k:13', 'above the line; in strings not; behind code not for the line below');
is_deeply(comments(), ['8|rip-index|used', '8|index-range|unused', '11|index-range|used', '12|index-range|unused'],
	'each rule of a comment by itself');

# Days, and comments that cannot be read.
with_comments('arch/k.c', 'call(); /* gprcheck: ok rip-index until 2020-01-01: old */',
	'call(); /* gprcheck: ok index-range until 2999-01-01: still */');
is_deeply(complaints(), ['arch/k.c:10: comment suppresses rip-index no more: it was until 2020-01-01'], 'an expired one is reported');
is(shown('k.db'), 'k:10 k:12 k:13', 'and does not suppress');
for (['ok rip-index', "no ':' before the reason"], ['ok rip-index:', 'gives no reason'], ['ok rip:x', "no rule is called 'rip'"],
	['ok: x', 'names no rule; write: gprcheck: ok RULE: reason'], ['fine rip-index: x', "only 'ok' can follow; write: gprcheck: ok RULE: reason"],
	['ok rip-index until soon: x', 'until is not followed by a day as 2027-01-31']) {
	my ($comment, $why) = @$_;

	with_comments('arch/k.c', "call(); /* gprcheck: $comment */");
	is_deeply(complaints(), ["arch/k.c:10: comment suppresses nothing: $why"], "malformed: $comment");
	is(shown('k.db'), 'k:10 k:11 k:12 k:13', 'and suppresses nothing');
}
with_comments('arch/k.c', 'call(); /* gprcheck: ok rip-index: a person agrees */');
complaints();
gprcheck_ok('assess', '--db', 'k.db', '1', 'confirmed', '--reason', 'no');
is(shown('k.db'), 'k:10 k:11 k:12 k:13', 'what a person says comes before a comment');

# ---- merged with the runs of another machine

gprcheck_ok('collect', '--db', 'm.db', 'b.gprcheck');
gprcheck_ok('merge', '--db', 'm.db', 'x.db', 'k.db');
my $words = 'SELECT f.file, f.idx, a.verdict, a.reason FROM v_assessment AS a JOIN v_finding AS f ON f.id = a.finding'
	. " WHERE f.file <> 'arch/k.c' ORDER BY 1, 2, 3";
is(gprcheck_ok('sql', '--db', 'm.db', $words), gprcheck_ok('sql', '--db', 'x.db', $words), 'a merged database has what was said');
my $comments = 'SELECT c.file, c.line, c.rule, c.reason, c.state, f.idx FROM suppression AS c'
	. ' LEFT JOIN finding AS f ON f.id = c.finding ORDER BY c.id';
is(gprcheck_ok('sql', '--db', 'm.db', $comments), gprcheck_ok('sql', '--db', 'k.db', $comments), 'and the comments');
gprcheck_ok('merge', '--db', 'm.db', 'k.db', 'x.db');
is(gprcheck_ok('sql', '--db', 'm.db', $words), gprcheck_ok('sql', '--db', 'x.db', $words), 'merging twice is once');
done_testing();

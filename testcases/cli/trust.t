#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests that a database keeps its old state or gets the new one, whatever goes wrong (TAP).
#
# Killed collects are crash.t, many writers parallel.t; here: no space left, no permission, a
# newer version, damaged pages, a lock that another program holds, the database of schema 1.
use strict;
use warnings;
use FindBin;
use POSIX qw(setuid setgid);
use Test::More;
use lib $FindBin::Bin;
use Cli;

my $dir = in_scratch();
chmod 0755, $dir;
mkdir 'small';
mkdir 'large';
facts("small/a.gprcheck", 'a.c', 'f', 'VCPU_REGS_RIP=16', 3, 40);
facts("large/$_.gprcheck", "file$_.c", "f$_", map { $_ % 2 ? 'VCPU_REGS_RIP=16' : 40 } 1 .. 100) for 1 .. 20;

sub bytes_of
{
	return join "\0", map { -e $_ ? slurp($_) : '' } $_[0], "$_[0]-wal";
}

# What list says: the state of a database.
sub state_of
{
	my ($db) = @_;
	my ($code, $out, $err) = gprcheck('list', '--db', $db, '--format', 'tsv', '--status', 'all');

	return $code eq '0' ? $out : "error: $err";
}

sub is_sound
{
	my ($db, $name) = @_;
	my ($code, $out, $err) = gprcheck('check-db', '--db', $db);

	is($code, 0, "$name: check-db finds it sound") or diag($err);
}

gprcheck_ok('collect', '--db', 'base.db', 'small');
my $base = state_of('base.db');
is_sound('base.db', 'to begin with');

# ---- no space: a limit on the size of files, in steps, so that every part of a put meets it

sub collect_limited
{
	my ($db, $blocks) = @_;
	my $pid = fork // die "fork: $!\n";

	if (!$pid) {
		$SIG{XFSZ} = 'IGNORE';
		# The message goes through a pipe: its file would meet the limit too.
		exec 'bash', '-c', "set -o pipefail; (ulimit -f $blocks; exec \"\$@\") 2>&1 >/dev/null | cat >limited.err",
			'bash', $gprcheck, 'collect', '--db', $db, 'large';
		exit 127;
	}
	waitpid $pid, 0;
	return $?;
}

my ($failed, $wrong) = (0, 0);
for my $blocks (0, 1, 8, 32, 100, 200, 400, 800) {
	sh('rm -f full.db*; cp base.db full.db');
	my $status = collect_limited('full.db', $blocks);
	my $message = slurp('limited.err');

	if ($status) {
		$failed++;
		$status >> 8 == 2 && $message =~ /^gprcheck: full\.db: / && state_of('full.db') eq $base
			or $wrong++, diag("$blocks blocks: status $status: $message");
	}
	(gprcheck('check-db', '--db', 'full.db'))[0] eq '0' or $wrong++, diag("$blocks blocks: not sound");
}
cmp_ok($failed, '>=', 4, 'files may not grow: collects fail');
is($wrong, 0, 'with the cause, and the database is as before');
is((gprcheck('collect', '--db', 'full.db', 'large'))[0], 0, 'and the next one works');

# The same with a file system that is full, where we may mount one.
SKIP: {
	my $script = <<'EOT';
mount -t tmpfs -o size=300k none full && cp base.db full/x.db || exit 77
dd if=/dev/zero of=full/rest bs=4096 2>/dev/null
"$0" collect --db full/x.db large >/dev/null 2>full.err
echo $? >full.status
"$0" check-db --db full/x.db >/dev/null 2>&1; echo $? >>full.status
rm full/rest
"$0" list --db full/x.db --format tsv --status all >full.list
EOT
	mkdir 'full';
	my $mounted = system('unshare', '-m', 'sh', '-c', $script, $gprcheck) >> 8;

	skip('nothing can be mounted here', 4) if $mounted == 77 || $mounted == 1;
	my ($collect, $check) = split /\n/, slurp('full.status');
	is($collect, 2, 'disk full: exit 2');
	like(slurp('full.err'), qr{^gprcheck: full/x\.db: .*(?:no space|No space|full)}, 'disk full: says so');
	is($check, 0, 'disk full: check-db finds it sound');
	is(slurp('full.list'), $base, 'disk full: as before');
}

# ---- no permission; root may do everything, so that somebody else tries

sub as_nobody
{
	my (@args) = @_;
	my $pid = fork // die "fork: $!\n";

	if (!$pid) {
		if ($> == 0) {
			setgid(65534);
			setuid(65534);
		}
		open STDOUT, '>', '/dev/null';
		open STDERR, '>&', \*STDOUT;
		exec @args or exit 126;
	}
	waitpid $pid, 0;
	return $? >> 8;
}

SKIP: {
	skip('nobody cannot run the program', 5) if as_nobody($gprcheck, 'version') != 0;
	mkdir 'ro';
	sh('cp base.db ro/x.db; chmod 444 ro/x.db; chmod 555 ro; chmod -R a+rX small large');
	my $before = bytes_of('ro/x.db');

	is(as_nobody($gprcheck, 'collect', '--db', 'ro/x.db', 'small'), 2, 'a folder without permission: collect fails');
	is(as_nobody($gprcheck, 'list', '--db', 'ro/x.db'), 0, 'list works');
	is(as_nobody($gprcheck, 'check-db', '--db', 'ro/x.db'), 0, 'check-db works');
	is(as_nobody($gprcheck, 'merge', '--db', 'ro/x.db', 'base.db'), 2, 'merge fails');
	is(bytes_of('ro/x.db'), $before, 'nothing changed');
	sh('chmod 755 ro');
}

# ---- of a newer gprcheck

sh('cp base.db newer.db; sqlite3 newer.db "pragma user_version = 99"');
my $newer = bytes_of('newer.db');
for (['collect', 'small'], ['list'], ['check-db'], ['runs'], ['merge', 'base.db']) {
	my ($command, @args) = @$_;

	like_error(qr/newer\.db.* newer gprcheck \(schema 99/, $command, '--db', 'newer.db', @args);
}
is(bytes_of('newer.db'), $newer, 'a newer database stays untouched');

# ---- damaged pages: never a crash, never silence

gprcheck_ok('collect', '--db', 'pages.db', 'large');
my $whole = slurp('pages.db');
my $page = unpack 'n', substr($whole, 16, 2);
my ($seen, $unknown) = (0, 0);
srand 11;
for my $try (1 .. 12) {
	my $bytes = $whole;
	my $at = $page * (1 + int rand(length($whole) / $page - 1));

	substr($bytes, $at, $page) = pack 'C*', map { int rand 256 } 1 .. $page;
	unlink glob 'bad.db*';
	write_file('bad.db', $bytes);
	for (['check-db'], ['list', '--status', 'all'], ['collect', 'small']) {
		my ($command, @args) = @$_;
		my ($code, undef, $err) = gprcheck($command, '--db', 'bad.db', @args);

		$seen++ if $command eq 'check-db' && $code eq '2' && $err =~ /^gprcheck: bad\.db: .*damaged/;
		$unknown++, diag("$command: $code: $err")
			unless $code eq '0' || ($code eq '2' && $err =~ /^gprcheck: bad\.db: /);
	}
}
is($seen, 12, 'check-db sees every damaged page');
is($unknown, 0, 'every command ends well or says what is wrong');

# ---- histories that do not agree

for (["UPDATE occurrence SET last_run = 0 WHERE id = 1", qr/refer to rows|before they begin/],
	["DELETE FROM finding_key WHERE finding = 1", qr/have no key/],
	["INSERT INTO finding (fingerprint, rule, file, function, accessor, idx, first_run, last_run)
	  VALUES ('x', 'rip-index', '', '', '', '', 1, 1)", qr/never seen/]) {
	my ($sql, $cause) = @$_;

	sh('rm -f odd.db*; cp base.db odd.db');
	system('sqlite3', 'odd.db', $sql) == 0 or die;
	like_error($cause, 'check-db', '--db', 'odd.db');
}

# ---- schema 1, as gprcheck wrote it before there were keys

system("sqlite3 one.db < $root/lib/store/schema.sql") == 0 or die;
system('sqlite3', 'one.db', <<'EOT') == 0 or die;
PRAGMA application_id = 0x67707263; PRAGMA user_version = 1;
INSERT INTO run VALUES (1, 'a', 'c0', '0.1', 'r', 100, 2, 0, 0, 0), (2, 'b', '', '0.1', 'r', 200, 2, 0, 0, 0),
	(3, 'c', '', '0.1', 'r', 300, 2, 0, 0, 0);
INSERT INTO unit (run, file, frontend, compiler, object, checksum, status, message, nfuncs, nskipped, packs)
	SELECT id, 'a.c', 'gcc', '12.2.0', 'small/a.gprcheck', '0', 'ok', '', 1, 0, 'kvm-x86' FROM run;
INSERT INTO finding VALUES
	(5, '1111111111111111', 'rip-index', 'a.c', 'f', 'kvm_gpr_read', 'VCPU_REGS_RIP (16)', 1, 3),
	(7, '2222222222222222', 'index-range', 'a.c', 'f', 'kvm_gpr_read', '40', 1, 2),
	(9, '3333333333333333', 'index-range', 'gone.c', 'h', 'kvm_gpr_read', '99', 2, 2);
INSERT INTO occurrence VALUES (1, 5, 1, 10, 9, 'm', 'a.c', 10, 9, 'f'), (2, 5, 2, 10, 9, 'm', 'a.c', 10, 9, 'f'),
	(3, 5, 3, 11, 9, 'm', 'a.c', 11, 9, 'f'), (4, 7, 1, 12, 9, 'n', 'a.c', 12, 9, 'f'),
	(5, 7, 2, 12, 9, 'n', 'a.c', 12, 9, 'f'), (6, 9, 2, 1, 1, 'o', 'gone.c', 1, 1, 'h');
INSERT INTO event VALUES (1, 1, 'accessor', 'a.c', 10, 9, 'f', 'e'), (2, 1, 'accessor', 'a.c', 10, 9, 'f', 'e'),
	(3, 1, 'accessor', 'a.c', 11, 9, 'f', 'e'), (5, 1, 'accessor', 'a.c', 12, 9, 'f', 'e');
EOT
like_error(qr/one\.db: schema 1 of an older gprcheck; the next collect brings it to/, 'list', '--db', 'one.db');
gprcheck_ok('collect', '--db', 'one.db', '--run', 'd', 'small');
is_sound('one.db', 'schema 1 brought up to date');
is_deeply([map { "@$_{qw(id line status)}" } findings('one.db', '--status', 'all')],
	['5 10 open', '7 12 open', '9 1 lost'], 'its findings have their numbers');
is_deeply([map { "@$_{qw(id line status)}" } findings('one.db', '--status', 'all', '--run', 'b')],
	['5 10 open', '7 12 open', '9 1 new'], 'and their history');
is_deeply([map { "@$_{qw(id status)}" } findings('one.db', '--status', 'all', '--run', 'c')],
	['5 open', '7 lost', '9 lost'], 'as far as it was known');
my ($five) = gprcheck_ok('show', '--db', 'one.db', 5);
like($five, qr/a \.\. b: a\.c:10 .*: new\n +c: a\.c:11 .*\n +d: a\.c:10/, 'equal runs have become one occurrence');
is((runs('one.db'))[1]{findings}, 3, 'and figures');
done_testing();

#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests what wrong usage and failed operations say, and their exit codes (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

in_scratch();
facts('a.gprcheck', 'a.c', 'f', 'VCPU_REGS_RIP=16', 3);

# ---- commands and options

my ($code, $out, $err) = gprcheck();
is($code, 2, 'no command: exit 2');
like($err, qr/^Usage: gprcheck COMMAND/, 'no command: usage');
is($out, '', 'no command: nothing on stdout');
like_error(qr/^gprcheck: unknown command 'colect'; did you mean 'collect'\?$/m, 'colect');
like_error(qr/^gprcheck: unknown command 'frobnicate'; `gprcheck help' lists them$/m, 'frobnicate');
for my $help (['--help'], ['-h'], ['help'], ['help', 'help']) {
	($code, $out) = gprcheck(@$help);
	is($code, 0, "@$help");
	like($out, qr/^  collect +\S/m, "@$help lists the commands");
}
like(gprcheck_ok($_), qr/^gprcheck \d/, $_) for qw(version --version);
for my $command (qw(build collect list export show stats sql assess sites runs problems rules ir)) {
	($code, $out) = gprcheck($command, '--help');
	is($code, 0, "$command --help");
	like($out, qr/^Usage: gprcheck $command /, "$command --help says how");
	is(scalar gprcheck_ok('help', $command), $out, "help $command is the same");
}
like_error(qr/--db FILE is missing/, $_, 'x') for qw(collect build show);
like_error(qr/--db FILE is missing/, $_) for qw(list export sites runs problems);
like_error(qr/PATH is missing/, 'collect', '--db', 'x.db');
like_error(qr/command of the build is missing/, 'build', '--db', 'x.db', '--');
like_error(qr/unrecognized option/, 'list', '--db', 'x.db', '--frob');
like_error(qr/unexpected argument 'y'/, 'list', '--db', 'x.db', 'y');
like_error(qr/--fail-on takes 'new' or 'any', not 'all'/,
	'collect', '--db', 'x.db', '--fail-on', 'all', 'a.gprcheck');
like_error(qr/--format: .*xml/, 'list', '--db', 'x.db', '--format', 'xml');
like_error(qr/--status takes .*not 'gone'/, 'list', '--db', 'x.db', '--status', 'gone');
like_error(qr/no rule is called 'frob'/, 'list', '--db', 'x.db', '--rule', 'frob');
like_error(qr/--verdict takes .*not 'good'/, 'sites', '--db', 'x.db', '--verdict', 'good');
like_error(qr/^gprcheck: rules: 'frob' is neither/, 'rules', 'frob');
like_error(qr/^gprcheck: rules check: name a rule pack/, 'rules', 'check');

# ---- files

like_error(qr/^gprcheck: none\.o: No such file/, 'collect', '--db', 'x.db', 'a.gprcheck', 'none.o');
write_file('notes.txt', "hello\n");
like_error(qr/^gprcheck: notes\.txt: neither an ELF object/, 'collect', '--db', 'x.db', 'notes.txt');
like_error(qr/^gprcheck: none\.db: /, $_, '--db', 'none.db') for qw(list export sites runs problems);
like_error(qr/^gprcheck: none\.db: /, 'show', '--db', 'none.db', '1');
ok(!-e 'x.db' && !-e 'none.db', 'no database came into being');
like_error(qr/^gprcheck: notes\.txt: /, 'list', '--db', 'notes.txt');
like_error(qr/^gprcheck: notes\.txt: /, 'collect', '--db', 'notes.txt', 'a.gprcheck');
is(slurp('notes.txt'), "hello\n", 'what is no database is left alone');
like_error(qr{^gprcheck: no/x\.db: cannot write in its folder: No such file},
	'collect', '--db', 'no/x.db', 'a.gprcheck');
like_error(qr{^gprcheck: /proc/x\.db: }, 'collect', '--db', '/proc/x.db', 'a.gprcheck');
like_error(qr/^gprcheck: \.: /, 'collect', '--db', '.', 'a.gprcheck');

SKIP: {
	skip('root may write anywhere', 4) if $> == 0;
	mkdir 'locked';
	sh("$gprcheck collect --db locked/x.db a.gprcheck >/dev/null; chmod 555 locked");
	my $before = slurp('locked/x.db');
	like_error(qr{^gprcheck: locked/x\.db: cannot write in its folder: Permission denied},
		'collect', '--db', 'locked/x.db', 'a.gprcheck');
	is(slurp('locked/x.db'), $before, 'a locked database is as before');
	chmod 0755, 'locked';
}

# ---- show

gprcheck_ok('collect', '--db', 'x.db', 'a.gprcheck');
like(gprcheck_ok('show', '--db', 'x.db', '1'), qr/rip-index/, 'show prints the finding');
like_error(qr/^gprcheck: .*77/, 'show', '--db', 'x.db', '77');
like_error(qr/^gprcheck: '$_' is no number of a finding/, 'show', '--db', 'x.db', $_)
	for qw(x 0 1x 99999999999999999999);
like_error(qr/^gprcheck: .*nosuchrun/, 'list', '--db', 'x.db', '--run', 'nosuchrun');

# ---- rules

like(gprcheck_ok('rules', 'check', "$root/rules/kvm-x86.yaml"), qr/pack kvm-x86 is valid/, 'rules check');
like(gprcheck_ok('rules', 'list', '--format', 'tsv'), qr{^pack\tfile\tsummary\n(?:\S.*\n)*?kvm-x86\t}, 'rules list');
write_file('bad.yaml', "pack: bad\nfrob: 1\n");
like_error(qr/^gprcheck: bad\.yaml:\d+: /, 'rules', 'check', 'bad.yaml', "$root/rules/kvm-x86.yaml");
like_error(qr/^gprcheck: bad\.yaml:\d+: /, 'collect', '--db', 'y.db', '--rules', 'bad.yaml', 'a.gprcheck');
like_error(qr/^gprcheck: none\.yaml: /, 'rules', 'check', 'none.yaml');
ok(!-e 'y.db', 'bad rules make no database');
{
	local $ENV{GPRCHECK_RULES} = 'bad.yaml';
	like_error(qr/^gprcheck: bad\.yaml:\d+: /, 'rules', 'list');
	delete $ENV{GPRCHECK_RULES};
	like(gprcheck_ok('rules', 'list', '--format', 'tsv'), qr/^kvm-x86\t/m,
		'rules are found beside the build folder');
}

# ---- stdout that cannot be written

SKIP: {
	skip('/dev/full is not there', 1) unless -c '/dev/full';
	is(system("$gprcheck list --db x.db >/dev/full 2>full.err") >> 8, 2, 'a full disk is an error');
	like(slurp('full.err'), qr/^gprcheck: /, 'and told');
}

done_testing();

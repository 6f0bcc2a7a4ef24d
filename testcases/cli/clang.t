#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests gprcheck-clang: ways to call it, flags, errors, the pool, its facts (TAP).
use strict;
use warnings;
use FindBin;
use JSON::PP;
use Test::More;
use lib $FindBin::Bin;
use Cli;

my $clang = "$build/gprcheck-clang";
my $plugin = "$build/gprcheck.so";

in_scratch();

sub check { return run('.', $clang, @_) }

# ---- units to check

my $head = <<'EOT';
struct kvm_vcpu;
enum { VCPU_REGS_RAX = 0, VCPU_REGS_RIP = 16 };
unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);
EOT

sub unit
{
	my ($name, $index, $more) = @_;

	write_file("$name.c", $head . "void $name(struct kvm_vcpu *vcpu)\n{\n\tkvm_gpr_read(vcpu, $index);\n}\n" . ($more // ''));
}

# Entries of FILE => [FLAGS].
sub database
{
	my @entries;

	while (my ($file, $flags) = splice @_, 0, 2) {
		push @entries, { directory => Cwd::getcwd(), file => $file,
			arguments => ['gcc', @$flags, '-c', $file] };
	}
	write_file('compile_commands.json', encode_json(\@entries));
}

unit('good', 3);
unit('bad', 'VCPU_REGS_RIP');
unit('plain', 16);
unit('broken', 'VCPU_REGS_RIP', "void other(void) { undeclared_thing(; }\n");
write_file('foreign.c', "int f(int x) { return x; }\n");
write_file('hopeless.c', "#include \"not-there.h\"\n");

my $warning = qr/^bad\.c:6:2: warning: VCPU_REGS_RIP \(16\), .* \[gprcheck:rip-index\]$/m;

# ---- FILE -- FLAGS

{
	my ($code, $out, $err) = check('bad.c', '--', '-O2');
	is($code, 0, 'findings alone do not fail');
	is($out, '', 'standard output stays empty');
	like($err, $warning, 'a warning, as compilers print it');
	like($err, qr/^bad\.c:6:2: note: \(1\) /m, 'with its path');

	for my $when (qw(any new)) {
		is((check('--fail-on', $when, 'bad.c', '--'))[0], 1, "--fail-on $when: 1 with a finding");
		is((check("--fail-on=$when", 'good.c', '--'))[0], 0, "--fail-on=$when: 0 without");
	}
	is((check('--fail-on', 'never', 'bad.c', '--'))[0], 0, '--fail-on never');
	is((check('foreign.c', '--facts', 'foreign.gprcheck', '--'))[0], 0, 'a unit that names nothing watched');
	ok(!-e 'foreign.gprcheck', '... has no facts');
}

# ---- what is wrong is said, with 2

for ([[], qr/no source file/], [['--'], qr/no source file/], [['--nonsense', 'bad.c', '--'], qr/unknown option: --nonsense/],
	[['--fail-on', 'often', 'bad.c', '--'], qr/never, new or any, not often/],
	[['--timeout', 'x', 'bad.c', '--'], qr/not a number: x/], [['--facts'], qr/no value for --facts/],
	[['absent.c', '--'], qr/^gprcheck-clang: absent\.c: No such file or directory$/m],
	[['good.c', '--', '-std=of-tomorrow'], qr/^gprcheck-clang: good\.c: flag not accepted: -std=of-tomorrow$/m],
	[['good.c', '--', '--target=nowhere'], qr/^gprcheck-clang: good\.c: flag not accepted: --target=nowhere$/m],
	[['-p', 'absent', 'good.c'], qr/absent/], [['--rules', 'absent.yaml', 'good.c', '--'], qr/absent\.yaml/],
	[['hopeless.c', '--'], qr/^hopeless\.c:1:10: error: 'not-there\.h' file not found$/m]) {
	my ($args, $why) = @$_;
	my ($code, undef, $err) = check(@$args);

	is($code, 2, "2: gprcheck-clang @$args");
	like($err, $why, '... says why');
}

{
	write_file('damaged/compile_commands.json', "[\n{ \"file\": \n");
	my ($code, undef, $err) = check('-p', 'damaged');
	is($code, 2, '2: a database that is no JSON');
	like($err, qr{damaged/compile_commands\.json:\d+: }, '... file and line');

	($code, undef, $err) = check('--facts', 'no/such/folder/x.gprcheck', 'good.c', '--');
	is($code, 2, '2: facts that cannot be written');
	like($err, qr{no/such/folder/x\.gprcheck: No such file or directory}, '... say why');
}

# ---- a unit with errors: degraded, nothing in it is safe

{
	unit('half', 3, "void other(void) { undeclared_thing(; }\n");
	my ($code, undef, $err) = check('--facts', 'half.gprcheck', 'half.c', '--');
	is($code, 2, '2: a unit with an error');
	like($err, qr/^half\.c:8:37: error: expected expression$/m, '... where and what');
	is((check('--facts', 'whole.gprcheck', 'good.c', '--'))[0], 0, 'and one without');
	gprcheck('collect', '--db', 'half.db', 'half.gprcheck', 'whole.gprcheck');
	my %verdict = map { $_->{file} => $_->{verdict} } sites('half.db');
	is_deeply(\%verdict, { 'good.c' => 'safe', 'half.c' => 'unproven' }, 'its legal site is not safe');
	is(gprcheck_ok('sql', '--db', 'half.db', '--format', 'tsv', q(select file, frontend, status from unit order by file)),
		"file\tfrontend\tstatus\ngood.c\tclang\tok\nhalf.c\tclang\tdegraded\n", 'the database says degraded');

	is((check('--facts', 'hopeless.gprcheck', 'hopeless.c', '--'))[0], 2, '2: nothing can be read');
	gprcheck('collect', '--db', 'hopeless.db', 'hopeless.gprcheck');
	like(scalar gprcheck_ok('sql', '--db', 'hopeless.db', '--format', 'tsv', 'select file, status, message from unit'),
		qr/^hopeless\.c\tfailed\t'not-there\.h' file not found$/m, '... is failed in the database');
}

# ---- word size and target

{
	write_file('width.c', $head . <<'EOT');
void width(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, sizeof(long) == 4 ? VCPU_REGS_RIP : 3);
}
EOT
	for (['-m32', 1], ['-m64', 0], ['--target=i386-linux-gnu', 1], ['--target=aarch64-linux-gnu', 0],
		['--target=arm-linux-gnueabi', 1]) {
		my ($flag, $found) = @$_;
		my ($code, undef, $err) = check('--fail-on', 'any', 'width.c', '--', $flag);

		is($code, $found, "width of $flag");
		is($err =~ /rip-index/ ? 1 : 0, $found, '... in the warnings');
	}
	my (undef, $out) = check('--dump', '-', 'width.c', '--', '--target=i386-linux-gnu');
	like($out, qr/bits 32$/m, 'facts know the word size');
}

# ---- as kbuild calls it: GCC's flags, the file last

my @gcc_flags = split ' ', <<'EOT';
-nostdinc -fconserve-stack -fno-allow-store-data-races -mpreferred-stack-boundary=3
-mindirect-branch=thunk-extern -mindirect-branch-register -fno-ipa-sra -fplugin=x.so -fplugin-arg-x-y=1
-Wno-maybe-uninitialized -Wp,-MMD,bad.d -fmin-function-alignment=16 --param=allow-store-data-races=0
-fsanitize=bounds-strict -mrecord-mcount -fno-var-tracking-assignments -falign-jumps=1 -D__CHECKER__
-Wbitwise -mskip-rax-setup -fzero-call-used-regs=used-gpr -std=gnu11 -c -o bad.o
EOT

{
	my ($code, undef, $err) = check(@gcc_flags, 'bad.c');
	is($code, 0, 'CHECK= with GCC flags');
	like($err, $warning, '... finds');
	unlike($err, qr/unknown|error/, '... and drops what only GCC knows, silently');
	ok(!-e 'bad.o' && !-e 'bad.d', '... writes nothing');

	($code, undef, $err) = check('-fof-the-future', 'bad.c');
	is($code, 0, 'a flag nobody knows is not fatal');
	is(() = $err =~ /unknown flag '-fof-the-future' ignored/g, 1, '... told once');
	like($err, $warning, '... and the unit is done');

	($code, undef, $err) = check('--fail-on', 'any', @gcc_flags, 'bad.c');
	is($code, 1, 'CHECK="gprcheck-clang --fail-on any" fails');

	write_file('Makefile', "C := 0\nc_flags := @gcc_flags\n%.o: %.c\n" .
		"\t\$(if \$(filter 1 2,\$(C)),\$(CHECK) -D__CHECKER__ \$(c_flags) \$<)\n\ttouch \$\@\n");
	for my $level (1, 2) {
		unlink 'bad.o';
		($code, undef, $err) = run('.', 'make', '-s', "C=$level", "CHECK=$clang", 'bad.o');
		is($code, 0, "make C=$level CHECK=gprcheck-clang");
		like($err, $warning, '... warns');
	}
}

# ---- a database of commands: the pool

my %units = map { ("$_.c" => []) } qw(good bad plain);

sub facts_of
{
	return join ' ', sort map { s{.*/}{}r } glob "$_[0]/*";
}

{
	database(%units, 'foreign.c' => []);
	my ($code, $out, $err) = check('-p', '.', '-j', 2, '--facts', 'facts');
	is($code, 0, '-p FOLDER');
	like($err, $warning, '... warns');
	like($err, qr/^plain\.c:6:2: warning: .*egpr-unguarded\]$/m, '... of all units');
	unlike($err, qr/[\r\033]/, '... without a progress line in a pipe');
	is(facts_of('facts'), 'bad.c.gprcheck good.c.gprcheck plain.c.gprcheck', '... one facts file a unit');

	my ($one, $two) = map { join "\n", (check('-p', 'compile_commands.json', "-j$_"))[2] } 1, 2;
	is($two, $one, 'what is said does not depend on -j');
	is((check('-p', '.', '--fail-on', 'any', 'good.c'))[0], 0, '-p with a file: that one');
	is((check('-p', '.', '--fail-on', 'any', 'bad.c'))[0], 1, '... or that one');
	like((check('-p', '.', 'absent.c'))[2], qr/no unit to check/, '... or none');
	like((check('-p', '.', '--dump', 'x'))[2], qr/--dump is for one unit/, '--dump of several');
}

{
	database('good.c' => ['-fof-the-future', '-DA'], 'bad.c' => ['-fof-the-future'], 'plain.c' => ['-fof-the-future']);
	my ($code, undef, $err) = check('-p', '.', '-j2');
	is($code, 0, 'a flag that nobody knows, in all units');
	is(() = $err =~ /unknown flag/g, 1, '... is told once a run');
}

{
	database('good.c' => [], 'good.c' => ['-m32']);
	is((check('-p', '.', '--facts', 'twice'))[0], 0, 'a file that is compiled twice');
	is(facts_of('twice'), 'good.c.2.gprcheck good.c.gprcheck', '... has facts of both');
}

# Every way to fail, and the others are done.
{
	database('good.c' => [], 'broken.c' => [], 'absent.c' => [], 'bad.c' => [], 'plain.c' => []);
	for my $jobs (1, 2) {
		my ($code, undef, $err) = check('-p', '.', '-j', $jobs, '--facts', 'facts', '--timeout', 20,
			'--selftest-crash', 'good.c');
		is($code, 2, "-j$jobs: a unit that crashes, one that is not there, one with errors");
		like($err, qr/^gprcheck-clang: good\.c: Aborted while checking it$/m, '... the crash is told');
		like($err, qr/^gprcheck-clang: absent\.c: No such file/m, '... the missing file');
		like($err, qr/^broken\.c:8:37: error: /m, '... the error');
		like($err, $warning, '... and the others are done');
	}
	gprcheck('collect', '--db', 'pool.db', 'facts');
	is(gprcheck_ok('sql', '--db', 'pool.db', '--format', 'tsv', 'select file, status from unit order by file'),
		"file\tstatus\nabsent.c\tfailed\nbad.c\tok\nbroken.c\tdegraded\ngood.c\tfailed\nplain.c\tok\n",
		'the database says what failed');

	my $begin = time;
	my ($code, undef, $err) = check('-p', '.', '-j', 2, '--timeout', 1, '--selftest-hang', 'plain.c');
	is($code, 2, 'a unit that hangs');
	like($err, qr/^gprcheck-clang: plain\.c: given up after 1 seconds?$/m, '... is given up');
	like($err, $warning, '... and the others are done');
	cmp_ok(time - $begin, '<', 60, '... in time');
}

# ---- the progress line of a terminal

SKIP: {
	skip('script(1) is not there', 4) unless grep { -x "$_/script" } split /:/, $ENV{PATH};
	database(%units);
	my (undef, $out) = run('.', 'script', '-qec', "$clang -p . -j1", '/dev/null');
	like($out, qr{\r\033\[K0/3  }, 'a terminal gets a progress line');
	like($out, qr{\r\033\[K[12]/3  [\d.]+/s  \d+ s left  \S+\.c}, '... done, rate, time left, file');
	like($out, qr/warning: .*rip-index/, '... and the warnings');
	like($out, qr/\r\033\[K\s*$/, '... and is gone at the end');
}

# ---- one database of both front ends

SKIP: {
	skip("$plugin is not built", 4) unless -e $plugin;
	is((run('.', 'gcc', "-fplugin=$plugin", '-c', 'plain.c', '-o', 'plain.o'))[0], 0, 'one unit with GCC');
	is((check('--facts', 'bad.gprcheck', 'bad.c', '--'))[0], 0, 'one with Clang');
	gprcheck_ok('collect', '--db', 'both.db', 'plain.o', 'bad.gprcheck');
	is_deeply(calls('both.db'), ['bad.c:6 rip-index', 'plain.c:6 egpr-unguarded'], 'findings of both');
	my $units = gprcheck_ok('sql', '--db', 'both.db', '--format', 'tsv', 'select file, frontend from unit order by file');
	is($units, "file\tfrontend\nbad.c\tclang\nplain.c\tgcc\n", 'the database says which is whose');
	like((runs('both.db'))[0]{compilers}, qr/^clang [\d.]+, ?gcc [\d.]+$/, '... and so does gprcheck runs');
}

done_testing();

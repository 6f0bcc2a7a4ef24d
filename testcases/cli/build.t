#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests `gprcheck build` on a small project with Makefiles (TAP).
#
# Most of it uses a script for the compiler that notes its arguments and makes the
# object from a prepared one; the last part uses GCC and the plugin, if it is built.
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

my $dir = in_scratch();

# ---- a project: an object here, one in a folder of its own, made by a second make

object('ready.o', 'a.c', 'f', 'VCPU_REGS_RIP=16');
write_file('fakecc', <<'EOT');
#!/bin/sh
[ "$1" = -dumpversion ] && { echo "${FAKE_VERSION-12.2.0}"; exit; }
for word; do printf '%s\n' "$word"; done >>"$LOG"
[ -z "$FAIL" ] || exit 1
while [ "$1" != -o ]; do shift; done
cp "$READY" "$2"
EOT
chmod 0755, 'fakecc';
@ENV{qw(LOG READY)} = ("$dir/log", "$dir/ready.o");
my $makefile = <<'EOT';
CC ?= gcc
CFLAGS := -O2 -DOWN $(KCFLAGS)
O ?= .
all: $(O)/a.o
	$(MAKE) -C sub O=$(abspath $(O))
$(O)/a.o: a.c FORCE
	$(CC) $(CFLAGS) -c $< -o $@
FORCE:
EOT
write_file('p/Makefile', $makefile);
write_file('p/sub/Makefile', "$makefile" =~ s/\ta?\$\(MAKE\).*\n//r =~ s/a\.o/b.o/gr);
write_file("p/$_", "int x;\n") for 'a.c', 'sub/a.c';
write_file('plug.so', 'not loaded by the script');
my @cc = ("CC=$dir/fakecc");
my @build = ('build', '--plugin', 'plug.so', '--db', 'b.db');

# Runs the build; returns (exit code, stdout, stderr, arguments of the compiler).
sub build
{
	unlink 'log', glob 'b.db*';
	my @result = gprcheck(@_);

	return (@result, [split /\n/, slurp('log')]);
}

sub is_built
{
	my ($name, $result, @flags) = @_;
	my ($code, $out, $err, $words) = @$result;
	my %seen = map { $_ => 1 } @$words;

	is($code, 0, "$name: exit code") or diag($err);
	is_deeply([grep { !$seen{$_} } @flags, '-DOWN', "-fplugin=$dir/plug.so"], [], "$name: all flags arrive");
	is(scalar(grep { /^-fplugin=/ } @$words), scalar(grep { $_ eq '-c' } @$words),
		"$name: the plugin once a compile");
	like($out, qr/^run 1: 1 units /m, "$name: collected");
	is_deeply(calls('b.db'), ['a.c:10 rip-index'], "$name: findings");
	return $words;
}

# ---- KCFLAGS

my $words = is_built('plain', [build(@build, '--', 'make', '-C', 'p', @cc)]);
my @rules = grep { /^-fplugin-arg-gprcheck-rules=/ } @$words;
is($rules[0], "-fplugin-arg-gprcheck-rules=$root/rules", 'the default rules are named');
is(scalar(grep { $_ eq '-c' } @$words), 2, 'the make below make compiles too');
{
	local $ENV{KCFLAGS} = '-DENV1 -DENV2';
	is_built('KCFLAGS in the environment', [build(@build, '--', 'make', '-C', 'p', @cc)], '-DENV1', '-DENV2');
	$words = is_built('KCFLAGS on the command line',
		[build(@build, '--', 'make', '-C', 'p', @cc, 'KCFLAGS=-DARG -DX')], '-DARG', '-DX');
	ok(!(grep { $_ eq '-DENV1' } @$words), 'as with make, it replaces that of the environment');
	is_built('KCFLAGS += on the command line', [build(@build, '--', 'make', '-Cp', 'KCFLAGS+=-DARG', @cc)],
		'-DARG', '-DENV1');
	is_built('not only make',
		[build(@build, '--objects', 'p', '--', 'env', 'NO=1', 'make', '-C', 'p', 'KCFLAGS=-DARG', @cc)], '-DARG');
	is_built('no make at all',
		[build(@build, '--', 'sh', '-c', './fakecc -DOWN $KCFLAGS -c x -o x.o')], '-DENV1');
}
is_built('without --', [build(@build, 'make', '-C', 'p', @cc, 'KCFLAGS=-DARG')], '-DARG');

# ---- where the objects are

sh('rm -f p/*.o x.o; mkdir -p p/out out2');
for my $out (['O=out', 'p/out'], ["O=$dir/out2", 'out2']) {
	($words) = $out->[1];
	my $result = [build(@build, '--', 'make', '-C', 'p', @cc, $out->[0])];
	is_built("with $out->[0]", $result);
	like($result->[1], qr/; 2 objects /, "with $out->[0]: only its objects");
	ok(-e "$words/a.o", "with $out->[0]: they are there");
}
is_built('--objects', [build(@build, '--objects', 'ready.o', '--', 'make', '-C', 'p', @cc)]);

# ---- the id

sub id_of
{
	my ($id) = grep { /^-fplugin-arg-gprcheck-id=[0-9a-f]{16}$/ } @{(build(@_))[3]};

	return $id // 'none';
}

my @make = ('--', 'make', '-C', 'p', @cc);
my $id = id_of(@build, @make);
is(id_of(@build, @make), $id, 'the id stays');
write_file('plug.so', 'another plugin');
isnt(id_of(@build, @make), $id, 'another plugin, another id');
write_file('plug.so', 'not loaded by the script');
sh("cp $root/rules/kvm-x86.yaml mine.yaml; echo '# changed' >>mine.yaml");
isnt(id_of(@build, '--rules', 'mine.yaml', @make), $id, 'other rules, another id');

# ---- names that a shell or make would take apart

write_file("odd\$(x) 'n/plug in.so", 'x');
my @odd = build('build', '--db', 'b.db', '--plugin', "odd\$(x) 'n/plug in.so", @make);
is($odd[0], 0, 'a plugin with an odd name');
is(scalar(grep { $_ eq "-fplugin=$dir/odd\$(x) 'n/plug in.so" } @{$odd[3]}), 2, 'an odd name arrives as it is');

# ---- builds that fail

gprcheck_ok('collect', '--db', 'kept.db', 'ready.o');
my $before = slurp('kept.db');
{
	local $ENV{FAIL} = 1;
	like_error(qr/^gprcheck: make: exit status 2: nothing collected$/m,
		'build', '--db', 'kept.db', '--plugin', 'plug.so', @make);
}
like_error(qr/^gprcheck: nosuchmake: /m, 'build', '--db', 'kept.db', '--plugin', 'plug.so', '--', 'nosuchmake');
like_error(qr/^gprcheck: sh: ended by signal 9/m, 'build', '--db', 'kept.db', '--plugin', 'plug.so',
	'--', 'sh', '-c', 'kill -9 $$');
is(slurp('kept.db'), $before, 'the database is as before');
like_error(qr/^gprcheck: none\.so: /, 'build', '--db', 'b.db', '--plugin', 'none.so', '--', 'make');
unlink 'log';
write_file('junk.db', "junk\n" x 100);
like_error(qr/^gprcheck: junk\.db: /, 'build', '--db', 'junk.db', '--plugin', 'plug.so', @make);
ok(!-e 'log', 'a bad database is noticed before the build');
is((build(@build, '--fail-on', 'new', @make))[0], 1, '--fail-on new');

# ---- which plugin

sh("mkdir -p t/build/gcc-11 t/lib/gprcheck/13; cp $gprcheck t/build; cp -r $root/rules t");
write_file("t/$_/gprcheck.so", $_) for 'build/gcc-11', 'lib/gprcheck/13';
my $mine = "$dir/t/build/gprcheck";

sub plugin_for
{
	my ($version, @make) = @_;

	local $ENV{FAKE_VERSION} = $version;
	unlink 'log', 'pick.err';
	system("$mine build --db pick.db -- make -C p @make >/dev/null 2>pick.err");
	my ($plugin) = slurp('log') =~ /^-fplugin=(.*)/m;
	return $plugin ? $plugin =~ s{^\Q$dir\E/t/}{}r : slurp('pick.err');
}

is(plugin_for('11', @cc), 'build/gcc-11/gprcheck.so', 'beside the executable');
is(plugin_for('11.3.0', "CC='env A=1 $dir/fakecc'"), 'build/gcc-11/gprcheck.so', 'a compiler of several words');
is(plugin_for('13.1.0', @cc), 'lib/gprcheck/13/gprcheck.so', 'installed');
like(plugin_for('14', @cc), qr/^gprcheck: no plugin for \S+fakecc \(version 14\)/, 'none');
like(plugin_for('', @cc), qr/^gprcheck: \S+: cannot tell its version/, 'no version');
like(plugin_for('11', 'LLVM=1'), qr/^gprcheck: LLVM= .*gprcheck-clang/, 'a Clang build');
like(plugin_for('11', 'CC=clang'), qr/^gprcheck: clang takes no GCC plugin/, 'CC=clang');
{
	local $ENV{CC} = "$dir/fakecc";
	is(plugin_for('11'), 'build/gcc-11/gprcheck.so', 'CC of the environment');
	sh("mkdir -p bin; ln -sf ../fakecc bin/fake-gcc");
	is(plugin_for('11', "CROSS_COMPILE=$dir/bin/fake- CC=$dir/fakecc"), 'build/gcc-11/gprcheck.so', 'CC wins');
}

# ---- in earnest

SKIP: {
	skip('the plugin is not built', 4) unless -e "$build/gprcheck.so";
	write_file('real/a.c', <<'EOT');
enum { VCPU_REGS_RAX, VCPU_REGS_RIP = 16 };
struct kvm_vcpu;
unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);
unsigned long f(struct kvm_vcpu *vcpu);
unsigned long f(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP);
}
EOT
	write_file('real/Makefile', "a.o: a.c\n\t\$(CC) \$(CFLAGS) \$(KCFLAGS) -c a.c -o a.o\n");
	my ($code, $out, $err) = gprcheck('build', '--db', 'real.db', '--',
		'make', '-C', 'real', 'CC=gcc', 'KCFLAGS=-O2');
	is($code, 0, 'gcc: exit code') or diag($err);
	like($err, qr/a\.c:7:\d+: warning: .*\[gprcheck:rip-index\]/, 'gcc: the warning');
	is_deeply(calls('real.db'), ['a.c:7 rip-index'], 'gcc: the finding');
}

done_testing();

#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the example of every command's --help; tests manual pages, completion, installation (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

my $scratch = in_scratch();
my @commands = map { /^  (\w[\w-]*) +\S/ ? $1 : () } split /\n/, gprcheck_ok('help');

# ---- a tree in which every example makes sense

sub tree
{
	sh('mkdir -p arch/x86/kvm virt/kvm');
	object('arch/x86/kvm/vmx.o', 'arch/x86/kvm/vmx.c', 'handle', 'VCPU_REGS_RIP=16', 3);
	object('arch/x86/kvm/svm.o', 'arch/x86/kvm/svm.c', 'enter', 40);
	object('virt/kvm/main.o', 'virt/kvm/main.c', 'run', 5);
	gprcheck_ok('collect', '--db', 'kvm.db', '--run', 'v6.12', 'arch/x86/kvm/svm.o');
	gprcheck_ok('collect', '--db', 'kvm.db', '--run', 'today', 'arch', 'virt');
	sh("cp $root/rules/kvm-x86.yaml my-pack.yaml");
	# What make builds there: an object of C that uses an accessor.
	write_file('arch/x86/kvm/x86.c', <<'EOT');
struct kvm_vcpu;
unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);
unsigned long bad(struct kvm_vcpu *vcpu);
unsigned long bad(struct kvm_vcpu *vcpu) { return kvm_gpr_read(vcpu, 40); }
EOT
	write_file('Makefile', "arch/x86/kvm/: FORCE\n\tgcc \$(KCFLAGS) -c \$\@x86.c -o \$\@x86.o\nFORCE:\n");
	sh('git init -q . && git config user.name "A Person" && git config user.email person@example.org');
}

# A patch on top of v6.12, for the command that judges one.
sub commit_series
{
	sh('git add -A && git commit -qm base && git tag v6.12');
	write_file('README', "A text.\n");
	sh('git add -A && git commit -qm "Add a text"');
}

mkdir 'bin';
symlink $gprcheck, 'bin/gprcheck' or die;
# The command finds its rules and plugin beside what the link leads to.
local $ENV{PATH} = "$scratch/bin:$ENV{PATH}";

for my $command (grep { !/^(?:help|version)$/ } @commands) {
	my @examples = gprcheck_ok($command, '--help') =~ /^Example:\n  (\S.*)$/mg;

	is(scalar @examples, 1, "$command --help has one example") or next;
	like($examples[0], qr/^gprcheck $command /, 'of this command');
	SKIP: {
		skip('the plugin is not built', 1) if $command =~ /^(?:build|series)$/ && !-e "$build/gprcheck.so";
		mkdir "$scratch/$command";
		chdir "$scratch/$command" or die;
		tree();
		commit_series() if $command eq 'series';
		my ($code, $out, $err) = run("$scratch/$command", 'sh', '-c', $examples[0]);
		is($code, 0, "runs: $examples[0]") or diag($err);
		is($err, '', 'without a complaint') unless $command eq 'build';
		chdir $scratch;
	}
}

# ---- manual pages

my @pages = qw(gprcheck.1 gprcheck-clang.1 gprcheck-rules.5 gprcheck-plugin.7);
SKIP: {
	skip('scdoc is not installed', 4) unless -e "$build/man/gprcheck.1";
	is(`man --warnings -l -Tutf8 $build/man/$_ 2>&1 >/dev/null`, '', "$_ has no fault") for @pages;
	my $text = `MANWIDTH=100 man -l -Tascii $build/man/gprcheck.1 | col -b`;
	my @missing = grep { $text !~ /^ +gprcheck $_ /m } grep { !/^(?:help|version)$/ } @commands;
	is_deeply(\@missing, [], 'gprcheck(1) has every command');
	like($text, qr/--fail-on=new\|any/, 'and options');
	my $tool = slurp("$root/clang-tool/main.c");
	my $page = slurp("$root/doc/man/gprcheck-clang.1.scd");
	is_deeply([grep { $page !~ /\Q$_\E\b/ } $tool =~ /^\t?"  (--?[\w-]+)/mg], [],
		'gprcheck-clang(1) has every option');
	my $args = slurp("$root/gcc-plugin/args.cc");
	$page = slurp("$root/doc/man/gprcheck-plugin.7.scd");
	is_deeply([grep { $page !~ /^\*\Q$_\E=/m } $args =~ /is\(key, "([\w-]+)"\)/g], [],
		'gprcheck-plugin(7) has every argument');
	my $rules = `MANWIDTH=100 man -l -Tascii $build/man/gprcheck-rules.5 | col -b`;
	is_deeply([grep { $rules !~ /^ +$_$/m } slurp("$root/doc/rules.md") =~ /^\| `(\w+)` \|/mg], [],
		'gprcheck-rules(5) has every key');
}

# ---- completion

sub completed
{
	my (@words) = @_;
	my $script = "source $root/doc/man/completion.bash; COMP_WORDS=(\"\$@\"); COMP_CWORD=\$((\$# - 1));"
		. ' _gprcheck "$1"; printf "%s\n" "${COMPREPLY[@]}"';

	return join ' ', split /\n/, (run($scratch, 'bash', '-c', $script, 'bash', @words))[1];
}

is(completed('gprcheck', 'ru'), 'rules runs', 'completes commands');
is(completed('gprcheck', 'help', 'exp'), 'export', 'completes the commands of help');
is(completed('gprcheck', 'show', '--'), '--db --help --root --usage', 'completes options');
is(completed('gprcheck', 'list', '--format', 'j'), 'json junit', 'completes formats');
is(completed('gprcheck', 'collect', '--fail-on', ''), 'any new', 'completes values');
is(completed('gprcheck', 'collect', '--db', ''), '', 'leaves files to bash');

# ---- installation

SKIP: {
	skip('only of the default build', 3) if $build ne "$root/build";
	sh("make -s -C $root -o all install DESTDIR=$scratch/inst PREFIX=/usr >/dev/null");
	my @there = split /\n/, `cd inst/usr && find . ! -type d | sort`;
	my %there = map { s{^\./}{}r => 1 } @there;

	ok($there{$_}, "installed: $_") for 'bin/gprcheck', 'share/gprcheck/rules/kvm-x86.yaml',
		'share/bash-completion/completions/gprcheck', 'share/bash-completion/completions/gprcheck-clang';
	SKIP: {
		skip('scdoc is not installed', scalar @pages) unless -e "$build/man/gprcheck.1";
		ok($there{'share/man/man' . substr($_, -1) . "/$_"}, "installed: $_") for @pages;
	}
}
done_testing();

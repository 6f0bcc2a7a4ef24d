#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests what gprcheck series builds: kernel trees, targets, configurations, the other front end (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Series;

plan skip_all => 'the plugin is not built' unless -e "$build/gprcheck.so";
my $dir = in_scratch();

sub unit { return qq(#include "../kvm_host.h"\n) . join '', @_ }

# ---- a tree that looks like a kernel's: kbuild's way to be called and its .cmd files

sub make_kernel
{
	sh("git init -q repo; mkdir -p repo/scripts repo/kvm/vmx repo/other repo/include repo/tools"
		. "; cp $root/testcases/reference/*.h repo");
	write_file('repo/scripts/Kbuild.include', "# kbuild\n");
	write_file("repo/$_/Makefile", "# $_\n") for 'kvm', 'other';
	write_file('repo/Kconfig', "config A\n");
	write_file('repo/.gitignore', "*.o\n.*\n*.d\n*.log\n");
	write_file('repo/Makefile', <<'EOT');
olddefconfig:
	echo olddefconfig >>$(LOG); echo 'completed' >>.config
%/: FORCE
	echo '$@' >>$(LOG)
	grep -q completed .config
	$(MAKE) $(patsubst %.c,%.o,$(wildcard $@*.c $@*/*.c))
%.o: %.c FORCE
	@if [ ! -e $@ ] || [ -n "`find $$(cat $(@D)/.$(@F).d 2>/dev/null) -newer $@`" ]; then \
	echo $@ >>$(LOG) && \
	gcc -Iinclude -O2 -Wp,-MMD,$(@D)/.$(@F).d $(KCFLAGS) -c -o $@ $< && \
	sed -i 's/^[^:]*: *//; s/\\$$//' $(@D)/.$(@F).d && \
	{ echo "savedcmd_$@ := gcc -Iinclude -O2 -c -o $@ $<"; echo; echo "source_$@ := $<"; echo; \
	  echo "deps_$@ := \\"; sed 's/$$/ \\/' $(@D)/.$(@F).d; } >$(@D)/.$(@F).cmd; fi
FORCE:
EOT
	write_file('repo/include/both.h', "#define BOTH 3\n");
	write_file('repo/kvm/x.c', unit(function('x', $fine)));
	write_file('repo/kvm/vmx/v.c', qq(#include "../../kvm_host.h"\n#include "both.h"\n) . function('v', 'kvm_gpr_read(vcpu, BOTH)'));
	write_file('repo/other/o.c', unit(qq(#include "both.h"\n), function('o', 'kvm_gpr_read(vcpu, BOTH)')));
	write_file('config', "CONFIG_KVM=y\n");
	git(qw(add -A -f));
	git(qw(commit -q -m), 'The base');
	git(qw(tag base));
}

my @made;

sub kernel_is
{
	my ($name, $code, $rows, $fates, @options) = @_;

	unlink 'log';
	local $ENV{LOG} = "$dir/log";
	my $out = series_is($name, $code, $rows, $fates, '--config', 'config', @options, 'base..HEAD');
	@made = in_order(split /\n/, slurp('log'));
	return $out;
}

# make runs what stands between two folders side by side: whichever begins first is logged first
sub in_order
{
	my @groups = ([]);

	for my $line (@_) {
		push @groups, [] if $line =~ m{/$};
		push @{$groups[-1]}, $line;
	}
	return map { sort @$_ } @groups;
}

make_kernel();
series('Wrong' => { 'kvm/vmx/v.c' => sub { s/BOTH\)/VCPU_REGS_RIP)/ } },
	'Right' => { 'kvm/vmx/v.c' => sub { s/VCPU_REGS_RIP/5/ } });
kernel_is('the folder of a touched file', 1, ['1/2 new findings 1 0 0 Wrong', '2/2 pass 0 1 0 Right'],
	['kvm/vmx/v.c:6 introduced by 1/2, fixed by 2/2']);
is_deeply(\@made, ['olddefconfig', 'kvm/', 'kvm/vmx/v.o', 'kvm/x.o', 'kvm/', 'kvm/vmx/v.o', 'kvm/', 'kvm/vmx/v.o'],
	'configured once, each patch builds what changed') or diag(map { "$_\n" } @made);

series('Header' => { 'include/both.h' => "#define BOTH VCPU_REGS_RIP\n" });
kernel_is('a header, with users that are known', 1, ['1/1 new findings 1 0 0 Header'],
	['kvm/vmx/v.c:6 introduced by 1/1']);
series('Other' => { 'other/o.c' => sub { s/^/\n/ } });
kernel_is('a second folder', 0, ['1/1 pass 0 0 0 Other'], []);
series('Header again' => { 'include/both.h' => "#define BOTH VCPU_REGS_RIP\n\n" });
kernel_is('the users in both folders are known now', 1, ['1/1 new findings 2 0 0 Header again'],
	['kvm/vmx/v.c:6 introduced by 1/1', 'other/o.c:6 introduced by 1/1']);

series('Options' => { 'kvm/Kconfig' => "config B\n" });
kernel_is('a Kconfig file', 0, ['1/1 pass 0 0 0 Options'], []);
is(scalar(grep { $_ eq 'olddefconfig' } @made), 1, 'completes the configuration again');

series('Tools' => { 'tools/t.c' => "int main(void) { return 0; }\n" });
kernel_is('a tool is no part of the kernel', 0, ['1/1 pass 0 0 0 Tools'], []);
{
	local $ENV{LOG} = "$dir/log";
	series('Header' => { 'include/both.h' => "#define BOTH VCPU_REGS_RIP\n" });
	like_error(qr/cannot tell what to build for these patches; name it, as in --target=arch/,
		qw(series --tree repo --work fresh --config config base..HEAD));
	my ($code, $out) = gprcheck(qw(series --tree repo --work fresh --config config --target other/ base..HEAD));
	is($code, 1, '--target');
	like($out, qr/^other\/o\.c:6:/m, '--target: looked at');
	like_error(qr/nosuch: /, qw(series --tree repo --config nosuch base..HEAD));
}

# ---- the other front end

SKIP: {
	skip('gprcheck-clang is not built', 8) unless -e "$build/gprcheck-clang";
	series('Wrong' => { 'kvm/vmx/v.c' => sub { s/BOTH\)/VCPU_REGS_RIP)/ } },
		'Right' => { 'kvm/vmx/v.c' => sub { s/VCPU_REGS_RIP/5/ } });
	kernel_is('clang', 1, ['1/2 new findings 1 0 0 Wrong', '2/2 pass 0 1 0 Right'],
		['kvm/vmx/v.c:6 introduced by 1/2, fixed by 2/2'], qw(--front-end clang));
	series('Gone' => { 'kvm/x.c' => undef }, 'Wrong' => { 'kvm/vmx/v.c' => sub { s/BOTH\)/VCPU_REGS_RIP)/ } });
	kernel_is('clang, a file deleted', 1, ['1/2 pass 0 0 0 Gone', '2/2 new findings 1 0 0 Wrong'],
		['kvm/vmx/v.c:6 introduced by 2/2'], qw(--front-end clang));
	local $ENV{LOG} = "$dir/log";
	write_file('complete', "completed\n");
	git(qw(rm -q scripts/Kbuild.include));
	git(qw(commit -q -m plain));
	git(qw(tag plain));
	write_file('repo/a', 'a');
	git(qw(add -A));
	git(qw(commit -q -m a));
	like_error(qr/needs a build that leaves compile_commands\.json/, qw(series --tree repo --front-end clang
		--config complete --target kvm/ plain..HEAD));
}

done_testing();

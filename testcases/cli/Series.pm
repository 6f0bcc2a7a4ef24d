# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests of `gprcheck series` share: a small repository, series of patches, reports.
#
# The repository is the reference implementation with a Makefile of its own and bad.c,
# which has one finding. One --work folder serves all series of a test.
package Series;
use strict;
use warnings;
use Cwd qw(getcwd);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use Test::More;
use Cli;

our @EXPORT = (qw(make_repo git patch_file series report_of series_is mails $flaw $fine function),
	@Cli::EXPORT);

our $flaw = 'kvm_gpr_read(vcpu, VCPU_REGS_RIP)';
our $fine = 'kvm_rip_read(vcpu)';

my $makefile = <<'EOT';
CC ?= gcc
OBJS := $(patsubst %.c,%.o,$(filter-out off.c,$(wildcard *.c)))
all: $(OBJS)
%.o: %.c
	$(CC) -O2 -MMD $(KCFLAGS) -c '$<' -o '$@'
-include $(OBJS:.o=.d)
EOT

@ENV{qw(GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL)} =
	('A. Author', 'author@example.org', 'C. Ommitter', 'committer@example.org');
@ENV{qw(GIT_AUTHOR_DATE GIT_COMMITTER_DATE GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL)} =
	('@1700000000 +0000', '@1700000000 +0000', 1, '/dev/null');

# A function that returns the given expression.
sub function
{
	my ($name, $value) = @_;

	return <<"EOT";
unsigned long $name(struct kvm_vcpu *vcpu);
unsigned long $name(struct kvm_vcpu *vcpu)
{
	return $value;
}
EOT
}

sub unit
{
	return qq(#include "kvm_host.h"\n) . join '', @_;
}

# In the repository "repo" of the current folder; returns what git printed.
sub git
{
	my @command = ('git', '-C', 'repo', @_);

	open my $in, '-|', @command or die "git: $!\n";
	local $/;
	my $text = <$in> // '';
	close $in or die "failed: @command\n";
	return $text;
}

sub make_repo
{
	make_path('repo');
	sh("git init -q repo; cp $root/testcases/reference/*.h $root/testcases/reference/kvm.c repo");
	write_file('repo/Makefile', $makefile);
	write_file('repo/.gitignore', "*.o\n*.d\n");
	write_file('repo/good.c', unit(function('good', $fine)));
	write_file('repo/bad.c', unit(function('bad', $flaw)));
	git(qw(add -A));
	git(qw(commit -q -m), 'The base');
	git(qw(tag base));
}

# A patch: { FILE => TEXT, FILE => sub that changes $_, FILE => undef to delete }.
sub patch_file
{
	my ($subject, $changes) = @_;

	for my $file (sort keys %$changes) {
		my $how = $changes->{$file};

		if (!defined $how) {
			git('rm', '-q', '--', $file);
		} elsif (ref $how) {
			local $_ = slurp("repo/$file");
			$how->();
			write_file("repo/$file", $_);
		} else {
			write_file("repo/$file", $how);
		}
	}
	git(qw(add -A));
	git('commit', '-q', '--allow-empty', '-m', $subject);
}

# Commits the patches (subject, changes, subject, changes ...) on top of base.
sub series
{
	my @patches = @_;

	git(qw(checkout -q --detach --force base));
	git(qw(clean -q -f -d -x));
	while (my ($subject, $changes) = splice @patches, 0, 2) {
		patch_file($subject, $changes);
	}
}

# The patches of the latest series as mails, in the files mails/0001-... .
sub mails
{
	my @options = @_;

	sh('rm -rf mails');
	git('format-patch', '-q', '-o', '../mails', @options, 'base..HEAD');
	return sort glob 'mails/*';
}

# (exit code, rows of the table, findings with their fates, stdout, stderr)
sub report_of
{
	my ($code, $out, $err) = gprcheck('series', '--tree', 'repo', '--work', 'work', @_);
	my @rows = map { s/ +[0-9a-f]{12} +| +- +/ /r =~ s/ +$//r =~ s/  +/ /gr }
		$out =~ m{^(\d+/\d+ +(?:[0-9a-f]{12}|-) .*)$}mg;
	my %seen;
	my @fates = grep { !$seen{$_}++ }
		map { my ($place, $fate) = /^(\S+:\d+):\d+: .* \((.*?)\)$/ ? ($1, $2) : ();
			defined $fate ? "$place $fate" : () } split /\n/, $out;

	return ($code, \@rows, \@fates, $out, $err);
}

# Judges what series() has made: exit code, rows and fates must be these.
sub series_is
{
	my ($name, $code, $rows, $fates, @options) = @_;
	my ($got, $got_rows, $got_fates, $out, $err) =
		report_of(@options ? @options : 'base..HEAD');

	is($got, $code, "$name: exit code") or diag($out, $err);
	is_deeply($got_rows, $rows, "$name: verdicts") or diag($out, $err);
	is_deeply($got_fates, $fates, "$name: findings") or diag($out, $err);
	return $out;
}

1;

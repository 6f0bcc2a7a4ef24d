# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests of the command share: where it is, made-up units, objects, databases.
#
# Facts come from the text form of the flow IR (`gprcheck ir encode`), so that these
# tests need no plugin. GPRCHECK_BUILD or B names the build folder (build).
package Cli;
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Spec;
use File::Temp qw(tempdir);
use FindBin;
use Test::More;
use lib "$FindBin::Bin/..";
use Case;

our @EXPORT = (qw($root $build $gprcheck gprcheck gprcheck_ok in_scratch write_file sh facts object
	unit_text calls findings sites runs like_error), @Case::EXPORT);

our $root = abs_path("$FindBin::Bin/../..");
our $build = File::Spec->rel2abs($ENV{GPRCHECK_BUILD} // $ENV{B} // 'build', $root);
our $gprcheck = "$build/gprcheck";
my $streams = tempdir(CLEANUP => 1);

delete @ENV{qw(KCFLAGS CC CROSS_COMPILE LLVM KBUILD_OUTPUT MAKEFLAGS MAKELEVEL MFLAGS)};
$ENV{GPRCHECK_RULES} = "$root/rules";

# (exit code, stdout, stderr)
sub gprcheck
{
	return run($streams, $gprcheck, @_);
}

sub gprcheck_ok
{
	my ($code, $out, $err) = gprcheck(@_);

	is($code, 0, "gprcheck @_[0 .. ($#_ < 3 ? $#_ : 3)]") or diag($err);
	return $out;
}

# A command that must fail with 2 and say why, in our form.
sub like_error
{
	my ($cause, @args) = @_;
	my ($code, undef, $err) = gprcheck(@args);
	my $words = join ' ', @args;

	$words = substr($words, 0, 60);
	is($code, 2, "exit 2: gprcheck $words");
	like($err, $cause, "says why: gprcheck $words");
}

# An empty folder to work in.
sub in_scratch
{
	my $dir = tempdir(CLEANUP => 1);

	chdir $dir or die "$dir: $!\n";
	return $dir;
}

END { chdir '/' }

sub write_file
{
	my ($path, $text) = @_;

	make_path(dirname($path));
	open my $out, '>', $path or die "$path: $!\n";
	print $out $text;
	close $out or die "$path: $!\n";
}

sub sh
{
	my ($command) = @_;

	system('sh', '-ec', $command) == 0 or die "failed: $command\n";
}

# A unit whose function FUNCTION calls kvm_gpr_read once a line from line 10 on, with
# the given indices: numbers, or names with a value as "VCPU_REGS_RIP=16".
sub unit_text
{
	my ($file, $function, @indices) = @_;
	my ($line, $body) = (10, '');

	for (@indices) {
		my ($name, $value) = /^(\w+)=(\d+)$/ ? (" \"$1\"", $2) : ('', $_);
		$body .= "  %1 = call \@kvm_gpr_read(%0, s32 $value$name) at $line:9\n";
		$line++;
	}
	return <<"EOT";
unit "$file" frontend "gcc" compiler "12.2.0" bits 64
value VCPU_REGS_RIP = 16
declared VCPU_REGS_RIP
declared kvm_gpr_read
func \@kvm_gpr_read at "kvm.h":1:1 -> u64

func \@$function at 8:1 -> u64
  param %0 "vcpu" ptr64 of kvm_vcpu
  local %1 u64
b0:
$body  return %1 at $line:2
EOT
}

# A facts file of one such unit.
sub facts
{
	my ($path, @unit) = @_;

	write_file("$path.ir", unit_text(@unit));
	my ($code, undef, $err) = gprcheck('ir', 'encode', "$path.ir", '-o', $path);
	die "cannot encode $path.ir: $err" if $code ne '0';
	unlink "$path.ir";
}

# An object with a little code and, unless there is no unit, its facts.
sub object
{
	my ($path, @unit) = @_;

	if (!-e '.empty.o') {
		write_file('.empty.c', 'int code(void); __attribute__((weak)) int code(void) { return 1; }');
		sh('gcc -g -c .empty.c -o .empty.o; rm .empty.c');
	}
	make_path(dirname($path));
	return sh("cp .empty.o $path") unless @unit;
	facts("$path.facts", @unit);
	sh("objcopy --add-section .discard.gprcheck=$path.facts .empty.o $path; rm $path.facts");
}

# Rows of a table as hashes.
sub findings
{
	my ($db, @options) = @_;

	return tsv(scalar gprcheck_ok('list', '--db', $db, '--format', 'tsv', @options));
}

sub sites
{
	my ($db, @options) = @_;

	return tsv(scalar gprcheck_ok('sites', '--db', $db, '--format', 'tsv', @options));
}

sub runs
{
	my ($db) = @_;

	return tsv(scalar gprcheck_ok('runs', '--db', $db, '--format', 'tsv'));
}

# "FILE:LINE RULE" of all findings, sorted.
sub calls
{
	my ($db, @options) = @_;

	return [sort map { "$_->{file}:$_->{line} $_->{rule}" } findings($db, @options)];
}

1;

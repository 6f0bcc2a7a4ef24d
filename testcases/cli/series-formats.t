#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Compares the reports of one series in every format with testcases/cli/series/FORMAT (TAP).
#
# What depends on the machine is replaced: commits, hashes, the compiler. The series has
# all verdicts: pass, new (one of it fixed later), not known, does not build, does not apply.
use strict;
use warnings;
use FindBin;
use JSON::PP;
use Test::More;
use lib $FindBin::Bin;
use Series;

plan skip_all => 'the plugin is not built' unless -e "$build/gprcheck.so";
# The compiler's quotes and the table depend on it.
$ENV{LC_ALL} = 'C.UTF-8';
my $dir = in_scratch();
make_repo();
git(qw(config user.name), 'Maintainer of X');
git(qw(config user.email maintainer@example.org));

sub unit { return qq(#include "kvm_host.h"\n) . join '', @_ }

series('Fine: <nothing> & "new"' => { 'a.c' => unit(function('a', $fine)) },
	"Two, of two kinds: caf\xc3\xa9 #1" => { 'bad.c' => sub { $_ .= function('b', $flaw) },
		'c.c' => unit(function('c', 'kvm_gpr_read(vcpu, 40)')) },
	'Broken' => { 'd.c' => unit("int x = ;\n") },
	'Not in the build' => { 'd.c' => sub { s/int x = ;// }, 'off.c' => unit(function('off', $flaw)) },
	'Fix one' => { 'c.c' => sub { s/40/4/ }, 'a.c' => sub { s/^/\n/ } },
	'Does not apply' => { 'a.c' => sub { s/^/\n/ } });
my @mails = mails('--thread');
write_file('box', join "\n", map {
	my $number = /(\d+)-[^\/]*$/ ? $1 + 0 : die;
	slurp($_) =~ s/^((?:Message-I[dD]|In-Reply-To|References): <).*(>)$/$1$number$2/mgr
		=~ s/^(Message-I[dD]: <)/${1}patch-/mr;
} @mails);
sh('perl -pi -e "s/^ #include.*/ #include <other.h>/ if /Does not apply/ .. eof" box');

my @series = qw(series --tree repo --work work --base base --mbox box --url https://ci.example.org/1 --format);

sub normalised
{
	my ($text) = @_;

	$text =~ s/\b[0-9a-f]{40}\b/COMMIT/g;
	$text =~ s/\b[0-9a-f]{16}\b/HASH/g;
	$text =~ s/\b[0-9a-f]{12}\b/COMMIT/g;
	$text =~ s/^(compiler:\s+).*/$1COMPILER/mg;
	$text =~ s/(gprcheck )\d+\.[\d.]+/$1VERSION/g;
	$text =~ s/("version": ?")0\.[\d.]+"/$1VERSION"/g;
	$text =~ s/("id": ?)\d+/${1}ID/g;
	return $text;
}

sub golden
{
	my ($format, $exit) = @_;
	my ($code, $out, $err) = gprcheck(@series, $format);
	my $file = "$root/testcases/cli/series/$format";

	is($code, $exit, "$format: exit code") or diag($err);
	$out = normalised($out);
	write_file("$ENV{GOLDEN_OUT}/$format", $out) if $ENV{GOLDEN_OUT};
	ok($out eq slurp($file), "$format: as in testcases/cli/series/$format") or do {
		write_file('got', $out);
		diag(`diff -u $file got`);
	};
	return $out;
}

golden($_, 1) for qw(table mail ktap junit github sarif patchwork b4 nipa);

# ---- what a reader of the format insists on

sub report { return (gprcheck(@series, @_))[1] }

my @checks = map { decode_json($_) } split /\n/, report('patchwork');
is_deeply([map { $_->{check}{state} } @checks], [qw(success fail warning warning success warning)],
	'patchwork: a check for each patch');
is_deeply([sort keys %{$checks[0]{check}}], [qw(context description state target_url)],
	'patchwork: what is posted');
my $b4 = decode_json(report('b4'));
is_deeply([map { $_->{status} } @$b4], [qw(pass fail warn warn pass warn)], 'b4: one of pass, warn, fail each');
is_deeply([map { $_->{tool} } @$b4], [('gprcheck') x 6], 'b4: the column');
my $one = decode_json(report('b4', '--only', 2));
is_deeply($one, [$b4->[1]], 'b4: only one patch');
is((gprcheck(@series, 'b4', '--only', 1))[0], 0, '--only a patch that passes');
is((gprcheck(@series, 'b4', '--only', 4))[0], 2, '--only a patch that is not known');
like_error(qr/--only 7: there are 6 patches/, @series, 'b4', '--only', 7);
my $sarif = decode_json(report('sarif'));
is_deeply([map { "$_->{baselineState} $_->{locations}[0]{physicalLocation}{artifactLocation}{uri}" }
	@{$sarif->{runs}[0]{results}}], ['new bad.c', 'new c.c'], 'sarif: only new findings');
SKIP: {
	skip('no xmllint', 1) if system('command -v xmllint >/dev/null 2>&1');
	write_file('junit.xml', report('junit'));
	is(system('xmllint --noout junit.xml'), 0, 'junit: is XML');
}
my @lines = split /\n/, report('ktap');
is($lines[1], '1..6', 'ktap: the plan');
is(scalar(grep { /^(?:not )?ok \d+ / } @lines), 6, 'ktap: as many tests');
write_file('replies', report('mail'));
is((run($dir, 'git', 'mailsplit', '-o.', 'replies'))[1], "3\n", 'mail: an mbox of three mails');
{
	my (undef, $info) = run($dir, 'sh', '-c', 'git mailinfo -k m p <0001');
	like($info, qr{^Subject: Re: \[PATCH 2/6\] Two, of two kinds: caf\xc3\xa9 #1$}m, 'mail: the subject is readable');
}

# ---- NIPA: 0 pass, 250 warning, else failure; a line to DESC_FD

sub nipa
{
	my (@options) = @_;

	return run($dir, 'sh', '-c', 'DESC_FD=5 "$0" "$@" 5>desc', $gprcheck, @series, 'nipa', @options);
}

is((nipa())[0], 1, 'nipa: new findings fail');
is(slurp('desc'), "6 patches: 2 new findings (1 gone again by a later patch), 1 fixed; 3 patches not known in full\n",
	'nipa: the summary');
is((nipa('--only', 1))[0], 0, 'nipa: pass');
is((nipa('--only', 3))[0], 250, 'nipa: what is not known is a warning');

# ---- where it goes

my ($code, $out) = gprcheck(@series, 'ktap', '-o', 'report');
is($out, '', '--output: nothing on standard output');
is(slurp('report'), report('ktap'), '--output: all of it there');
like_error(qr/nosuch\/report: /, @series, 'ktap', '-o', 'nosuch/report');
like_error(qr/unknown format 'xml'; known: table, mail/, @series, 'xml');

done_testing();

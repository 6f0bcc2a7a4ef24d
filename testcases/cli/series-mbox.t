#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests series that come as mails, text made to do harm, and interruption (TAP).
use strict;
use warnings;
use FindBin;
use MIME::Base64;
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(sleep);
use lib $FindBin::Bin;
use Series;

plan skip_all => 'the plugin is not built' unless -e "$build/gprcheck.so";
my $dir = in_scratch();
make_repo();

sub unit { return qq(#include "kvm_host.h"\n) . join '', @_ }

# All mails of a list of files, in this order.
sub mbox
{
	write_file('box', join "\n", map { slurp($_) } @_);
	return (qw(--base base --mbox box));
}

# ---- mails as git makes them

series('One' => { 'a.c' => unit(function('a', $fine)) },
	'Two' => { 'b.c' => unit(function('b', $flaw)) },
	'Three' => { 'b.c' => sub { s/\Q$flaw/$fine/ } });
my @mails = mails('--cover-letter', '--thread');
my @rows = ('1/3 pass 0 0 0 One', '2/3 new findings 1 0 0 Two', '3/3 pass 0 1 0 Three');
my @fates = ('b.c:5 introduced by 2/3, fixed by 3/3');
series_is('mails', 1, \@rows, \@fates, mbox(@mails));
series_is('in any order', 1, \@rows, \@fates, mbox(@mails[2, 3, 0, 1]));
sh('sed s/$/\\\\r/ box >crlf');
series_is('with CRLF', 1, \@rows, \@fates, qw(--base base --mbox crlf));
{
	my ($code, $out) = run($dir, 'sh', '-c',
		"exec $gprcheck series --tree repo --work work --base base --mbox - --format ktap <box");
	is($code, 1, 'from standard input');
	like($out, qr/^not ok 2 Two$/m, 'from standard input: the report');
}
my @known = map { $_->{name} } runs('work/findings.db');
series_is('again', 1, \@rows, \@fates, mbox(@mails));
my @later = map { $_->{name} } runs('work/findings.db');
is_deeply([@later[-3 .. -1]], [@known[-3 .. -1]], 'the same mails are the same commits');

series('Answered' => { 'a.c' => unit(function('a', $fine)) });
@mails = mails();
write_file('answer', slurp($mails[0]) =~ s/^Subject: /Subject: Re: /mr =~ s/^(diff|---|\+\+\+|@@|[ +-])/> $1/mgr);
series_is('an answer is no patch', 0, ['1/1 pass 0 0 0 Answered'], [], mbox(@mails, 'answer'));

# ---- mails that do not fit

series('One' => { 'a.c' => unit(function('a', $fine)) },
	'Two' => { 'a.c' => sub { s/a\(/b(/g } },
	'Three' => { 'c.c' => unit(function('c', $flaw)) });
@mails = mails();
my $out = series_is('one is missing', 1,
	['1/3 pass 0 0 0 One', '2/3 does not apply 0 0 0 (2/3 is not in the mailbox)',
		'3/3 new findings, not all known 1 0 0 Three'], ['c.c:5 introduced by 3/3'], mbox(@mails[0, 2]));
like($out, qr/^judged without the patch before it that does not apply$/m, 'the rest is not known with it');

$out = series_is('the first does not apply', 1,
	['1/3 does not apply 0 0 0 One', '2/3 does not apply 0 0 0 Two', '3/3 new findings, not all known 1 0 0 Three'],
	['c.c:5 introduced by 3/3'], do {
		write_file('spoilt', slurp($mails[0]) =~ s/^\@\@ -0,0 \+1,6/\@\@ -0,0 +1,9/mr);
		mbox('spoilt', @mails[1, 2]);
	});
like($out, qr/^ +error: corrupt patch at line/m, 'why: the words of git');
like($out, qr/^ +error: a\.c: does not exist in index$/m, 'why the second does not');
series_is('one without a patch', 2,
	['1/3 pass 0 0 0 One', '2/3 pass 0 0 0 Two', '3/3 does not apply 0 0 0 Three'], [], do {
		write_file('empty', slurp($mails[2]) =~ s/^---\n.*//msr . "The attachment was removed.\n");
		mbox(@mails[0, 1], 'empty');
	});
like_error(qr/nothing: .*No such file/, qw(series --tree repo --work work --base base --mbox nothing));
write_file('text', "no mail at all\n");
like_error(qr/text: no patch in it/, qw(series --tree repo --work work --base base --mbox text));

# ---- other encodings

my $plain = do {
	series('T' => { 'a.c' => unit("/* caf\xe9 */\n", function('a', $flaw)) });
	slurp((mails())[0]);
};
my ($head, $body) = $plain =~ /\A(.*?\n)\n(.*)\z/s;
my $type = "MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding:";
$head =~ s/^(?:MIME-Version|Content-T).*\n//mg;
$head =~ s/^Subject: .*\n/Subject: =?iso-8859-1?q?[PATCH]_caf=E9?=\n/m;
write_file('base64', "$head$type base64\n\n" . encode_base64($body));
write_file('qp', "$head$type quoted-printable\n\n" . join "\n", map { s/([=\x80-\xff])/sprintf '=%02X', ord $1/ger }
	split /\n/, $body, -1);
for my $encoding ('base64', 'qp') {
	series_is($encoding, 1, ["1/1 new findings 1 0 0 caf\xc3\xa9"], ['a.c:6 introduced by 1/1'], mbox($encoding));
}

# ---- names that mean something to somebody

my @names = ('with space.c', "quo'te.c", 'quo"te.c', '-o.c', '$(touch hit).c', '`touch hit`.c', ';touch hit;.c',
	"new\nline.c", "\xc3\xa9t\xc3\xa9.c", "latin\xe9.c", '*.c', 'tab	.c', 'back\slash.c', '--help.c');
series(map { ('Odd' => { "odd/$_" => unit(function('odd', $fine)) }) } @names);
my @odd = map { "$_/14 not known 0 0 0 Odd" } 1 .. 14;
series_is('odd names', 2, \@odd, []);
series_is('odd names in mails', 2, \@odd, [], mbox(mails()));
series('Spaces' => { 'with space.c' => unit(function('spaces', $flaw)), '-o.c' => unit(function('dash', $flaw)),
	"quo'te.h" => "int quote;\n" });
my $subject = "\$(touch hit) `touch hit` '; touch hit; \" \e[31m ::error::x\r";
series($subject => { 'a.c' => unit(function('a', $flaw)) });
for my $format (qw(table mail patchwork b4 nipa ktap junit sarif github)) {
	my ($code, $text) = gprcheck(qw(series --tree repo --work work base..HEAD --format), $format);

	is($code, 1, "a subject made to do harm: $format");
	unlike($text, qr/\e/, "no escape sequence: $format");
	unlike($text, qr/^::error::x/m, "no command of its own: $format");
}
is_deeply([grep { -e } glob '{,repo/,work/,work/*/,work/*/tree/}hit'], [], 'nobody ran it');

# ---- paths that lead outside

my $diff = <<'EOT';
From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: A <a@example.org>
Subject: [PATCH] Outside
Date: Tue, 14 Nov 2023 22:13:20 +0000

---
diff --git a/PATH b/PATH
new file mode 100644
index 0000000..9daeafb
--- /dev/null
+++ b/PATH
@@ -0,0 +1 @@
+test
EOT
for my $path ('../hit', '/tmp/gprcheck-hit', '.git/hooks/pre-commit', 'x/../../../hit', '.GIT/config') {
	write_file('out', $diff =~ s/PATH/$path/gr);
	series_is("a patch of $path", 2, ['1/1 does not apply 0 0 0 Outside'], [], qw(--base base --mbox out));
}
is_deeply([grep { -e } '/tmp/gprcheck-hit', glob '{,repo/,work/,work/*/}hit'], [], 'nothing was written');
{
	mkdir 'target';
	git(qw(checkout -q --detach --force base));
	symlink "$dir/target", 'repo/link' or die;
	patch_file('A link outside', {});
	my @link = mails();
	write_file('through', $diff =~ s{PATH}{link/hit}gr);
	series_is('through a link', 2, ['1/2 pass 0 0 0 A link outside', '2/2 does not apply 0 0 0 Outside'], [],
		mbox(@link, 'through'));
	ok(!-e 'target/hit', 'nothing was written through it');
}

# ---- size

series('Binary' => { 'blob.bin' => join '', map { chr($_ * 7 % 256) } 1 .. 70000 });
series_is('a binary patch', 0, ['1/1 pass 0 0 0 Binary'], [], mbox(mails()));
write_file('nobinary', slurp((mails('--no-binary'))[0]));
series_is('a binary file without its content', 2, ['1/1 does not apply 0 0 0 Binary'], [],
	qw(--base base --mbox nobinary));
series('Huge' => { 'huge.txt' => "one line of many\n" x 400_000, 'a.c' => unit(function('a', $flaw)) });
series_is('a huge patch', 1, ['1/1 new findings 1 0 0 Huge'], ['a.c:5 introduced by 1/1'], mbox(mails()));

# ---- a plain machine

series('One' => { 'a.c' => unit(function('a', $flaw)) });
mkdir 'boxes';
write_file('boxes/with space.mbox', slurp((mails())[0]));
write_file('boxes/junk.mbox', "junk\n");
write_file('empty.config', '');
my @cron = ("$root/ci/series-cron", 'repo', 'empty.config', 'base', 'boxes', 'reports');
{
	local $ENV{PATH} = "$build:$ENV{PATH}";
	is((run($dir, @cron))[0], 2, 'series-cron: one mailbox is no mailbox');
	like(slurp('reports/with space.txt'), qr{^1/1 +[0-9a-f]{12} new findings }m, 'series-cron: the report');
	like(slurp('reports/with space.reply'), qr/^Subject: Re: \[PATCH 1\/1\] One$/m, 'series-cron: the reply');
	unlink 'boxes/junk.mbox';
	write_file('reports/with space.txt', 'kept');
	is((run($dir, @cron))[0], 0, 'series-cron: again');
	is(slurp('reports/with space.txt'), 'kept', 'series-cron: each mailbox once');
	is_deeply([grep { !m{reports/(?:work|with space\.(?:txt|reply))$} } glob 'reports/*'], [],
		'series-cron: nothing half-written');
	is((run($dir, "$root/ci/series-cron"))[0], 2, 'series-cron: usage');
}

# ---- interruption

sub interrupt
{
	my ($signal, @options) = @_;

	mkdir 'tmp';
	unlink 'started';
	my $pid = fork // die;
	if (!$pid) {
		$ENV{TMPDIR} = "$dir/tmp";
		$SIG{$_} = 'DEFAULT' for qw(INT TERM HUP);	# a job in the background has them ignored
		open STDERR, '>', 'stderr' or die;
		exec $gprcheck, qw(series --tree repo), @options, 'base..HEAD';
	}
	for (1 .. 600) {
		last if -e 'started';
		sleep 0.05;
	}
	ok(-e 'started', "SIG$signal: the build was running");
	kill $signal => $pid;
	waitpid $pid, 0;
	return $?;
}

series('Slow' => { 'Makefile' => "all:\n\t\@echo \$\$\$\$ >$dir/pid; touch $dir/started; sleep 100\n" });
# One that nobody waits for stays as a zombie where init does not care.
sub is_running { return slurp('/proc/' . (slurp('pid') + 0) . '/stat') =~ /\) [^ZX]/ }
my $refs = git(qw(for-each-ref)) . git(qw(worktree list)) . git(qw(status --porcelain));
for my $signal (qw(INT TERM HUP)) {
	my $status = interrupt($signal);

	is($status >> 8, 2, "SIG$signal: exit code 2");
	like(slurp('stderr'), qr/^gprcheck: interrupted by signal \d+$/m, "SIG$signal: it says so");
	is_deeply([glob 'tmp/*'], [], "SIG$signal: nothing is left behind");
	sleep 0.2;
	ok(!is_running(), "SIG$signal: the build has ended too");
}
is(git(qw(for-each-ref)) . git(qw(worktree list)) . git(qw(status --porcelain)), $refs, 'the repository is as before');
interrupt('KILL', qw(--work work));
sh('kill $(cat pid) 2>/dev/null || :');
series('After that' => { 'a.c' => unit(function('a', $flaw)) });
series_is('what SIGKILL left is not trusted', 1, ['1/1 new findings 1 0 0 After that'], ['a.c:5 introduced by 1/1']);

done_testing();

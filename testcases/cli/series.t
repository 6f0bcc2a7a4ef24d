#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests which patch of a series gets which verdict, on a small repository (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Series;

plan skip_all => 'the plugin is not built' unless -e "$build/gprcheck.so";
my $dir = in_scratch();
make_repo();

sub unit { return qq(#include "kvm_host.h"\n) . join '', @_ }

# ---- one patch

series('Add a function' => { 'new.c' => unit(function('fresh', $fine)) });
series_is('nothing new', 0, ['1/1 pass 0 0 0 Add a function'], []);

series('Add a function' => { 'new.c' => unit(function('fresh', $flaw)) });
my $out = series_is('a new finding', 1, ['1/1 new findings 1 0 0 Add a function'],
	['new.c:5 introduced by 1/1']);
like($out, qr/^base [0-9a-f]{12} The base: 1 finding$/m, 'the finding of the base is counted');
like($out, qr/^  >     5   return kvm_gpr_read/m, 'the source is shown');
like($out, qr/^1 patch: 1 new finding, 0 fixed$/m, 'the summary');

series('Fix it' => { 'bad.c' => sub { s/\Q$flaw/$fine/ } });
series_is('an old finding fixed', 0, ['1/1 pass 0 1 0 Fix it'], ['bad.c:5 there before, fixed by 1/1']);

series('Remove the file' => { 'bad.c' => undef });
series_is('the file deleted', 0, ['1/1 pass 0 1 0 Remove the file'],
	['bad.c:5 there before, fixed by 1/1']);

series('Change a text' => { 'README' => "text\n" });
series_is('no code', 0, ['1/1 pass 0 0 0 Change a text'], []);

series('Nothing' => {});
series_is('an empty commit', 0, ['1/1 pass 0 0 0 Nothing'], []);

# Said of $flaw in the source: it is no finding until the words are taken back.
my $comment = '/* gprcheck: ok rip-index: on purpose */';
series('Say why' => { 'new.c' => unit(function('fresh', $flaw) =~ s/(\Q$flaw\E;)/$1 $comment/r) },
	'Take it back' => { 'new.c' => sub { s/ \Q$comment\E// } });
series_is('a comment that suppresses', 1, ['1/2 pass 0 0 0 Say why', '2/2 new findings 1 0 0 Take it back'],
	['new.c:5 introduced by 2/2']);

# ---- who is to blame

series('One' => { 'a.c' => unit(function('a', $fine)) },
	'Two' => { 'b.c' => unit(function('b', $flaw)) },
	'Three' => { 'a.c' => sub { s/return/\n\treturn/ } },
	'Four' => { 'b.c' => sub { s/\Q$flaw/$fine/ } },
	'Five' => { 'b.c' => sub { s/^/\n/ } });
$out = series_is('a trap for bisection', 1,
	['1/5 pass 0 0 0 One', '2/5 new findings 1 0 0 Two', '3/5 pass 0 0 0 Three', '4/5 pass 0 1 0 Four',
		'5/5 pass 0 0 0 Five'], ['b.c:5 introduced by 2/5, fixed by 4/5']);
like($out, qr/^5 patches: 1 new finding \(1 gone again by a later patch\), 1 fixed$/m, 'the trap is counted');

series('Name the register in a header' => { 'own.h' => "#define OWN_REG VCPU_REGS_RBX\n",
		'user.c' => unit(qq(#include "own.h"\n), function('user', 'kvm_gpr_read(vcpu, OWN_REG)')) },
	'Change the header only' => { 'own.h' => "#define OWN_REG VCPU_REGS_RIP\n" });
series_is('a header, and a finding in a file that nobody touched', 1,
	['1/2 pass 0 0 0 Name the register in a header', '2/2 new findings 1 0 0 Change the header only'],
	['user.c:6 introduced by 2/2']);

series('Give a helper' => { 'help.h' => "unsigned long help(struct kvm_vcpu *, int);\n",
		'help.c' => unit(<<'EOT'), 'use.c' => unit(qq(#include "help.h"\n), function('use', 'help(vcpu, 3)')) },
#include "help.h"
unsigned long help(struct kvm_vcpu *vcpu, int reg)
{
	return kvm_gpr_read(vcpu, reg);
}
EOT
	'Use it wrong' => { 'use.c' => sub { s/3/VCPU_REGS_RIP/ } });
series_is('a caller in another file', 1,
	['1/2 pass 0 0 0 Give a helper', '2/2 new findings 1 0 0 Use it wrong'], ['use.c:6 introduced by 2/2']);

series('Fix it' => { 'bad.c' => sub { s/\Q$flaw/$fine/ } },
	'Break it again' => { 'bad.c' => sub { s/\Q$fine/$flaw/ } });
series_is('fixed and broken again', 1,
	['1/2 pass 0 1 0 Fix it', '2/2 new findings 1 0 0 Break it again'],
	['bad.c:5 there before, fixed by 1/2', 'bad.c:5 introduced by 2/2']);

series('Another one above' => { 'bad.c' => sub { s/return/(void)kvm_gpr_read(vcpu, VCPU_REGS_RIP);\n\treturn/ } });
series_is('a twin in front of an old finding', 1, ['1/1 new findings 1 0 0 Another one above'],
	['bad.c:5 introduced by 1/1']);

series('Another accessor' => { 'bad.c' => sub { s/kvm_gpr_read\(/kvm_gpr_read_raw(/ } });
series_is('one for another', 1, ['1/1 new findings 1 1 0 Another accessor'],
	['bad.c:5 there before, fixed by 1/1', 'bad.c:5 introduced by 1/1']);

# ---- what only moves

series('Shift' => { 'bad.c' => sub { s/^/\n\n\n/ } });
series_is('lines above', 0, ['1/1 pass 0 0 0 Shift'], []);

series('Reindent' => { 'bad.c' => sub { s/\treturn/\t\treturn/ } });
series_is('reindented', 0, ['1/1 pass 0 0 0 Reindent'], []);

series('Rename the file' => { 'bad.c' => undef, 'worse.c' => unit(function('bad', $flaw)) });
my (undef, $rows, $fates) = report_of('base..HEAD');
like($rows->[0], qr{^1/1 pass 0 0 \d Rename the file$}, 'a file renamed: no verdict against it');
is_deeply($fates, [], 'a file renamed: nothing new, nothing fixed');

series('Rename the file' => { 'bad.c' => undef, 'worse.c' => unit(function('bad', $flaw)) },
	'Fix it there' => { 'worse.c' => sub { s/\Q$flaw/$fine/ } });
(my $code, $rows, $fates) = report_of('base..HEAD');
is($code, 0, 'renamed, then fixed: exit code');
like($rows->[1], qr{^2/2 pass 0 1 0 }, 'renamed, then fixed: the fix is seen');

series('Move the function' => { 'bad.c' => unit(), 'good.c' => sub { $_ .= function('bad', $flaw) } });
($code, $rows, $fates) = report_of('base..HEAD');
is($code, 0, 'a function moved: exit code');
like($rows->[0], qr{^1/1 pass 0 0 \d }, 'a function moved: not new');

series('Rename the function' => { 'bad.c' => sub { s/ bad/ renamed/g } });
($code, $rows, $fates) = report_of('base..HEAD');
is($code, 0, 'a function renamed: exit code');
like($rows->[0], qr{^1/1 pass 0 0 \d }, 'a function renamed: not new');

series('Copy the function' => { 'copy.c' => unit(function('copied', $flaw)) });
series_is('a copy is new', 1, ['1/1 new findings 1 0 0 Copy the function'], ['copy.c:5 introduced by 1/1']);

# ---- what does not build

series('Fine' => { 'a.c' => unit(function('a', $fine)) },
	'Broken' => { 'b.c' => unit("int x = ;\n") },
	'After it' => { 'a.c' => sub { s/^/\n/ } });
$out = series_is('broken to the end', 2, ['1/3 pass 0 0 0 Fine', '2/3 does not build 0 0 0 Broken',
	'3/3 does not build 0 0 0 After it'], []);
like($out, qr/^ +b\.c:2:9: error: expected expression before/m, 'the message of the compiler');

series('Broken' => { 'a.c' => unit(function('a', $flaw), "int x = ;\n") },
	'Repaired' => { 'a.c' => sub { s/int x = ;// } });
series_is('broken, then repaired', 1, ['1/2 does not build 0 0 0 Broken', '2/2 new findings 1 0 0 Repaired'],
	['a.c:5 introduced by one of 1..2/2']);

series('Broken, and fixes' => { 'a.c' => unit("int x = ;\n"), 'bad.c' => sub { s/\Q$flaw/$fine/ } },
	'Repaired' => { 'a.c' => sub { s/int x = ;// } });
series_is('a fix that does not build', 2, ['1/2 does not build 0 0 0 Broken, and fixes',
	'2/2 pass 0 1 0 Repaired'], ['bad.c:5 there before, fixed by one of 1..2/2']);

# ---- what is not known is no pass

series('Not in the build' => { 'off.c' => unit(function('off', $flaw)) });
$out = series_is('a file that is not built', 2, ['1/1 not known 0 0 0 Not in the build'], []);
like($out, qr/^off\.c: not built here/m, 'it is named');

series('A header for nobody' => { 'nobody.h' => "int x;\n" });
series_is('a header that nothing depends on', 2, ['1/1 not known 0 0 0 A header for nobody'], []);

series('Out of the build' => { 'Makefile' => sub { s/off\.c/bad.c off.c/ } });
$out = series_is('no longer built is not fixed', 2, ['1/1 not known 0 0 0 Out of the build'],
	['bad.c:5 there before, not seen from 1/1 on: bad.c is no longer built, or names nothing that is watched']);

series('From where?' => { 'bad.c' => sub { s/struct kvm_vcpu \*vcpu/$&, int reg/g; s/VCPU_REGS_RIP/reg/ } });
series_is('no longer proved is not fixed', 2, ['1/1 not known 0 0 0 From where?'],
	['bad.c:5 there before, not seen from 1/1 on: whether the index is legal can no longer be proved']);

# ---- what cannot be judged at all

series('Fine' => { 'a.c' => unit(function('a', $fine)) });
chomp(my $fine_one = git(qw(rev-parse HEAD)));
git(qw(checkout -q -b side base));
patch_file('Aside', { 'side.c' => unit(function('side', $fine)) });
git(qw(merge -q --no-edit), $fine_one);
like_error(qr/a series is one line of commits, without merges/, 'series', '--tree', 'repo', '--work', 'work',
	'base..side');
git(qw(checkout -q --detach base));
like_error(qr/there is no commit in it/, qw(series --tree repo --work work base..base));
like_error(qr/no commit 'nosuch'/, qw(series --tree repo --work work nosuch..HEAD));
like_error(qr/'HEAD' is not BASE\.\.HEAD/, qw(series --tree repo --work work HEAD));
like_error(qr/'-x' is no commit/, qw(series --tree repo --work work --base=-x --mbox /dev/null));
like_error(qr/give either BASE\.\.HEAD or --mbox/, qw(series --tree repo));
like_error(qr/--base COMMIT is missing/, qw(series --tree repo --mbox x));
like_error(qr/nosuchdir: /, qw(series --tree nosuchdir a..b));
like_error(qr/not a git repository/, qw(series --tree work a..b));
like_error(qr/not a make command/, qw(series --tree repo base..side -- sh -c true));
like_error(qr/no O=, M= or absolute -C/, qw(series --tree repo base..side -- make O=x));
patch_file('A base that is broken', { 'b.c' => unit("int x = ;\n") });
git(qw(tag broken));
patch_file('On top', { 'c.c' => unit(function('c', $fine)) });
like_error(qr/the base [0-9a-f]{12} does not build: b\.c:2:9: error:/,
	qw(series --tree repo --work work broken..HEAD));

# ---- the user's repository stays as it was

git(qw(checkout -q --detach base));
write_file('repo/mine.txt', "not committed\n");
sh('(cd repo; find . -type f -print0 | sort -z | xargs -0 sha1sum) >before');
mkdir 'tmp';
{
	local $ENV{TMPDIR} = "$dir/tmp";
	is((gprcheck(qw(series --tree repo --db kept.db base..broken)))[0], 2, 'without --work');
	is_deeply([glob 'tmp/*'], [], 'nothing is left behind');
}
sh('(cd repo; find . -type f -print0 | sort -z | xargs -0 sha1sum) >after');
is(slurp('after'), slurp('before'), 'not a byte of it changed');

# ---- what is kept

series('One' => { 'a.c' => unit(function('a', $fine)) });
my $head = git(qw(rev-parse HEAD)) =~ s/\n//r;
my $base = git(qw(rev-parse base)) =~ s/\n//r;
gprcheck_ok(qw(series --tree repo --work w2 --db kept2.db base..HEAD));
is_deeply([map { $_->{name} } runs('kept2.db')], [$base, $head], 'a run for each commit, by its name');
gprcheck_ok(qw(series --tree repo --work w2 --db kept2.db base..HEAD));
is_deeply([map { $_->{name} } runs('kept2.db')], [$base, $head], 'what is known is not judged again');
patch_file('Two', { 'b.c' => unit(function('b', $fine)), 'off.c' => unit(function('off', $fine)) });
my $next = git(qw(rev-parse HEAD)) =~ s/\n//r;
gprcheck(qw(series --tree repo --work w2 --db kept2.db base..HEAD)) for 1 .. 2;
is_deeply([map { $_->{name} } runs('kept2.db')], [$base, $head, $next, $next], 'but for what was not known in full');
unlink glob 'kept2.db*';
gprcheck_ok(qw(series --tree repo --work w2 --db kept2.db), "base..$head");
is_deeply([map { $_->{name} } runs('kept2.db')], [$base, $head], 'and for a new database');
is((gprcheck(qw(series --tree repo --work work --fail-on any base..HEAD)))[0], 1, '--fail-on any');

done_testing();

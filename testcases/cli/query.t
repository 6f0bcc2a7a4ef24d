#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests list, sites, runs and their formats and filters, and --fail-on (TAP).
use strict;
use warnings;
use FindBin;
use JSON::PP;
use Test::More;
use lib $FindBin::Bin;
use Cli;

in_scratch();
facts('a.gprcheck', 'arch/a.c', 'f', 'VCPU_REGS_RIP=16', 3, 40);
facts('b.gprcheck', 'virt/b.c', 'g', 5);

# ---- --fail-on

sub exit_of
{
	return (gprcheck('collect', '--db', 'q.db', @_))[0];
}

is(exit_of('b.gprcheck', '--fail-on', 'any'), 0, '--fail-on any without findings');
is(exit_of('a.gprcheck', 'b.gprcheck', '--fail-on', 'new', '--run', 'first'), 1, '--fail-on new, they are new');
is(exit_of('a.gprcheck', 'b.gprcheck', '--fail-on', 'new'), 0, '--fail-on new, they are known');
is(exit_of('a.gprcheck', 'b.gprcheck', '--fail-on', 'any'), 1, '--fail-on any, they are known');
is(exit_of('a.gprcheck', 'b.gprcheck'), 0, 'without --fail-on');

# ---- tsv: the columns are a contract

my $list = gprcheck_ok('list', '--db', 'q.db', '--format', 'tsv');
my @lines = split /\n/, $list;
is($lines[0], "id\trule\tfile\tline\tcolumn\tfunction\taccessor\tindex\tstatus", 'columns of list');
is_deeply([map { join ' ', (split /\t/)[1 .. 6] } @lines[1, 2]],
	['rip-index arch/a.c 10 9 f kvm_gpr_read', 'index-range arch/a.c 12 9 f kvm_gpr_read'], 'rows of list');
my @sites = split /\n/, gprcheck_ok('sites', '--db', 'q.db', '--format', 'tsv');
is($sites[0], "file\tline\tcolumn\tfunction\taccessor\tverdict\tindex", 'columns of sites');
is_deeply([map { join ' ', (split /\t/)[0, 1, 4, 5] } @sites[1 .. 4]], [
	'arch/a.c 10 kvm_gpr_read violation', 'arch/a.c 11 kvm_gpr_read safe',
	'arch/a.c 12 kvm_gpr_read violation', 'virt/b.c 10 kvm_gpr_read safe'], 'rows of sites');

# ---- filters

is(scalar(findings('q.db', '--rule', 'rip-index')), 1, 'list --rule');
is(scalar(findings('q.db', '--path', 'virt/*')), 0, 'list --path');
is(scalar(findings('q.db', '--path', 'arch/*')), 2, 'list --path, the other');
is(scalar(findings('q.db', '--status', 'new')), 0, 'list --status new');
is(scalar(findings('q.db', '--status', 'open')), 2, 'list --status open');
is(scalar(findings('q.db', '--run', 'first', '--status', 'new')), 2, 'list --run, by name');
is(scalar(findings('q.db', '--run', '1')), 0, 'list --run, by number');
is(scalar(sites('q.db', '--verdict', 'safe')), 2, 'sites --verdict');
is(scalar(sites('q.db', '--path', 'virt/*')), 1, 'sites --path');
is_deeply([map { join '|', @$_{qw(verdict reason sites)} } sites('q.db', '--summary')],
	['violation||2', 'safe||2'], 'sites --summary');
is(scalar(runs('q.db')), 5, 'runs');
is(exit_of('b.gprcheck'), 0, 'a run without the findings');
is(scalar(findings('q.db', '--status', 'fixed')), 0, 'list --status fixed: their unit was not collected');
is(scalar(findings('q.db', '--status', 'lost')), 2, 'list --status lost');
is(scalar(findings('q.db', '--status', 'all')), 2, 'list --status all');
is(scalar(findings('q.db')), 0, 'list shows what is there');
exit_of('a.gprcheck', 'b.gprcheck');

# ---- diff

sub diff
{
	return [map { "$_->{status} $_->{rule}" } tsv(scalar gprcheck_ok('diff', '--db', 'q.db', '--format', 'tsv', @_))];
}

is(exit_of('a.gprcheck', '--run', 'both'), 0, 'diff: the run with both');
is(exit_of('b.gprcheck', '--run', 'none'), 0, 'diff: the run with none');
is_deeply(diff('none', 'both'), ['new rip-index', 'new index-range'], 'diff, what came');
is_deeply(diff('both', 'none'), ['lost rip-index', 'lost index-range'], 'diff, what went');
is_deeply(diff('both', 'none', '--status', 'new'), [], 'diff --status');
is_deeply(diff('first', 'both', '--status', 'all'), ['open rip-index', 'open index-range'], 'diff --status all');
is_deeply(diff('none', 'both', '--rule', 'rip-index', '--path', 'arch/*'), ['new rip-index'], 'diff --rule --path');
is((gprcheck('diff', '--db', 'q.db', '--fail-on', 'new', 'none', 'both'))[0], 1, 'diff --fail-on new, there are');
is((gprcheck('diff', '--db', 'q.db', '--fail-on', 'new', 'both', 'none'))[0], 0, 'diff --fail-on new, there are none');
is((gprcheck('diff', '--db', 'q.db', '--fail-on', 'new', '--status', 'all', 'first', 'both'))[0], 0,
	'diff --fail-on new, only known ones');
like_error(qr/q\.db: no run named nope/, 'diff', '--db', 'q.db', 'nope', 'both');
like_error(qr/OLD or NEW is missing/, 'diff', '--db', 'q.db', 'both');
exit_of('a.gprcheck', 'b.gprcheck');

# ---- json and sarif are what they claim to be

is(scalar(@{decode_json(gprcheck_ok('list', '--db', 'q.db', '--format', 'json'))->{findings}}), 2, 'list in json');
is(scalar(@{decode_json(gprcheck_ok('sites', '--db', 'q.db', '--format', 'json'))->{sites}}), 4, 'sites in json');
is(scalar(@{decode_json(gprcheck_ok('sites', '--db', 'q.db', '--summary', '--format', 'json'))->{summary}}), 2,
	'sites --summary in json');
my @packs = glob "$root/rules/*.yaml";
is(scalar(@{decode_json(gprcheck_ok('rules', 'list', '--format', 'json'))->{packs}}), @packs, 'rules in json');
my $sarif = decode_json(gprcheck_ok('list', '--db', 'q.db', '--format', 'sarif'));
is($sarif->{version}, '2.1.0', 'sarif: version');
is(scalar(@{$sarif->{runs}[0]{results}}), 2, 'sarif: results');
ok($sarif->{runs}[0]{results}[0]{codeFlows}, 'sarif: paths');
like_error(qr/sarif/, 'sites', '--db', 'q.db', '--format', 'sarif');
like(gprcheck_ok('list', '--db', 'q.db'), qr/rip-index/, 'list as a table');
like(gprcheck_ok('sites', '--db', 'q.db'), qr/violation/, 'sites as a table');

# ---- show

write_file('arch/a.c', join '', map { "line $_;\n" } 1 .. 20);
my ($id) = map { $_->{id} } findings('q.db', '--rule', 'rip-index');
like(gprcheck_ok('show', '--db', 'q.db', $id), qr{arch/a\.c:10.*line 10;}s, 'show with source');
unlike(gprcheck_ok('show', '--db', 'q.db', '--root', '/nowhere', $id), qr/line 10;/, 'show without source');

# ---- the IR both ways

write_file('u.ir', unit_text('u.c', 'f', 1));
gprcheck_ok('ir', 'encode', 'u.ir', '-o', 'u.gprcheck');
my $text = gprcheck_ok('ir', 'print', 'u.gprcheck');
write_file('v.ir', $text);
gprcheck_ok('ir', 'encode', 'v.ir', '-o', 'v.gprcheck');
is(slurp('v.gprcheck'), slurp('u.gprcheck'), 'ir print and encode are inverse');
object('u.o', 'u.c', 'f', 1);
is(scalar gprcheck_ok('ir', 'print', 'u.o'), $text, 'ir print of an object');
write_file('bad.ir', "unit frob\n");
like_error(qr/^gprcheck: bad\.ir:\d+: /, 'ir', 'encode', 'bad.ir', '-o', 'x');
like_error(qr/^gprcheck: ir encode: -o FILE is missing/, 'ir', 'encode', 'u.ir');

done_testing();

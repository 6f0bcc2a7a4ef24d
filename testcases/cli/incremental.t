#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests that a collect that redoes only what changed gives the database of one that redoes all (TAP).
#
# A small project of units in groups is edited at random, GPRCHECK_EDITS times (30). After each
# edit it is collected into two databases, once with what the last collect left, once --fresh: all
# tables must be equal, but for times. GPRCHECK_SEED chooses other edits. Units in any order give
# equal tables, too.
use strict;
use warnings;
use FindBin;
use Test::More;
use Time::HiRes qw(sleep);
use lib $FindBin::Bin;
use Cli;

my $edits = $ENV{GPRCHECK_EDITS} // 30;
my $seed = $ENV{GPRCHECK_SEED} // 1;
my ($groups, $per_group) = (4, 4);
my $aged = 0.4;		# seconds until a file's stamp is taken for granted

srand $seed;
in_scratch();
mkdir 'tree';

# ---- the project

my %unit;	# number => what is in it; undef values: the file is not there

sub text_of
{
	my ($n) = @_;
	my $u = $unit{$n};
	my $record = "dev_$u->{record}";
	my $callee = $u->{callee} == $n ? '' : "func \@fun_$u->{callee} at \"x.h\":1:1 -> u64\n";
	my $calls = join '', map { "  %3 = call \@kvm_gpr_read(%0, s32 $u->{value}[$_]) at @{[20 + $_]}:9\n" }
		0 .. $#{$u->{value}};

	return <<"END";
unit "src/u$n.c" frontend "gcc" compiler "12.2.0" bits 64
value VCPU_REGS_RIP = 16
declared VCPU_REGS_RIP
declared kvm_gpr_read
func \@kvm_gpr_read at "kvm.h":1:1 -> u64
field $record.reg u8
$callee
func \@in_$u->{group} static inline header at "in$u->{group}.h":8:1 -> u64
  param %0 "vcpu" ptr64 of kvm_vcpu_$u->{group}
  param %1 "reg" s32
  local %2 u64
b0:
  %2 = call \@kvm_gpr_read(%0, %1) at "in$u->{group}.h":$u->{inline}:9
  return %2 at "in$u->{group}.h":10:2

func \@fun_$n at 8:1 -> u64
  param %0 "vcpu" ptr64 of kvm_vcpu_$u->{group}
  param %1 "reg" s32
  param %2 "dev" ptr64 of $record
  local %3 u64
  local %4 u8
b0:
  %4 = load u8 *%2/$record.reg at 9:9
  %3 = call \@in_$u->{group}(%0, %4) at 10:9
  store u8 *%2/$record.reg, u8 $u->{store} at 11:9
  %3 = call \@kvm_gpr_read(%0, %1) at 12:9
  %3 = call \@fun_$u->{callee}(%0, s32 $u->{pass}, %2) at 13:9
$calls  return %3 at 30:2
END
}

sub put
{
	my ($n) = @_;
	my $u = $unit{$n};

	if ($u->{kind} eq 'none') {
		object($u->{path});
		return;
	}
	write_file('text', text_of($n));
	sh("$gprcheck ir encode -o facts text");
	if ($u->{kind} eq 'facts') {
		sh("cp facts $u->{path}");
	} else {
		object($u->{path});
		sh("objcopy --add-section .discard.gprcheck=facts $u->{path}");
	}
}

sub pick { return $_[rand @_] }
sub of_group { return $_[0] * $per_group + int rand $per_group }

for my $n (0 .. $groups * $per_group - 1) {
	my $group = int($n / $per_group);

	$unit{$n} = { group => $group, record => $group, callee => of_group($group), inline => 9,
		value => [3, 4], store => 5, pass => 6, kind => $n % 3 ? 'facts' : 'object',
		path => $n % 3 ? "tree/u$n.gprcheck" : "tree/u$n.o", there => 1 };
	put($n);
}

my %edit = (
	value => sub { $_[0]{value}[rand 2] = int rand 20 },
	'a call more' => sub { push @{$_[0]{value}}, int rand 20 },
	'a call less' => sub { shift @{$_[0]{value}} },
	'stored value' => sub { $_[0]{store} = int rand 20 },
	'passed value' => sub { $_[0]{pass} = int rand 20 },
	callee => sub { $_[0]{callee} = of_group($_[0]{group}) },
	'callee elsewhere' => sub { $_[0]{callee} = int rand $groups * $per_group },
	record => sub { $_[0]{record} = int rand $groups },
	inline => sub { $_[0]{inline} = 9 + int rand 2 },
	'no facts' => sub { $_[0]{kind} = 'none'; $_[0]{kind} = 'facts' if $_[0]{path} !~ /o$/ },
	object => sub { $_[0]{kind} = 'object' if $_[0]{path} =~ /o$/ },
);

# One edit; returns what it was.
sub edit
{
	my $n = int rand keys %unit;
	my $u = $unit{$n};

	if (rand() < 0.12 || !$u->{there}) {
		$u->{there} ^= 1;
		$u->{there} ? put($n) : unlink $u->{path};
		return "u$n " . ($u->{there} ? 'is back' : 'is gone');
	}
	if (rand() < 0.1) {
		my $path = $u->{path} =~ s/u(\d+)_*/u$1_/r;
		rename $u->{path}, $path;
		$u->{path} = $path;
		return "u$n renamed";
	}
	if (rand() < 0.1) {
		utime undef, undef, $u->{path};
		return "u$n touched";
	}
	if (rand() < 0.1) {
		sh('rm -f tree/lib.a; cd tree; ar rc lib.a *.o 2>/dev/null || true');
		return 'an archive of the objects';
	}
	my $what = pick(sort keys %edit);
	my @stat = stat $u->{path};

	$edit{$what}->($u);
	put($n);
	# what goes by mtime and size alone is deceived
	utime $stat[8], $stat[9], $u->{path} if rand() < 0.5;
	return "u$n: $what";
}

# ---- comparing

sub rows
{
	my ($db) = @_;
	my (undef, $tables) = run('.', 'sqlite3', $db,
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name");
	my $all = '';

	for my $table (split /\n/, $tables) {
		my (undef, $columns) = run('.', 'sqlite3', $db, "SELECT group_concat(name) FROM pragma_table_info" .
			"('$table') WHERE name NOT IN ('time', 'uid')");
		chomp $columns;
		my (undef, $rows) = run('.', 'sqlite3', $db, "SELECT $columns FROM $table");
		$all .= "$table: $columns\n$rows";
	}
	return $all;
}

sub collect
{
	my ($db, @options) = @_;
	my ($code, $out, $err) = gprcheck('collect', '--db', $db, '--run', 'same', '--stats', @options, 'tree');
	my ($summary, $stats) = split /\n/, $out;

	return ($code, $summary, $stats // '', $err);
}

sub effort
{
	my ($stats) = @_;
	my @numbers = $stats =~ /^read (\d+) of (\d+) objects; analysed (\d+) of (\d+) parts, (\d+) of (\d+) units$/;

	die "no statistics: $stats\n" unless @numbers;
	return @numbers;
}

sub both_agree
{
	my ($title) = @_;
	my ($code, $summary, $stats, $err) = collect('inc.db');
	my ($all_code, $all_summary, $all_stats, $all_err) = collect('all.db', '--fresh');
	my @all = effort($all_stats);

	is($code, $all_code, "$title: exit code");
	is($summary, $all_summary, "$title: summary");
	is($err, $all_err, "$title: stderr");
	ok($all[0] == $all[1] && $all[2] == $all[3], "$title: --fresh redoes all");
	return effort($stats);
}

# ---- what is redone

sleep $aged;
my @effort = both_agree('first');
is($effort[2], $effort[3], 'everything is new at first');
is($effort[3], $groups, 'the groups are parts');

@effort = both_agree('nothing changed');
is("@effort[0, 2]", '0 0', 'nothing is read, nothing analysed');

$unit{1}{value}[0] = 17;
put(1);
sleep $aged;
@effort = both_agree('one unit changed');
is("@effort[0, 2, 4]", "1 1 $per_group", 'one object is read, one part analysed');

utime 1e9, 1e9, $unit{1}{path};
sleep $aged;
@effort = both_agree('touched');
is("@effort[0, 2]", '1 0', 'what was only touched is read, and known');

# a change that size and mtime do not show
$unit{1}{value}[0] = 18;
put(1);
utime 1e9, 1e9, $unit{1}{path};
@effort = both_agree('hidden change');
is("@effort[0, 2]", '1 1', 'a change behind the same size and mtime is seen');

@effort = both_agree('young files');
is("@effort[0, 2]", '1 0', 'a file written a moment ago is read once more');

# ---- random edits

for my $i (1 .. $edits) {
	my $what = edit();

	sleep $aged if $i % 2;
	both_agree("edit $i, $what");
}
sleep $aged;
both_agree('after the edits');
is(rows('inc.db'), rows('all.db'), 'the databases are equal') or diag("GPRCHECK_SEED=$seed");

# ---- the order in which units are met does not show

unlink 'tree/lib.a';
my @paths = sort glob 'tree/*';
gprcheck('collect', '--db', 'order.db', '--fresh', @paths);
for my $i (1 .. 6) {
	my @shuffled = map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [rand, $_] } @paths;

	gprcheck('collect', '--db', "order$i.db", '--fresh', @shuffled);
	is(rows("order$i.db"), rows('order.db'), "units in another order, $i: an equal database");
}

# ---- what is left behind may be anything

my $cache = slurp('inc.db.cache');
for my $damage (
	['cut short', substr($cache, 0, length($cache) / 2)],
	['empty', ''],
	['no cache at all', 'x' x 1000],
	['a byte changed', substr($cache, 0, 5000) . chr(ord(substr($cache, 5000)) ^ 1) . substr($cache, 5001)],
) {
	my ($title, $bytes) = @$damage;

	write_file('inc.db.cache', $bytes);
	@effort = both_agree("cache $title");
	is($effort[0], $effort[1], "cache $title: everything is read");
}
unlink 'inc.db.cache';
mkdir 'inc.db.cache.new';
my ($code, undef, undef, $err) = collect('inc.db');
is($code, 0, 'a cache that cannot be written is no failure');
like($err, qr/^gprcheck: inc\.db\.cache\.new: /, 'but is said');
rmdir 'inc.db.cache.new';
collect('all.db');

# other rules: nothing of the old ones may stay
sh("mkdir rules; cp $root/rules/*.yaml rules");
sh(q(sed -i 's/^summary: /summary: Other /' rules/*.yaml));
for (['other rules', 'rules'], ['the old rules again', "$root/rules"]) {
	my ($title, $rules) = @$_;
	local $ENV{GPRCHECK_RULES} = $rules;

	@effort = both_agree($title);
	is("@effort[0, 2]", "@effort[1, 3]", "$title: all is redone");
}

# ---- killed at any moment

for my $i (1 .. 20) {
	my $pid = fork // die "fork: $!\n";

	if (!$pid) {
		open STDOUT, '>', '/dev/null';
		exec $gprcheck, 'collect', '--db', 'killed.db', 'tree';
	}
	sleep 0.002 * $i;
	kill 'KILL', $pid;
	waitpid $pid, 0;
}
($code) = gprcheck('collect', '--db', 'killed.db', 'tree');
gprcheck('collect', '--db', 'once.db', '--fresh', 'tree');
is($code, 0, 'collects after those that were killed');
is_deeply([sites('killed.db')], [sites('once.db')], 'and finds what there is');

done_testing();

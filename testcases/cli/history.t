#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests which findings stay the same through a history of edits, and why others are gone (TAP).
#
# A small git repository is edited, committed, compiled with the plugin and collected, one
# step after the other. Findings have names here; after each step those that the step
# concerns must be as it says, all others open, and nothing else may be new.
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

my $plugin = "$build/gprcheck.so";
my $reference = "$root/testcases/reference";
my $db = '../h.db';
my (%id, %gone, @collect_options);
my $runs = 0;

-e $plugin or plan skip_all => 'the plugin is not built';

# ---- the repository

sub git
{
	system('git', '-c', 'user.name=A Person', '-c', 'user.email=person@example.org',
		'-c', 'commit.gpgsign=false', @_) == 0 or die "git @_\n";
}

sub commit
{
	git('add', '-A');
	git('commit', '-q', '--allow-empty', '-m', $_[0]);
	my $id = `git rev-parse HEAD`;
	chomp $id;
	return $id;
}

# Replaces text that must be there.
sub edit
{
	my ($file, $from, $to) = @_;
	my $text = slurp($file);

	$text =~ s/\Q$from\E/$to/ or die "$file: no '$from'\n";
	write_file($file, $text);
}

sub sources
{
	my @files = split /\0/, `git ls-files -z --cached --others`;

	return grep { /\.c$/ && -e } @files;
}

sub compile
{
	my ($file, @flags) = @_;

	system('gcc', "-fplugin=$plugin", '-fplugin-arg-gprcheck-warn=no', "-I$reference", '-I.', @flags,
		'-c', "./$file", '-o', '../o/' . ($file =~ s{/}{_}gr) . '.o') == 0 or die "gcc $file\n";
}

sub build
{
	my ($flags) = @_;

	sh('rm -rf ../o; mkdir ../o');
	compile($_, @{($flags // {})->{$_} // []}) for sources();
}

# ---- what the database says

sub query
{
	my ($sql) = @_;
	my ($code, $out, $err) = run('.', 'sqlite3', '-readonly', '-separator', '|', $db, $sql);

	die "$sql: $err" if $code ne '0';
	return map { [split /\|/, $_, -1] } split /\n/, $out;
}

# "open exact", "fixed safe": each finding by its number.
sub states
{
	return map { $_->[0] => $_->[1] } query(
		"SELECT f.id, CASE WHEN f.status IN ('new', 'open') THEN f.status || ' ' || o.matched
		 ELSE f.status || ' ' || f.reason END
		 FROM v_finding AS f JOIN occurrence AS o ON o.id = f.occurrence");
}

sub collect
{
	my ($title) = @_;
	my ($code, undef, $err) = gprcheck('collect', '--db', $db, '--run', $title, @collect_options, '../o');

	return $code eq '0' ? '' : $err;
}

# The edit is made, committed, built and collected. `expect` says how findings are then.
sub step
{
	my ($title, %is) = @_;

	$is{edit}->() if $is{edit};
	$is{commit} = commit($title) unless $is{uncommitted};
	build($is{flags});
	$is{before_collect}->() if $is{before_collect};
	my $err = collect($title);
	$runs++;
	my %state = states();
	my %expect = ((map { $_ => qr/^open / } grep { !$gone{$_} } keys %id), %{$is{expect} // {}});
	my @wrong = map { "$_ is " . ($state{$id{$_}} // 'unknown') } grep { ($state{$id{$_}} // '') !~ $expect{$_} }
		sort keys %expect;
	my %named = reverse %id;
	my @new = grep { !$named{$_} } sort { $a <=> $b } keys %state;
	my @names = @{$is{new} // []};

	is(join(', ', @wrong), '', $title) or diag($err);
	is(scalar @new, scalar @names, "$title: new ones") or diag(join "\n", map { "@$_" } query(
		"SELECT id, rule, file, line, function, accessor, idx FROM v_finding WHERE status = 'new'"));
	@id{@names} = @new[0 .. $#names];
	for (keys %expect) {
		$gone{$_} = $state{$id{$_}} !~ /^(?:open|new)/;
	}
	return $is{commit};
}

# ---- the beginning

in_scratch();
sh('mkdir repo');
chdir 'repo' or die;
git('init', '-q', '.');
write_file('header.h', <<'EOT');
static inline unsigned long in_header(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP);
}
EOT
write_file('exits.c', <<'EOT');
#include "kvm_host.h"
#include "header.h"

unsigned long exit_one(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP);
}

unsigned long exit_masked(struct kvm_vcpu *vcpu, unsigned long qual)
{
	int reg = (qual >> 8) & 0x1f;

	if (reg == 3)
		return in_header(vcpu);
	return kvm_gpr_read(vcpu, reg);
}

unsigned long exit_twins(struct kvm_vcpu *vcpu)
{
	unsigned long sum = 0;

	sum += kvm_gpr_read(vcpu, 40);
	sum += kvm_gpr_read(vcpu, 40);
	sum += kvm_gpr_read(vcpu, 40);
	return sum;
}

static unsigned long pass_on(struct kvm_vcpu *vcpu, int number)
{
	return kvm_gpr_read(vcpu, number);
}

unsigned long exit_passed(struct kvm_vcpu *vcpu)
{
	return pass_on(vcpu, 33);
}
EOT
write_file('other.c', <<'EOT');
#include "kvm_host.h"

unsigned long other(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, 3);
}
EOT

step('base', new => [qw(one masked twin1 twin2 twin3 passed header)]);
is_deeply([map { $_->[0] } query("SELECT file || ' ' || function FROM finding ORDER BY id")], [
	'exits.c exit_one', 'exits.c exit_masked', 'exits.c exit_twins', 'exits.c exit_twins',
	'exits.c exit_twins', 'exits.c exit_passed', 'header.h in_header'], 'the findings of the beginning');

# ---- what a finding survives

my %all_exact = map { $_ => qr/^open exact$/ } keys %id;
step('lines above', edit => sub { edit('exits.c', "\n\n", "\n\n/* one\n * two\n */\nint unrelated;\n\n") },
	expect => {%all_exact, header => qr/^open new$/});
step('reindented', edit => sub { write_file('exits.c', slurp('exits.c') =~ s/\t/    /gr) },
	expect => {%all_exact, header => qr/^open new$/});
step('a renamed variable', edit => sub { write_file('exits.c', slurp('exits.c') =~ s/\breg\b/index/gr =~ s/\bvcpu\b/v/gr) },
	expect => {%all_exact, header => qr/^open new$/});
step('a comment', edit => sub { edit('exits.c', '0x1f;', "0x1f; /* the register */") });
step('a renamed file', edit => sub { sh('mkdir arch'); git('mv', 'exits.c', 'arch/exits.c') },
	expect => {map({ $_ => qr/^open renamed$/ } keys %id), header => qr/^open new$/});
is((query("SELECT DISTINCT matched_why FROM occurrence WHERE matched = 'renamed'"))[0][0], 'was in exits.c',
	'which says what it was called');
step('a moved function', edit => sub {
		my $text = slurp('arch/exits.c');

		$text =~ s/(^unsigned long exit_one.*?^\}\n)//ms or die;
		write_file('other.c', slurp('other.c') . "\n$1");
		write_file('arch/exits.c', $text);
	}, expect => {one => qr/^open moved$/});
step('a renamed function', edit => sub { edit('arch/exits.c', 'exit_masked', 'exit_qualified') },
	expect => {masked => qr/^open function$/});
step('a renamed function that passes the value on', edit => sub { edit('arch/exits.c', 'exit_passed', 'exit_given') },
	expect => {passed => qr/^open function$/});
step('code moved into a function of its own', edit => sub {
		edit('arch/exits.c', '    return kvm_gpr_read(v, index);',
			'    return read_index(v, index & 0x1f);');
		edit('arch/exits.c', 'unsigned long exit_qualified', <<'EOT' . 'unsigned long exit_qualified');
static unsigned long read_index(struct kvm_vcpu *v, int index)
{
	return kvm_gpr_read(v, index);
}

EOT
	}, expect => {masked => qr/^open /});
step('a file and a function at once', edit => sub {
		git('mv', 'arch/exits.c', 'arch/more.c');
		edit('arch/more.c', 'exit_twins', 'exit_triplets');
	}, expect => {twin1 => qr/^open renamed-function$/, twin2 => qr/^open renamed-function$/,
		twin3 => qr/^open renamed-function$/, map { $_ => qr/^open renamed$/ } qw(masked passed)});
step('a hostile name', edit => sub {
		git('mv', '--', 'arch/more.c', q{--output=$(touch pwned) ;"'|é.c});
	}, expect => {map { $_ => qr/^open renamed$/ } qw(masked passed twin1 twin2 twin3)});
ok(!-e 'pwned' && !glob('\$*'), 'which nobody executes');
step('and back', edit => sub { git('mv', '--', q{--output=$(touch pwned) ;"'|é.c}, 'more.c') },
	expect => {map { $_ => qr/^open renamed$/ } qw(masked passed twin1 twin2 twin3)});
step('a second unit with the header', edit => sub {
		write_file('second.c', qq{#include "kvm_host.h"\n#include "header.h"\nunsigned long second(struct kvm_vcpu *vcpu)\n}
			. "{\n\treturn in_header(vcpu);\n}\n");
	}, expect => {header => qr/^open new$/});
step('lines above, not committed', uncommitted => 1, edit => sub { edit('more.c', "\n\n", "\n\nint first;\n\n") },
	expect => {twin1 => qr/^open exact$/});
is((query('SELECT tree_state FROM run ORDER BY id DESC LIMIT 1'))[0][0], 'dirty', 'the tree is dirty then');
step('committed');
is((query('SELECT tree_state FROM run ORDER BY id DESC LIMIT 1'))[0][0], 'clean', 'and clean then');

# ---- what it does not survive, and why it is gone

my $fix = step('the first twin fixed', edit => sub { edit('more.c', '(v, 40)', '(v, 4)') },
	expect => {twin1 => qr/^fixed safe$/, twin2 => qr/^open /, twin3 => qr/^open /});
is((query("SELECT end_commit FROM occurrence WHERE finding = $id{twin1} ORDER BY id DESC LIMIT 1"))[0][0], $fix,
	'by which commit');
step('the last twin deleted', edit => sub {
		my $text = slurp('more.c');

		$text =~ s/(.*)\n[^\n]*\(v, 40\);/$1/s or die;
		write_file('more.c', $text);
	}, expect => {twin3 => qr/^fixed deleted$/});
step('the first twin again', edit => sub { edit('more.c', '(v, 4)', '(v, 40)') },
	expect => {twin1 => qr/^open /});
is((query("SELECT count(*) FROM occurrence WHERE finding = $id{twin1} AND end_reason = 'safe'"))[0][0], 1,
	'a finding that comes back keeps its intervals');
like(scalar gprcheck_ok('show', '--db', $db, $id{twin1}),
	qr/renamed, was in exits\.c.*not in the first twin fixed: safe.*by commit $fix\n.*the first twin again/s,
	'show has its history');
step('the value fixed that is passed on', edit => sub { edit('more.c', '33', '13') },
	expect => {passed => qr/^fixed safe$/});
step('another function passes it on', edit => sub {
		write_file('more.c', slurp('more.c') . "\nunsigned long exit_last(struct kvm_vcpu *v)\n{\n"
			. "    return pass_on(v, 33);\n}\n");
	}, new => ['last']);
step('another illegal value', edit => sub { edit('more.c', '(v, 40)', '(v, 41)') },
	expect => {twin1 => qr/^lost replaced$/}, new => ['value41']);
step('another accessor', edit => sub { edit('other.c', 'kvm_gpr_read(v, VCPU', 'kvm_gpr_read_raw(v, VCPU') },
	expect => {one => qr/^lost replaced$/}, new => ['raw']);
step('fixed here, made there', edit => sub {
		edit('other.c', 'VCPU_REGS_RIP', 'VCPU_REGS_RAX');
		edit('other.c', '(vcpu, 3)', '_raw(vcpu, VCPU_REGS_RIP)');
	}, expect => {raw => qr/^fixed safe$/}, new => ['there']);
step('no proof any more', edit => sub { edit('more.c', '(v, 41)', '(v, first)') },
	expect => {value41 => qr/^lost unproven$/});

# ---- gone, and nobody fixed it

step('not built', before_collect => sub { unlink '../o/other.c.o' or die },
	expect => {there => qr/^lost not-built$/});
step('built again');
$gone{there} = 0;
step('still there', expect => {there => qr/^open /});
step('the front end gave up', flags => {'other.c' => ['-fplugin-arg-gprcheck-selftest-fail=yes']},
	expect => {there => qr/^lost unit-failed$/});
step('and did not', expect => {there => qr/^open /});
write_file('../pack.yaml', slurp("$root/rules/kvm-x86.yaml") =~ s/\bkvm_gpr_read_raw\b/kvm_gpr_read_other/gr);
@collect_options = ('--rules', '../pack.yaml');
step('an accessor less in the rules', expect => {there => qr/^lost rules$/});
@collect_options = ();
step('the rules as before', expect => {there => qr/^open /});
@collect_options = ('--config', 'another');
step('another configuration', before_collect => sub { unlink '../o/other.c.o' or die },
	expect => {there => qr/^lost other-variant$/});
@collect_options = ();
step('the first configuration', expect => {there => qr/^open /});
step('the file deleted', edit => sub { git('rm', '-q', 'other.c') }, expect => {there => qr/^fixed deleted$/});

# ---- all that was said still stands

is((query('SELECT count(*) FROM run'))[0][0], $runs, 'a run for each step');
is_deeply([query('SELECT r.name FROM run AS r WHERE findings_new + findings_open <>
	(SELECT count(*) FROM v_seen WHERE run = r.id)')], [], 'each run saw what it counted');
is_deeply([query('SELECT finding, run FROM v_seen GROUP BY finding, run HAVING count(*) > 1')], [],
	'a finding is seen once a run');
done_testing();

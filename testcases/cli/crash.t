#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests that a killed collect leaves the database as before or as after (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use Time::HiRes qw(time usleep);
use lib $FindBin::Bin;
use Cli;

my $tries = $ENV{TRIES} // 30;

in_scratch();
mkdir 'd';
facts("d/$_.gprcheck", "file$_.c", "f$_", map { $_ % 2 ? 'VCPU_REGS_RIP=16' : 5 } 1 .. 100) for 1 .. 40;

sub start_collect
{
	my ($db) = @_;
	my $pid = fork // die "fork: $!\n";

	return $pid if $pid;
	open STDOUT, '>', '/dev/null';
	exec $gprcheck, 'collect', '--db', $db, 'd';
	exit 127;
}

# (number of runs, their findings are complete and the file is sound)
sub state_of
{
	my @runs = map { [split /\t/] } split /\n/, slurp_runs();
	my $bad = grep { $_->[1] != 2000 } @runs;
	my $check = `sqlite3 k.db 'pragma integrity_check' 2>&1`;

	chomp $check;
	return (scalar @runs, !$bad && $check eq 'ok');
}

sub slurp_runs
{
	return `sqlite3 -separator '\t' k.db 'select run, count(*) from v_seen group by run order by run' 2>&1`;
}

SKIP: {
	skip('sqlite3 is not there', 1) unless -x '/usr/bin/sqlite3';
	my $start = time;
	waitpid(start_collect('k.db'), 0);
	my $duration = time - $start;
	my ($runs, $sound) = state_of();

	is($runs, 1, 'one run to begin with');
	srand 7;
	my ($killed, $wrong, $aim) = (0, 0, $duration);
	for my $try (1 .. $tries) {
		# With what the collect before left, it would be over before it is hit.
		unlink 'k.db.cache';
		my $pid = start_collect('k.db');
		usleep(1e6 * rand(1.4 * $aim));
		kill 'KILL', $pid;
		waitpid $pid, 0;
		$killed++ if $? & 127;
		# However busy the machine is: about every second one is hit.
		$aim *= $? & 127 ? 1.15 : 0.87;
		my ($now, $ok) = state_of();
		$wrong++ unless $ok && ($now == $runs || $now == $runs + 1);
		$runs = $now;
	}
	is($wrong, 0, "$tries collects, $killed killed in time: always a sound database");
	ok($killed > $tries / 4, 'enough of them were killed');
	diag(sprintf('a collect takes %d ms; %d of %d were killed, %d runs are stored', 1000 * $duration, $killed,
		$tries, $runs));
	gprcheck_ok('collect', '--db', 'k.db', 'd');
	is((state_of())[0], $runs + 1, 'and the next one works');

	$wrong = 0;
	for my $try (1 .. $tries / 3) {
		unlink glob 'new.db*';
		my $pid = start_collect('new.db');
		usleep(1e6 * rand($duration));
		kill 'KILL', $pid;
		waitpid $pid, 0;
		$wrong++ unless system("$gprcheck collect --db new.db d >/dev/null") == 0;
	}
	is($wrong, 0, 'killed while the database is made: the next one works');
}

done_testing();

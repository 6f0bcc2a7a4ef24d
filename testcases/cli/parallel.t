#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests that collects at the same time queue up (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

in_scratch();
facts("$_.gprcheck", "file$_.c", "f$_", ('VCPU_REGS_RIP=16') x $_) for 1 .. 6;

# Six at once into a new database; the number of those that failed.
sub six_collects
{
	my ($round) = @_;
	my @pids;

	for my $i (1 .. 6) {
		my $pid = fork // die "fork: $!\n";

		if (!$pid) {
			open STDOUT, '>', '/dev/null';
			exec $gprcheck, 'collect', '--db', "p$round.db", '--run', "run$i", "$i.gprcheck";
			exit 127;
		}
		push @pids, $pid;
	}
	return scalar grep { waitpid $_, 0; $? } @pids;
}

for my $round (1 .. 5) {
	is(six_collects($round), 0, "round $round: six collects at once succeed");
	is_deeply([sort map { $_->{name} } runs("p$round.db")], [map { "run$_" } 1 .. 6], 'each left its run');
}
is(scalar(findings('p1.db', '--run', "run$_")), $_, "run $_ has its findings") for 1 .. 6;

done_testing();

#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests that every construct in doc/lowering.md is shown by cases that exist (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;

my $root = "$FindBin::Bin/../..";
my $rows = 0;

open my $doc, '<', "$root/doc/lowering.md" or die "doc/lowering.md: $!\n";
while (<$doc>) {
	last if $rows && !/^\|/;
	next unless /^\|/ && !/^\|(?: C |---)/;
	my @cells = split /(?<!\\)\|/;
	my ($construct, $cases) = @cells[1, 4];

	$rows++;
	is(scalar @cells, 6, "four columns: $construct");
	ok($cases =~ /\w+\.c/, 'a case shows it');
	ok(-e "$root/testcases/cases/$_", "testcases/cases/$_ exists") for $cases =~ /([\w-]+\.c)\b/g;
}
cmp_ok($rows, '>', 40, 'rows were read');
done_testing();

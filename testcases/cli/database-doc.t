#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests that doc/database.md describes the database there is, and that its examples run (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

sub sqlite
{
	my ($db, $sql) = @_;

	return run('.', 'sqlite3', '-readonly', '-bail', $db, $sql);
}

# [name, meaning] of each column of a table of the document.
sub documented
{
	my ($section) = @_;

	return [$section =~ /^\| `(\w+)` \| (.*) \|$/mg];
}

# The same out of the schema, where each column has a comment. A table that a step made
# anew was called TABLE_STEP for a moment; columns may have been added to it since.
sub commented
{
	my ($schema, $table) = @_;
	my (undef, $body) = $schema =~ /^.*^CREATE TABLE $table(_\d+)? \((.*?)^\)/ms or return [];
	my $added = join '', map { "\t$_\n" } $schema =~ /^ALTER TABLE $table ADD COLUMN (.*)$/mg;

	return ["$body$added" =~ /^\t(\w+) (?:TEXT|INTEGER)\b[^\n]*?--\h+(.*)$/mg];
}

sub names
{
	my @pairs = @{$_[0]};

	return [@pairs[grep { !($_ & 1) } 0 .. $#pairs]];
}

in_scratch();
my $doc = slurp("$root/doc/database.md");
my $schema = join '', map { slurp($_) } sort { length $a <=> length $b || $a cmp $b }
	glob "$root/lib/store/schema*.sql";
my %section = $doc =~ /^### (\w+)\n(.*?)(?=^##|\z)/msg;

facts('a.gprcheck', 'arch/a.c', 'f', 'VCPU_REGS_RIP=16', 3, 40);
facts('b.gprcheck', 'virt/b.c', 'g', 17);
gprcheck_ok('collect', '--db', 'doc.db', 'a.gprcheck');
gprcheck_ok('collect', '--db', 'doc.db', 'a.gprcheck', 'b.gprcheck');

my (undef, $list) = sqlite('doc.db',
	"SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'");
for (split /\n/, $list) {
	my ($type, $name) = split /\|/;
	my (undef, $columns) = sqlite('doc.db', "SELECT name FROM pragma_table_info('$name')");

	is_deeply(names(documented($section{$name} // '')), [split /\n/, $columns], "columns of $name");
	is_deeply(documented($section{$name} // ''), commented($schema, $name), "comments of $name")
		if $type eq 'table';
	delete $section{$name};
}
is_deeply([keys %section], [], 'nothing else is described');

my $examples = 0;
while ($doc =~ /^([^\n]+):\n\n```sql\n(.*?)^```$/msg) {
	my ($title, $sql) = ($1, $2);
	my ($code, undef, $err) = sqlite('doc.db', $sql);

	is($code, 0, "example: $title") or diag($err);
	$examples++;
}
is($examples, () = $doc =~ /^```sql/mg, 'all examples were run');

my (undef, $version) = sqlite('doc.db', 'PRAGMA user_version');
like($doc, qr/`PRAGMA user_version` is the version, \Q${\($version =~ s{\n}{}r)}\E,/, 'the version');
done_testing();

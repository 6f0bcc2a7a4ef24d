#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests why findings are gone where history.t cannot: units not whole, headers, a file that is left (TAP).
use strict;
use warnings;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Cli;

# The facts of a text; SUBST edits the text of unit_text().
sub encoded
{
	my ($path, $subst, @unit) = @_;
	my $text = unit_text(@unit);

	local $_ = $text;
	$subst->();
	write_file('x.ir', $_);
	gprcheck_ok('ir', 'encode', 'x.ir', '-o', $path);
}

# status, reason and explanation of the only finding.
sub gone
{
	my ($code, $out, $err) = run('.', 'sqlite3', '-readonly', '-separator', '; ', 'r.db',
		'SELECT f.status, f.reason, o.end_why FROM v_finding AS f JOIN occurrence AS o ON o.id = f.occurrence');

	chomp $out;
	return $out;
}

sub collected
{
	gprcheck_ok('collect', '--db', 'r.db', @_);
	return gone();
}

in_scratch();
facts('bad', 'a.c', 'f', 3, 40);
facts('good', 'a.c', 'f', 3, 4);
facts('none', 'a.c', 'f', 3);
facts('else', 'b.c', 'g', 3);
encoded('degraded', sub { s/bits 64/bits 64 degraded message "2 errors"/ }, 'a.c', 'f', 3, 4);
encoded('failed', sub { s/bits 64/bits 64 failed message "no memory"/; s/\nfunc.*//s }, 'a.c', 'f', 3, 4);

like(collected('bad'), qr/^new; ; $/, 'there');
is(collected('good'), 'fixed; safe; ', 'safe');
is(collected('bad'), 'open; ; ', 'there again');
is(collected('none'), 'fixed; deleted; 1 of 2 uses of kvm_gpr_read are left in f()', 'deleted');
collected('bad');
is(collected('degraded'), 'lost; unit-degraded; 2 errors', 'degraded');
is(collected('good'), 'lost; unit-degraded; 2 errors', 'and nobody knows when it was fixed');
collected('bad');
SKIP: {
	-s 'failed' or skip('the text form cannot say it', 1);
	is(collected('failed', 'else'), 'lost; unit-failed; no memory', 'failed');
	collected('bad');
}
is(collected('else'), 'lost; not-built; no facts of a.c were collected', 'not built');
collected('bad');
# The tree is there, the file is not.
mkdir 'tree';
write_file('tree/b.c', '');
is(collected('--tree', 'tree', 'else'), 'fixed; deleted; a.c is gone', 'the file is gone');
collected('bad');
write_file('tree/a.c', '');
is(collected('--tree', 'tree', 'else'), 'lost; not-built; no facts of a.c were collected', 'the file is not');

# ---- in a header: any unit may have brought it

sub in_header
{
	return s/^func \@h at 8:1/func \@h at "x.h":8:1/mr =~ s/ at (\d+:9)/ at "x.h":$1/gr =~ s/ at (\d+:2)/ at "x.h":$1/gr;
}

unlink glob 'r.db*';
encoded('one', sub { $_ = in_header() }, 'one.c', 'h', 3, 40);
encoded('two', sub { $_ = in_header() }, 'two.c', 'h', 3, 40);
encoded('two-good', sub { $_ = in_header() }, 'two.c', 'h', 3, 4);
encoded('one-good', sub { $_ = in_header() }, 'one.c', 'h', 3, 4);
facts('three', 'three.c', 'k', 3);
facts('two-without', 'two.c', 'm', 3);
like(collected('one', 'two', 'three'), qr/^new; ; $/, 'one finding of two units');
like(collected('two', 'three'), qr/^open; ; $/, 'seen by one of them');
is(collected('three'), 'lost; not-built; not all units that may have included x.h were collected', 'by none');
collected('two', 'three');
is(collected('two-without', 'three'), 'fixed; deleted; 0 of 2 uses of kvm_gpr_read are left in h()', 'deleted there');
collected('two', 'three');
is(collected('two-good', 'three'), 'fixed; safe; ', 'fixed there');
done_testing();

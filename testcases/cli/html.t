#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests the HTML report in a headless Chromium: shows, filters, sorts, opens, escapes (TAP).
#
# PICTURES=DIR keeps screenshots there.
use strict;
use warnings;
use utf8;
use FindBin;
use Test::More;
use lib $FindBin::Bin;
use Browser;
use Cli;

if (my $missing = Browser::missing()) {
	plan skip_all => "$missing and could not be installed";
}
my $pictures = $ENV{PICTURES};
my $scratch = in_scratch();
my $evil = q{evil/<img src=x onerror=document.title='owned'>&quot;".c};
my $evil_source = q{</script><script>document.title='owned'</script><!-- <b>&lt;};

# Nine lines, then the calls from line 10 on, as Cli::unit_text() has them.
sub source
{
	my ($path, @lines) = @_;

	write_file($path, join '', map { "$_\n" } (map { "/* line $_ */" } 1 .. 9), @lines);
}

facts('a.gprcheck', 'arch/a.c', 'f', 'VCPU_REGS_RIP=16', 3, 40);
facts('b.gprcheck', $evil =~ s/"/\\"/gr, 'g', 17);
facts('c.gprcheck', 'virt/c.c', 'h', 33);
facts('fixed.gprcheck', 'virt/c.c', 'h', 3);
source('src/arch/a.c', "\treturn kvm_gpr_read(vcpu, RIP);", "\tkvm_gpr_read(vcpu, 3);", "é  40;");
source("src/$evil", "\t$evil_source");
gprcheck_ok('collect', '--db', 'x.db', '--run', 'old', 'a.gprcheck', 'c.gprcheck');
gprcheck_ok('collect', '--db', 'x.db', '--run', '</script><b>new', 'a.gprcheck', 'b.gprcheck', 'fixed.gprcheck');
gprcheck_ok('export', '--db', 'x.db', '--format', 'html', '--status', 'all', '--root', 'src', '-o', 'x.html');

# ---- the file by itself

my $page = slurp('x.html');
ok($page !~ /<(?:link|img|iframe|script[^>]*\ssrc)\b|\@import|url\(/i, 'nothing is loaded from elsewhere');
is(() = $page =~ m{</script>}g, 2, 'no text ends a script early');
ok($page !~ /<img|<b>/, 'no text is markup');

# ---- in the browser

my $b = Browser->new;
my $rows = '[...document.querySelectorAll("#rows tr")]';
my $text = sub { $b->get("document.getElementById('$_[0]').textContent") };
my $ids = sub { join ' ', @{$b->get("$rows.map((r) => r.dataset.id)")} };
my $chosen = sub { $b->get("($rows.find((r) => r.getAttribute('aria-selected') === 'true') || {dataset:{}}).dataset.id || ''") };
my $focus = sub { $b->get('document.activeElement.dataset.id || document.activeElement.id || document.activeElement.tagName') };

# Sets a filter as a person would, with its event.
sub choose
{
	my ($id, $value) = @_;

	$b->get("(() => { const e = document.getElementById('$id'); e.value = '$value';"
		. " e.dispatchEvent(new Event(e.tagName === 'INPUT' ? 'input' : 'change')); })()");
}

$b->open("file://$scratch/x.html");
is($b->get('document.title'), 'gprcheck findings', 'nothing of the program ran');
is($ids->(), '1 2 4 3', 'all findings, ordered by place');
is($text->('count'), '4 of 4 findings', 'the count');
like($text->('about'), qr{^run </script><b>new, version }, 'the run is text');
is($chosen->(), '1', 'the first finding is open');
like($text->('detail'), qr/instruction pointer's index, reaches kvm_gpr_read.*Path of the value.*arch\/a\.c:10:9 in f\(\)/s,
	'with its path');
is($b->get('document.querySelector("#detail pre .hit").textContent'), "10\treturn kvm_gpr_read(vcpu, RIP);",
	'the line of a step');
is($b->get('document.querySelector("#detail pre mark").textContent'), 'kvm_gpr_read', 'what the caret marks')
	or diag($b->get('document.querySelector("#detail pre .hit").innerHTML'));
is($b->get('document.querySelectorAll("#detail pre:first-of-type .l").length') % 5, 0, 'two lines before and after');

# Names and source text of a hostile program.
choose('search', 'onerror');
is($ids->(), '4', 'search finds by file name');
is($b->get("$rows\[0].children[2].textContent"), "$evil:10:9", 'a hostile name is text');
$b->get("$rows\[0].click()");
is($b->get('document.querySelector("#detail pre .hit .c").textContent'), "\t$evil_source", 'hostile source is text');
is($b->get('document.querySelectorAll("#detail img, #detail b, #rows img, body > b").length'), 0, 'and made no element');
is($b->get('document.title'), 'gprcheck findings', 'and ran nothing');
is($text->('count'), '1 of 4 findings', 'the count follows');

# Filters.
choose('search', 'NOTHING like it');
is($ids->(), '', 'no match');
ok(!$b->get('document.getElementById("empty").hidden'), 'and told');
choose('search', '');
choose('rule', 'rip-index');
is($ids->(), '1', 'by rule');
choose('rule', '');
choose('status', 'fixed');
is($ids->(), '3', 'by status');
$b->get('document.getElementById("clear").click()');
is($ids->(), '1 2 4 3', 'cleared');

# Order.
$b->get('document.querySelectorAll("#columns button")[0].click()');
is($ids->(), '1 2 3 4', 'by id');
$b->get('document.querySelectorAll("#columns button")[0].click()');
is($ids->(), '4 3 2 1', 'the other way round');
is($b->get('document.querySelector("[aria-sort]").getAttribute("aria-sort")'), 'descending', 'and says so');
$b->get('document.querySelectorAll("#columns button")[2].click()');

# Keys alone.
$b->open("file://$scratch/x.html");
$b->press('j');
is($chosen->() . $focus->(), '22', 'j: the next finding');
$b->press('Down', 'Down', 'Down');
is($chosen->(), '3', 'down stops at the last');
$b->press('Up', 'k');
is($chosen->(), '2', 'up and k go back');
$b->press('Enter');
is($focus->(), 'detail', 'Enter goes to the path');
$b->press('Escape');
is($focus->(), '2', 'Esc goes back to the row');
$b->press('/', 'v', 'i', 'r', 't');
is($ids->(), '3', '/ searches');
$b->press('Escape', 'j');
is($chosen->(), '3', 'and Esc leaves the search');
$b->open("file://$scratch/x.html#f3");
$b->get('location.reload()');
is($chosen->(), '3', 'an address names a finding');

# Light and dark.
my $back = 'getComputedStyle(document.body).backgroundColor';
is($b->get($back), 'rgb(255, 255, 255)', 'light');
$b->picture("$pictures/light.png") if $pictures;
$b->press('t');
is($b->get($back), 'rgb(21, 24, 28)', 't: dark');
$b->picture("$pictures/dark.png") if $pictures;
is_deeply([$b->complaints], [], 'no complaint of the browser');
undef $b;
$b = Browser->new(dark => 1);
$b->open("file://$scratch/x.html");
is($b->get($back), 'rgb(21, 24, 28)', 'dark where the system is');

# Assessments.
write_file('.gitconfig', "[user]\n\tname = <i>Ann</i>\n\temail = ann\@example.org\n");
$ENV{HOME} = $scratch;
gprcheck_ok('assess', '--db', 'x.db', 1, 'false-positive', '--reason', '<b>no path</b>');
gprcheck_ok('export', '--db', 'x.db', '--format', 'html', '--assessment', 'all', '-o', 'said.html');
$b->open("file://$scratch/said.html");
is($ids->(), '1 2 4', 'findings that are set aside are in the page when asked for');
is($b->get("$rows\[0].className"), 'aside', 'and look so');
choose('assessment', 'open');
is($ids->(), '2 4', 'by assessment');
choose('assessment', 'false-positive');
is($ids->(), '1', 'by assessment, another');
like($text->('detail'), qr{Assessment.*false-positive.*<b>no path</b>.*<i>Ann</i> <ann\@example\.org>}s, 'what was said, as text');
is_deeply([$b->complaints], [], 'no complaint of the browser about it');

# Nothing to show.
gprcheck_ok('export', '--db', 'x.db', '--format', 'html', '--path', 'none', '-o', 'empty.html');
$b->open("file://$scratch/empty.html");
is($text->('count'), '0 of 0 findings', 'an empty report');
is_deeply([$b->complaints], [], 'without complaint');
done_testing();

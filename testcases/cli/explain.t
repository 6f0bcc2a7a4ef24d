#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests what gprcheck sites says about each verdict, and its summary (TAP).
use strict;
use warnings;
use FindBin;
use JSON::PP;
use Test::More;
use lib $FindBin::Bin;
use Cli;

in_scratch();
my @rules = ('--rules', "$root/testcases/engine/rules.yaml");

# Encodes units of flow IR text, collects them, and returns line => "verdict|reason|explain".
sub explained
{
	my ($name, @units) = @_;
	my @facts;

	unlink "$name.db";
	for my $i (0 .. $#units) {
		write_file("$name$i.ir", $units[$i]);
		gprcheck_ok('ir', 'encode', "$name$i.ir", '-o', "$name$i.gprcheck");
		push @facts, "$name$i.gprcheck";
	}
	gprcheck_ok('collect', '--db', "$name.db", @rules, @facts);
	my $json = decode_json(gprcheck_ok('sites', '--db', "$name.db", '--format', 'json'));
	return { map { $_->{line} => "$_->{verdict}|$_->{reason}|$_->{explain}" } @{$json->{sites}} };
}

sub unit
{
	my ($file, $body, $state) = @_;

	$state //= '';
	return <<"EOT" . $body;
unit "$file" frontend "test" compiler "0" bits 64 $state
value FEAT = 7
value RIP = 16
value BIT = 0x80000
declared rd
declared rd15
declared host_has
func \@rd at 3:1 -> u64
func \@rd15 at 3:2 -> u64
func \@host_has at 3:3 -> s32
func \@next_bit at 3:4 -> u32
func \@outside at 3:5 -> s32
EOT
}

# ---- safe: the range and what bounds it

my $e = explained('safe', unit('a.c', <<'EOT'));
field insn.four u32 :4
field insn.kept s32
global $good static const defined u8 [2] at 3:6
  init [0 of 2] = u8 3
  init [1 of 2] = u8 15

func @f at 5:1 -> void
  param %0 "x" u64
  param %1 "p" ptr64 of insn
  param %2 "n" s32
  local %3 u64
  local %4 u32
  local %5 "i" s32
  local %6 "t" u32
b0:
  call @rd15(s32 4) at 9:1
  %3 = and u64 %0, u64 15 at 10:1
  call @rd15(%3) at 11:1
  %3 = shr u64 %0, u32 60 at 12:1
  call @rd15(%3) at 13:1
  %3 = mod u64 %0, u64 16 at 14:1
  call @rd15(%3) at 15:1
  %4 = load u32 *%1/insn.four at 16:1
  call @rd15(%4) at 17:1
  %6 = and u32 %4, u32 1 at 18:1
  %4 = load u8 $good[%6 of 2] at 19:1
  call @rd15(%4) at 20:1
  %4 = call @next_bit(%1, u32 15, u32 0) at 21:1
  call @rd15(%4) at 22:1
  %6 = cast u32 %2 at 23:1
  branch gt u32 %6, u32 15 then b4 else b1 at 24:1
b1:
  call @rd15(%2) at 25:1
  %5 = copy s32 s32 0 at 26:1
  jump b2 at 26:2
b2:
  branch lt s32 %5, s32 8 then b3 else b4 at 27:1
b3:
  call @rd15(%5) at 28:1
  %5 = add s32 %5, s32 1 at 29:1
  jump b2 at 29:2
b4:
  %6 = cast u32 %2 at 40:1
  %6 = min u32 %6, u32 15 at 40:2
  call @rd15(%6) at 41:1
  return
EOT
unlike($e->{41}, qr/known calls/, 'what is proved in a function is not said of its callers');
is($e->{9}, 'safe||constant 4', 'a constant');
is($e->{11}, 'safe||0..15: masked with 0xf at a.c:10', 'a mask');
is($e->{13}, 'safe||0..15: shifted right by 60 at a.c:12', 'a shift');
is($e->{15}, 'safe||0..15: modulo 16 at a.c:14', 'a remainder');
is($e->{17}, 'safe||0..15: width of bit-field insn.four at a.c:16', 'a bit-field');
is($e->{20}, 'safe||3, 15: contents of good at a.c:19', 'a table');
is($e->{22}, 'safe||0..15: result of next_bit() at a.c:21', 'a library function');
like($e->{25}, qr/^safe\|\|0\.\.15: comparison '\w+ > 15' at a\.c:24$/, 'a comparison');
is($e->{28}, "safe||0..7: loop 'i < 8' at a.c:27", 'a loop');

# ---- safe: by what others do

$e = explained('world', unit('a.c', <<'EOT'), unit('b.c', <<'EOT'));
field vcpu.kept s32
field vcpu.xcr u64

func @helper at 5:1 -> void
  param %0 "reg" s32
b0:
  call @rd15(%0) at 6:1
  return

func @hidden static at 7:1 -> void
  param %0 "reg" s32
b0:
  call @rd15(%0) at 8:1
  return

func @keep at 10:1 -> void
  param %0 "v" ptr64 of vcpu
  param %1 "q" u64
  local %2 u64
  local %3 s32
b0:
  %2 = and u64 %1, u64 7 at 11:1
  %3 = cast s32 %2 at 11:2
  store s32 *%0/vcpu.kept, %3 at 12:1
  call @hidden(s32 3) at 13:1
  call @hidden(s32 5) at 14:1
  return

func @again at 20:1 -> void
  param %0 "v" ptr64 of vcpu
  local %1 s32
b0:
  %1 = load s32 *%0/vcpu.kept at 21:1
  call @rd15(%1) at 22:1
  return

func @guarded at 30:1 -> void
  param %0 "v" ptr64 of vcpu
  local %1 s32
b0:
  %1 = call @host_has(s32 7 "FEAT") at 31:1
  branch eq s32 %1, s32 0 then b1 else b2 at 32:1
b1:
  return
b2:
  call @rd(%0, s32 20) at 33:1
  return
EOT
func @helper at 5:1 -> void
func @user at 6:1 -> void
  param %0 "q" u64
  local %1 u64
  local %2 s32
b0:
  %1 = and u64 %0, u64 15 at 7:1
  %2 = cast s32 %1 at 7:2
  call @helper(%2) at 8:1
  return
EOT
is($e->{6}, 'safe||the only known call of helper() passes 0..15: masked with 0xf at b.c:7 in user();'
	. ' callers of helper() outside what was collected are not seen', 'a caller, the function is external');
is($e->{8}, 'safe||all 2 known calls of hidden() pass constant 3 at a.c:13 in keep(); constant 5 at a.c:14 in keep()',
	'all callers of a static function');
is($e->{22}, 'safe||vcpu.kept holds 0..7: masked with 7 at a.c:11 in keep()', 'a field');
like($e->{33}, qr/^safe\|\|constant 20, guarded by host_has\(FEAT\) \(host\) at a\.c:3[12]$/, 'a guard');

# ---- unproven: the class of the reason, and the place; violation: the rule and the origin

$e = explained('unproven', unit('a.c', <<'EOT'), unit('bad.c', <<'EOT', 'degraded message "3 errors"'));
field vcpu.kept s32

func @f at 5:1 -> void
  param %0 "reg" s32
  param %1 "v" ptr64 of vcpu
  local %2 s32
b0:
  call @rd15(%0) at 6:1
  %2 = load s32 *%1/vcpu.kept at 7:1
  call @rd15(%2) at 8:1
  %2 = unknown asm at 9:1
  call @rd15(%2) at 10:1
  %2 = call @outside() at 11:1
  call @rd15(%2) at 12:1
  %2 = unknown vararg at 13:1
  call @rd15(%2) at 14:1
  %2 = and s32 %0, s32 31 at 15:1
  call @rd15(%2) at 16:1
  call @rd(%1, s32 16 "RIP") at 17:1
  return
EOT

func @g at 30:1 -> void
  param %0 "x" s32
  local %1 s32
b0:
  call @rd15(s32 3) at 31:1
  %1 = and s32 %0, s32 15 at 32:1
  call @rd15(%1) at 33:1
  call @rd15(s32 99) at 34:1
  return
EOT
is($e->{6}, 'unproven|unknown caller|no caller of f() is known, defined at a.c:5', 'unknown caller');
is($e->{8}, 'unproven|unknown field writer|not every writer of vcpu.kept is known, read at a.c:7 in f()', 'unknown field writer');
is($e->{10}, 'unproven|asm|asm at a.c:9 in f()', 'asm');
is($e->{12}, 'unproven|unknown call result|result of outside() at a.c:11 in f()', 'unknown result');
is($e->{14}, 'unproven|unknown value|vararg at a.c:13 in f()', 'unknown value');
is($e->{16}, 'violation||index-range: 16..31: masked with 0x1f at a.c:15', 'a violation, its mask');
is($e->{17}, 'violation||rip-index: constant RIP (16)', 'a violation, its constant');
is($e->{31}, 'unproven|degraded unit|3 errors', 'a constant in a degraded unit is not safe');
is($e->{33}, 'unproven|degraded unit|3 errors', 'nor is a mask');
is($e->{34}, 'violation||index-range: constant 99', 'what is wrong in it stays wrong');

# ---- the summary: verdicts and classes of reasons

is_deeply([map { join '|', @$_{qw(verdict reason sites)} } sites('unproven.db', '--summary')], [
	'violation||3', 'unproven|unknown caller|1', 'unproven|unknown field writer|1',
	'unproven|unknown call result|1', 'unproven|unknown value|1', 'unproven|degraded unit|2',
	'unproven|asm|1'], 'sites --summary');
like(gprcheck_ok('sites', '--db', 'safe.db', '--summary'), qr/^safe +10 +100\.0 %/m, 'as a table');
like(gprcheck_ok('sites', '--db', 'safe.db'), qr/ 0\.\.15 +0\.\.15: masked with 0xf at a\.c:10/, 'sites as a table');

done_testing();

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests how the GCC plugin behaves in a compiler: it is harmless in every mode (TAP).
set -u
cd "$(dirname "$0")/../.."
root=$PWD
build=${GPRCHECK_BUILD:-$root/build}
# With sanitizers the tools are elsewhere; the plugin is never built with them.
tools=$(realpath "${GPRCHECK_BUILD:-${B:-build}}")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0

ok()	# ok STATUS NAME
{
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}
same() { cmp -s "$1" "$2"; }
# Everything in an object but the facts.
bare() { objcopy --remove-section .discard.gprcheck "$1" "$1.bare"; }
has_facts() { objdump -h "$1" | grep -q '\.discard\.gprcheck'; }

cat >"$dir/bad.c" <<'EOT'
struct kvm_vcpu;
enum kvm_reg { VCPU_REGS_RAX, VCPU_REGS_R15 = 15, VCPU_REGS_RIP, NR_VCPU_REGS };
unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);
#ifdef VCPU_REGS_RIP
#error "the enumerator must not look like a macro"
#endif
#define ALIAS VCPU_REGS_RIP
unsigned long f(struct kvm_vcpu *vcpu, int n)
{
	int table[] = { VCPU_REGS_RAX, n };

	return kvm_gpr_read(vcpu, ALIAS) + table[n & 1];
}
EOT
printf 'int plain(int x) { return x + 1; }\n' >"$dir/plain.c"
cat >"$dir/range.yaml" <<'EOT'
pack: range
summary: a range that names nothing
accessors:
  - { function: kvm_gpr_read, index: 2, legal: [0..NOT_THERE] }
EOT
printf '.globl g\ng:\n\tret\n' >"$dir/a.s"
printf '#define R ret\n.globl g\ng:\n\tR\n' >"$dir/b.S"
printf 'struct s { virtual ~s(); }; int h(s *p) { return p != nullptr; }\n' >"$dir/c.cc"

each_gcc()
{
	local gcc=$1 so=$2 gxx=${1/gcc/g++} p o
	p=-fplugin=$so
	cd "$dir" || exit

	$gcc -E bad.c >e0 2>/dev/null; $gcc $p -E bad.c >e1 2>err
	same e0 e1 && [ ! -s err ]; ok $? "$gcc -E: same output, no message"
	$gcc $p -fsyntax-only bad.c 2>err; ok $? "$gcc -fsyntax-only"
	$gcc $p -S bad.c -o bad.s 2>/dev/null && $gcc -c bad.s -o s.o && has_facts s.o
	ok $? "$gcc -S: the assembly assembles, with the facts"
	$gcc $p -c a.s -o a.o 2>err && [ ! -s err ]; ok $? "$gcc: assembler input"
	$gcc $p -c b.S -o b.o 2>err && [ ! -s err ]; ok $? "$gcc: preprocessed assembler input"
	$gcc $p -flto -c bad.c -o lto.o 2>/dev/null; ok $? "$gcc -flto"
	$gcc $p -flto -shared -fPIC bad.c -o lto.so -Wl,--unresolved-symbols=ignore-all 2>/dev/null
	ok $? "$gcc -flto: the link-time compiler takes it"
	if command -v "$gxx" >/dev/null; then
		$gxx $p -c c.cc -o c.o 2>err && [ ! -s err ] && ! has_facts c.o
		ok $? "$gxx: C++ is left alone"
	fi
	$gcc $p -c plain.c -o plain.o 2>err && [ ! -s err ] && ! has_facts plain.o
	ok $? "$gcc: a unit without watched names is left alone"
	for o in '-O0' '-O2 -g3' '-Os' '-O2 -m32' '-O2 -g -fno-inline' '-O3 -Wall -Wextra -Werror'; do
		$gcc $o -c bad.c -o x0.o && $gcc $o $p -c bad.c -o x1.o 2>err &&
			bare x0.o && bare x1.o && same x0.o.bare x1.o.bare
		ok $? "$gcc $o: same code"
		grep -q 'bad.c:12:9: warning: .* \[gprcheck:rip-index\]$' err &&
			grep -q 'bad.c:12:9: note: (1) ' err
		ok $? "$gcc $o: the finding, with its path"
	done
	$gcc $p -c bad.c -o y0.o 2>/dev/null; $gcc $p -c bad.c -o y1.o 2>/dev/null; same y0.o y1.o
	ok $? "$gcc: the same bytes twice"
	mkdir -p "$dir/elsewhere" && cp bad.c elsewhere && (cd elsewhere && $gcc $p -c bad.c -o ../y2.o 2>/dev/null)
	same y0.o y2.o; ok $? "$gcc: the folder does not show"
	$gcc $p -fplugin-arg-gprcheck-warn=no -c bad.c -o z.o 2>err && [ ! -s err ] && has_facts z.o
	ok $? "$gcc warn=no: facts without a word"
	! $gcc $p -fplugin-arg-gprcheck-error=yes -c bad.c -o z.o 2>/dev/null; ok $? "$gcc error=yes"
	$gcc $p -fplugin-arg-gprcheck-rules=/no/such -c bad.c -o z.o 2>err && [ "$(wc -l <err)" = 1 ] &&
		grep -q '/no/such' err
	ok $? "$gcc: rules that are not there: one line, the compilation goes on"
	$gcc $p -fplugin-arg-gprcheck-rules=range.yaml -c bad.c -o z.o 2>err && [ "$(wc -l <err)" = 1 ] &&
		grep -q '^gprcheck: range.yaml:4: NOT_THERE has no value' err
	ok $? "$gcc: a range that has no value in the unit: the line of the rules"
	$gcc $p -fplugin-arg-gprcheck-nonsense=1 -c bad.c -o z.o 2>err; [ $? = 0 ] && grep -q nonsense err
	ok $? "$gcc: an unknown argument is named"
	$gcc $p -fplugin-arg-gprcheck-selftest-fail=yes -c bad.c -o fail.o 2>err && [ "$(wc -l <err)" = 1 ]
	ok $? "$gcc: an internal error is one line, the compilation goes on"
	rm -f f.db; "$tools/gprcheck" collect --db f.db fail.o >out 2>&1; grep -q '1 failed' out
	ok $? "$gcc: and the unit is known to have failed"
	mkdir -p arch/x86/purgatory; $gcc $p -c bad.c -o arch/x86/purgatory/p.o 2>/dev/null
	! has_facts arch/x86/purgatory/p.o; ok $? "$gcc: an object that must stay untouched stays so"
	$gcc -E bad.c -o pre.i && $gcc $p -c pre.i -o pre.o 2>/dev/null; rm -f p.db
	"$tools/gprcheck" collect --db p.db pre.o >/dev/null 2>&1 &&
		"$tools/gprcheck" list --db p.db --format tsv | grep -q 'egpr-unguarded'
	ok $? "$gcc: preprocessed input is judged by value"
	cd "$root" || exit
}

each_gcc gcc "$build/gprcheck.so"
[ -e "$build/gcc-11/gprcheck.so" ] && each_gcc gcc-11 "$build/gcc-11/gprcheck.so"

if command -v gcc-11 >/dev/null && [ "$(gcc -dumpversion)" != "$(gcc-11 -dumpversion)" ]; then
	cd "$dir" || exit
	gcc-11 "-fplugin=$build/gprcheck.so" -c bad.c -o v.o 2>err && [ "$(wc -l <err)" = 1 ] && ! has_facts v.o
	ok $? "a plugin of another GCC: one line, the compilation goes on without it"
fi
echo "1..$n"

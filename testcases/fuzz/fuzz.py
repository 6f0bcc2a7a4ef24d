#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares what gprcheck says about generated programs with what happens when they run on all their inputs."""
import argparse
import collections
import fcntl
import os
import re
import resource
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import gen  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, 'build')
RULES = os.path.join(ROOT, 'rules')
HEAD = '#include "fuzz.h"\n\n'
LIMIT = 2.0
ORACLE = ['gcc', '-O0', '-g1', '-Wuninitialized', '-Werror=uninitialized', '-Wreturn-type', '-no-pie', '-fno-pie', '-fno-omit-frame-pointer', '-fsanitize=undefined',
          '-fno-sanitize=null,alignment,object-size,pointer-overflow,vptr,nonnull-attribute',
          '-fsanitize-undefined-trap-on-error', '-Werror=implicit-function-declaration', '-Werror=return-type',
          '-Werror=int-conversion', '-Werror=incompatible-pointer-types']


class Invalid(Exception):
    """The program itself is no use: undefined behaviour, too slow, does not compile."""


class Bench:
    """A folder to work in."""
    def __init__(self, work):
        self.work = work
        os.makedirs(work, exist_ok=True)
        self.lock = open(os.path.join(work, 'lock'), 'w')
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit('fuzz.py: %s: another run works there; use --work' % work)
        self.c = os.path.join(work, 'p.c')
        shutil.copy(os.path.join(HERE, 'fuzz.h'), work)
        self.rt = os.path.join(work, 'runtime.o')
        subprocess.run(['gcc', '-O1', '-fno-omit-frame-pointer', '-fno-pie', '-w', '-I', HERE, '-c', os.path.join(HERE, 'runtime.c'),
                        '-o', self.rt], check=True)

    def snapshot(self, build):
        """Work with copies of what is built: somebody may build again meanwhile."""
        global BUILD
        names = ('gprcheck', 'gprcheck.so')
        for _ in range(120):
            try:
                old = [os.stat(os.path.join(build, n)).st_mtime for n in names]
                if time.time() - max(old) > 3:
                    for n in names:
                        shutil.copy2(os.path.join(build, n), self.path(n))
                    if old == [os.stat(os.path.join(build, n)).st_mtime for n in names] and \
                            self.run([self.path('gprcheck'), 'version']).returncode == 0:
                        BUILD = self.work
                        return
            except OSError:
                pass
            time.sleep(1)
        sys.exit('fuzz.py: %s: gprcheck and gprcheck.so do not come to rest' % build)

    def path(self, name):
        return os.path.join(self.work, name)

    def run(self, cmd, timeout=20):
        try:
            return subprocess.run(cmd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, cwd=self.work, text=True,
                                  errors='replace')
        except subprocess.TimeoutExpired:
            return None

    # ---- the oracle

    def entries(self, text):
        """The table of entries, with the bits of their inputs that matter."""
        rows = []
        for m in re.finditer(r'^void (\w+)\(struct kvm_vcpu \*vcpu, unsigned int a, unsigned int b\)\n\{\n(.*?)^\}', text, re.M | re.S):
            mask = {'a': 0, 'b': 0}
            body, n = re.subn(r'\b([ab]) >> (\d+)\) & (0x[0-9a-f]+)',
                              lambda k: mask.__setitem__(k[1], mask[k[1]] | int(k[3], 16) << int(k[2])) or '', m[2])
            body = re.sub(r'\b([ab]) & (0x[0-9a-f]+)',
                          lambda k: mask.__setitem__(k[1], mask[k[1]] | int(k[2], 16)) or '', body)
            if re.search(r'(?<![\w>.])[ab]\b', body):
                raise Invalid('an input without mask')
            rows.append('\t{ %s, 0x%x, 0x%x },' % (m[1], mask['a'], mask['b']))
        return ('struct fuzz_entry { void (*fn)(struct kvm_vcpu *, unsigned int, unsigned int); unsigned int amask, bmask; };\n'
                'const struct fuzz_entry fuzz_entries[] = {\n%s\n\t{ NULL, 0, 0 },\n};\n' % '\n'.join(rows))

    def oracle(self, text, init='zero'):
        """(line -> indexes seen there, misuses as (rule, lines of the stack))"""
        with open(self.path('o.c'), 'w') as f:
            f.write(text + self.entries(text))
        r = self.run(ORACLE + ['-ftrivial-auto-var-init=' + init, '-o', self.path('o'), self.path('o.c'), self.rt])
        if r is None or r.returncode:
            raise Invalid('compile: ' + (r.stderr if r else 'timeout'))
        r = self.run([self.path('o')])
        if r is None or r.returncode:
            raise Invalid('run: %s' % (r.returncode if r else 'timeout'))
        rows = [x.split() for x in r.stdout.split('\n') if x]
        addrs = sorted({a for x in rows for a in x[2:]})
        lines = {}
        if addrs:
            r2 = self.run(['addr2line', '-e', self.path('o')] + addrs)
            for a, l in zip(addrs, r2.stdout.split('\n')):
                m = re.search(r'/o\.c:(\d+)', l)
                lines[a] = int(m[1]) if m else 0
        src = text.split('\n')
        seen, bad = collections.defaultdict(set), set()
        for x in rows:
            at = tuple(lines[a] for a in x[2:] if lines[a])
            if not at:
                continue
            if x[0] == '0':
                seen[at[0]].add(int(x[1]))
                if 'VCPU_REGS_RIP' in src[at[0] - 1]:
                    bad.add(('rip-index', at))
            elif 'VCPU_REGS_RIP' not in src[at[0] - 1]:
                bad.add(('egpr-unguarded' if x[0] == '1' else 'index-range', at))
        return seen, bad

    # ---- gprcheck

    def check(self, text, lists=True):
        """(findings as (line, rule), sites as line -> [verdict], problems)"""
        with open(self.c, 'w') as f:
            f.write(text)
        problems = []
        self.sites = self.warnings = ''
        t = resource.getrusage(resource.RUSAGE_CHILDREN)
        t = t.ru_utime + t.ru_stime
        r = self.run(['gcc', '-w', '-fplugin=%s/gprcheck.so' % BUILD, '-fplugin-arg-gprcheck-rules=' + RULES, '-c', self.c, '-o', self.path('p.o')])
        self.warnings = r.stderr if r else ''
        u = resource.getrusage(resource.RUSAGE_CHILDREN)
        u = u.ru_utime + u.ru_stime - t
        if r is None or u > LIMIT:
            return None, None, [('timeout', 'plugin')]
        if 'nothing is checked' in r.stderr:
            sys.exit('fuzz.py: ' + r.stderr)
        if 'internal compiler error' in r.stderr or r.returncode < 0 or 'Segmentation' in r.stderr or 'gprcheck: ' in r.stderr \
                or 'runtime error' in r.stderr or 'Assertion' in r.stderr:
            return None, None, [('crash', 'plugin')]
        if r.returncode:
            raise Invalid('compile: ' + r.stderr)
        found = set()
        for m in re.finditer(r'^([^\s:]*):(\d+):\d+: warning: .* \[gprcheck:([\w-]+)\]$', r.stderr, re.M):
            found.add((int(m[2]) if m[1].endswith('p.c') else -1, m[3]))
        db = self.path('p.db')
        for x in (db, db + '-wal', db + '-shm', db + '-journal'):
            if os.path.exists(x):
                os.unlink(x)
        r = self.run([BUILD + '/gprcheck', 'collect', '--rules', RULES, '--db', db, self.path('p.o')])
        if r is None:
            return None, None, [('timeout', 'collect')]
        if r.returncode not in (0, 1):
            self.warnings += r.stderr
            return None, None, [('crash', 'collect')]
        sites = collections.defaultdict(list)
        r = self.run([BUILD + '/gprcheck', 'sites', '--db', db, '--format', 'tsv'])
        if r is None or r.returncode not in (0, 1):
            return None, None, [('crash', 'sites')]
        self.sites = r.stdout
        for l in r.stdout.split('\n')[1:]:
            x = l.split('\t')
            if len(x) >= 7:
                sites[int(x[1])].append(x[5])
        if not lists:
            return found, sites, problems
        r = self.run([BUILD + '/gprcheck', 'list', '--db', db, '--format', 'tsv'])
        if r is None or r.returncode not in (0, 1):
            return None, None, [('crash', 'list')]
        listed = set()
        for l in r.stdout.split('\n')[1:]:
            x = l.split('\t')
            if len(x) >= 5:
                listed.add((int(x[3]), x[1]))
        if listed != found:
            problems.append(('list-differs', ''))
            self.warnings += 'list: %s\n' % sorted(listed ^ found)
        return found, sites, problems

    # ---- both

    def compare(self, text, init='zero', lists=True):
        """kinds of disagreement -> explanations; the number of violation sites and sites."""
        src = text.split('\n')
        seen, bad = self.oracle(text, init)
        found, sites, problems = self.check(text, lists)
        res = collections.defaultdict(list)
        for p in problems:
            res[p].append('')
        self.stat = collections.Counter()
        if found is None:
            return res
        self.stat['programs'] = 1
        self.stat['sites'] = sum(map(len, sites.values()))
        for v in sites.values():
            for x in v:
                self.stat[x] += 1
        flagged = {l for l, _ in found}
        hit, badat = set(), set()
        for rule, at in sorted(bad):
            self.stat['misuses'] += 1
            badat.add(at[0])
            hit.update(at)
            v = sites.get(at[0])
            verdict = 'nosite' if not v else 'violation' if 'violation' in v else 'unproven' if 'unproven' in v else 'safe'
            why = 'line %d: `%s`: indexes %s, %s, by lines %s; site: %s' % (
                at[0], src[at[0] - 1].strip(), compact(seen.get(at[0], ())), rule, ' < '.join(map(str, at)), verdict)
            if verdict in ('safe', 'nosite'):
                res['unsound', verdict].append(why)
            elif not flagged & set(at):
                res['missed', rule if verdict != 'unproven' else 'unproven'].append(why)
            elif not any((l, rule) in found for l in at):
                res['wrong-rule', rule].append(why)
        for l in sorted(sites):
            if 'violation' in sites[l] and l not in badat:
                res['invented', 'site'].append('line %d: `%s`: a violation, but the indexes seen there are %s' % (
                    l, src[l - 1].strip(), compact(seen.get(l, ()))))
                self.stat['invented-sites'] += 1
            if 'unproven' in sites[l] and l not in badat:
                self.stat['unproven-harmless'] += 1
        for l, rule in sorted(found):
            if l not in hit and not ('violation' in sites.get(l, ()) and l not in badat):
                res['invented', 'finding'].append('line %d: `%s`: %s, but no misuse happens by this line' % (
                    l, src[l - 1].strip() if l > 0 else '', rule))
        return res


def compact(xs):
    xs = sorted(xs)
    out = []
    for x in xs:
        if out and out[-1][1] == x - 1:
            out[-1][1] = x
        else:
            out.append([x, x])
    t = ' '.join('%d' % a if a == b else '%d..%d' % (a, b) for a, b in out[:12])
    return '{%s%s}' % (t, ' ...' if len(out) > 12 else '')


# ---- reducer

def close_of(lines, i):
    """The line that ends the block (with its else parts) that begins on line i."""
    d = 0
    for k in range(i, len(lines)):
        l = lines[k]
        # '} else {' closes and opens: the chain goes on.
        d += l.count('{') - l.count('}')
        if d <= 0 and k >= i and (k > i or l.count('{')):
            return k
    return None


def groups(line):
    """All parts in parentheses: (start, end) with end behind the ')'."""
    st, res = [], []
    for i, ch in enumerate(line):
        if ch == '(':
            st.append(i)
        elif ch == ')' and st:
            res.append((st.pop(), i + 1))
    return res


def splits(t):
    """The operands of the top-level operators of t."""
    d, parts, k = 0, [], 0
    i = 0
    while i < len(t):
        ch = t[i]
        if ch in '({[':
            d += 1
        elif ch in ')}]':
            d -= 1
        elif d == 0:
            m = re.match(r' (&&|\|\||<<|>>|[-+*/%&|^?:]|[<>=!]=|[<>]) ', t[i:])
            if m:
                parts.append(t[k:i])
                i += len(m[0])
                k = i
                continue
        i += 1
    parts.append(t[k:])
    return parts if len(parts) > 1 else []


def variants(line):
    """Simpler forms of a line, the simplest first."""
    body = line.lstrip('\t')
    if body.startswith('#') or body in ('{', '}', ''):
        return
    spots = groups(line)
    m = re.match(r'^(\t*(?:[\w *>-]+ [-+|&^%*<>]*= |return ))(.*);$', line)
    if m:
        spots.append((len(m[1]), len(line) - 1))
    spots.sort(key=lambda s: s[0] - s[1])
    for a, b in spots:
        t = line[a:b]
        par = t.startswith('(') and not (m and a == len(m[1]) and b == len(line) - 1)
        inner = t[1:-1] if par else t
        if par and a and (line[a - 1].isalnum() or line[a - 1] == '_'):
            # The arguments of a call, or a condition.
            arg, d, k = [], 0, 0
            for i, ch in enumerate(inner):
                d += (ch in '([{') - (ch in ')]}')
                if ch == ',' and d == 0:
                    arg.append((k, i))
                    k = i + 1
            arg.append((k, len(inner)))
            for x, y in arg:
                at = inner[x:y]
                s = at.strip()
                if s in ('vcpu', 'ctx', '0', '1') or not s:
                    continue
                lead = at[:len(at) - len(at.lstrip())]
                for n in splits(s) + ['0', '1']:
                    if n != s:
                        yield line[:a + 1] + inner[:x] + lead + n + inner[y:] + line[b - 1:]
        elif par:
            for n in splits(inner) + ['0', '1']:
                if inner not in ('0', '1'):
                    yield line[:a] + (n if n.isidentifier() or n.isdigit() else '(%s)' % n) + line[b:]
            k = a
            while k and (line[k - 1] == '!' or line[k - 1] == '~'):
                k -= 1
            if k < a:
                yield line[:k] + line[a:]
            m2 = re.search(r'\((?:u8|s8|u16|s16|u32|int|u64|s64|bool|unsigned long)\)$', line[:a])
            if m2:
                yield line[:m2.start()] + line[a:]
            # A call: its value may as well be one of its arguments.
        else:
            for n in splits(inner) + ['0', '1']:
                if inner not in ('0', '1') and n != inner:
                    yield line[:a] + n + line[b:]
    m = re.search(r'\b\w+\((?:vcpu, )([^()]*)\)', line)
    if m and 'kvm_' not in m[0]:
        yield line[:m.start()] + (m[1] or '0').split(', ')[0] + line[m.end():]
    if not re.search(r'0x', line):
        m = re.match(r'^(\t)(?:u8|s8|u16|s16|u32|u64|s64|unsigned long|enum kvm_reg|unsigned int)( \w+ = .*;)$', line)
        if m:
            yield m[1] + 'int' + m[2]


def reduce(bench, text, kind, seconds):
    end = time.time() + seconds

    def bad(t):
        if time.time() > end:
            return False
        # A field that nobody sets is another matter: keep the stores on entry.
        for field in set(re.findall(r'ctx->f\d', t)):
            if not re.search(r'^\t%s = ' % field, t, re.M):
                return False
        try:
            return kind in bench.compare(t, lists=kind[0] == 'list-differs')
        except Invalid:
            return False

    lines = text.split('\n')

    def drop(lines):
        changed = False
        # Whole functions and other top-level things, the last first.
        i = len(lines) - 1
        while i >= 0:
            l = lines[i]
            if l and (l[0] not in '\t{}#/' or l.startswith('#define')) and not l.endswith(':'):
                k = i + 1 if i + 1 < len(lines) and lines[i + 1] == '{' else i
                e = close_of(lines, k) if '{' in lines[k] and l[0] != '#' else i
                if e is not None:
                    t = lines[:i] + lines[e + 1:]
                    if bad('\n'.join(t)):
                        lines, changed = t, True
            i -= 1
        # Statements: runs of them, then one.
        for size in (8, 3, 1):
            i = len(lines) - 1
            while i >= 0:
                if i < len(lines) and lines[i].startswith('\t'):
                    if size > 1:
                        t = lines[:i] + lines[i + size:]
                        part = lines[i:i + size]
                        if all(x.startswith('\t') for x in part) and len(part) == size and \
                                sum(x.count('{') - x.count('}') for x in part) == 0 and bad('\n'.join(t)):
                            lines, changed = t, True
                    elif lines[i].endswith('{') and not lines[i].lstrip('\t').startswith('}'):
                        e = close_of(lines, i)
                        if e is not None:
                            t = lines[:i] + lines[e + 1:]
                            if bad('\n'.join(t)):
                                lines, changed = t, True
                            else:
                                # The body alone; the body of one branch.
                                marks = [i] + [k for k in range(i + 1, e) if lines[k].lstrip('\t').startswith('} else')
                                               and len(lines[k]) - len(lines[k].lstrip('\t')) ==
                                               len(lines[i]) - len(lines[i].lstrip('\t'))] + [e]
                                for x, y in zip(marks, marks[1:]):
                                    t = lines[:i] + lines[x + 1:y] + lines[e + 1:]
                                    if bad('\n'.join(t)):
                                        lines, changed = t, True
                                        break
                                    if len(marks) > 2 and x != i:
                                        t = lines[:x] + lines[y:]
                                        if bad('\n'.join(t)):
                                            lines, changed = t, True
                                            break
                    elif lines[i].count('{') == lines[i].count('}'):
                        t = lines[:i] + lines[i + 1:]
                        if bad('\n'.join(t)):
                            lines, changed = t, True
                elif i < len(lines) and lines[i].endswith(':') and size == 1:
                    t = lines[:i] + lines[i + 1:]
                    if bad('\n'.join(t)):
                        lines, changed = t, True
                i -= 1
        return lines, changed

    def simplify(lines):
        changed = False
        i = len(lines) - 1
        while i >= 0:
            again = True
            n = 0
            while again and n < 30:
                again = False
                for v in variants(lines[i]):
                    t = lines[:i] + [v] + lines[i + 1:]
                    if len(v) <= len(lines[i]) and v != lines[i] and bad('\n'.join(t)):
                        lines, changed, again = t, True, True
                        n += 1
                        break
            i -= 1
        return lines, changed

    while time.time() < end:
        lines, a = drop(lines)
        lines, b = simplify(lines)
        if not a and not b:
            break
    out = [l for i, l in enumerate(lines) if l or (i and lines[i - 1])]
    return '\n'.join(out)


def shape(text):
    """What programs of one cause have in common: the operators and words that are left."""
    t = text.split('*/', 1)[-1]
    words = set(re.findall(r'\b(?:if|else|for|while|do|switch|goto|return|break|continue|min\w*|max\w*|clamp|u8|s8|u16|s16|u32|u64|s64|'
                           r'bool|kvm_reg|ctx|depth|xcr0|guest_cpu_cap_has|_static_cpu_has|kvm_cpu_cap_has|VCPU_REGS_RIP)\b', t))
    ops = set(re.findall(r'<<|>>|&&|\|\||[-+*/%^~]=?|\?|[<>]=?|==|!=|!', re.sub(r'\*/|/\*|->|\*(?=\w)', '', t)))
    t = re.sub(r'^#.*$', '', t, flags=re.M)
    parts = set(re.findall(r'\b(last|arr|ptr|op|insn|fn|each|tab|ops|acc|obj|READ_)[A-Z0-9]*\b', t))
    return frozenset(words | ops), frozenset(parts)


RANK = ('unsound', 'missed', 'crash', 'timeout', 'invented', 'list-differs', 'wrong-rule')


def store(bench, out, seed, kind, text):
    res = bench.compare(text)
    note = ['seed %s: %s (%s)' % (seed, kind[0], kind[1])] + res.get(kind, [])[:4]
    note += ['gprcheck:'] + bench.warnings.strip().split('\n')[:25] + bench.sites.strip().split('\n')[1:]
    # The comment stands last, so that all line numbers are those of the run.
    with open(out, 'w') as f:
        f.write(text.rstrip('\n') + '\n\n/*\n' + ''.join(' * %s\n' % n.replace('*/', '* /').rstrip() for n in note) + ' */\n')


def program_of(path):
    with open(path) as f:
        return re.sub(r'\n/\*\n \* seed .*', '\n', f.read(), flags=re.S)


def kind_of(path):
    with open(path) as f:
        m = re.search(r'^ \* seed (\w+): ([\w-]+) \(([\w-]*)\)', f.read(), re.M)
    return m[1], (m[2], m[3])


def recheck(bench, out):
    left = []
    for n in sorted(os.listdir(out)):
        if not n.endswith('.c'):
            continue
        p = os.path.join(out, n)
        try:
            seed, kind = kind_of(p)
            text = program_of(p)
            if kind not in bench.compare(text):
                os.unlink(p)
                print('fixed: %s' % n, flush=True)
                continue
            store(bench, p, seed, kind, text)
        except (Invalid, FileNotFoundError, TypeError) as e:
            print('%s: %s' % (n, e))
            continue
        left.append((n, kind, shape(text)))
    return left


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument('--seed', type=int, default=1, help='the first program')
    ap.add_argument('-n', type=int, default=200, help='how many programs')
    ap.add_argument('--minutes', type=float, default=0, help='stop after so long')
    ap.add_argument('--work', default='/tmp/gprcheck-fuzz.%d' % os.getuid())
    ap.add_argument('--out', default='', help='reduce what disagrees, and put it into this folder')
    ap.add_argument('--keep', type=int, default=25, help='how many reductions to have at most')
    ap.add_argument('--reduce-seconds', type=float, default=45)
    ap.add_argument('--kinds', default='', help='only these are reduced: unsound,missed,...')
    ap.add_argument('--recheck', action='store_true', help='only run what is in --out again, and delete what is fixed')
    ap.add_argument('--recheck-every', type=float, default=0, help='minutes')
    ap.add_argument('--file', help='compare one program')
    ap.add_argument('--build', default=BUILD)
    args = ap.parse_args()
    build = os.path.abspath(args.build)
    bench = Bench(args.work)
    bench.snapshot(build)
    if args.out:
        os.makedirs(args.out, exist_ok=True)
        shutil.copy(os.path.join(HERE, 'fuzz.h'), args.out)
    if args.file:
        res = bench.compare(program_of(args.file))
        for k, v in res.items():
            for x in v:
                print('%s (%s): %s' % (k[0], k[1], x))
        print(bench.warnings + bench.sites)
        return 1 if res else 0
    left = recheck(bench, args.out) if args.out else []
    if args.recheck:
        for n, k, _ in left:
            print('%s %s' % (n, k))
        return 1 if left else 0
    total, kinds = collections.Counter(), collections.Counter()
    start = last = time.time()
    for seed in range(args.seed, args.seed + args.n):
        if args.minutes and time.time() - start > args.minutes * 60:
            break
        if args.recheck_every and time.time() - last > args.recheck_every * 60:
            bench.snapshot(build)
            left = recheck(bench, args.out)
            last = time.time()
        text = HEAD + gen.program(seed)
        try:
            res = bench.compare(text)
        except Invalid as e:
            total['invalid'] += 1
            if 'compile' in str(e):
                total['not C'] += 1
                print('seed %d: %s' % (seed, str(e)[:300]))
            continue
        total.update(bench.stat)
        if not res:
            continue
        for k, v in res.items():
            kinds[k] += len(v)
        for k in {k[0] for k in res}:
            total['programs with ' + k] += 1
        done = set()
        for kind in sorted(res, key=lambda k: RANK.index(k[0])):
            if kind[0] != 'wrong-rule':
                print('seed %d: %s %s: %s' % (seed, kind[0], kind[1], res[kind][0]), flush=True)
            if not args.out or kind[0] == 'wrong-rule' or kind[0] in done or args.kinds and kind[0] not in args.kinds.split(','):
                continue
            done.add(kind[0])
            if len(left) >= args.keep or sum(1 for l in left if l[1] == kind) >= max(4, args.keep // 3):
                continue
            if kind[0] == 'unsound' or kind[0] == 'missed':
                # What is not initialised has another value now: then it is no proof.
                try:
                    if kind not in bench.compare(text, 'pattern'):
                        continue
                except Invalid:
                    continue
            small = reduce(bench, text, kind, args.reduce_seconds)
            s = shape(small)
            if any(k == kind and o[0] <= s[0] and o[1] == s[1] for _, k, o in left):
                continue
            name = '%s-%s-%d.c' % (kind[0], kind[1], seed)
            store(bench, os.path.join(args.out, name), seed, kind, small)
            left.append((name, kind, s))
            print('  stored %s (%d lines)' % (name, small.count('\n')), flush=True)
    for k in sorted(total):
        print('%-28s %d' % (k, total[k]))
    for k in sorted(kinds):
        print('%-28s %d' % (' '.join(k), kinds[k]))
    print('%-28s %.0f' % ('seconds', time.time() - start))
    return 1 if kinds else 0


if __name__ == '__main__':
    sys.exit(main())

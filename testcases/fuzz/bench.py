# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs generated programs on all their inputs, has both front ends check them, and compares the two."""
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
ROOT = os.path.dirname(os.path.dirname(HERE))
RULES = os.path.join(ROOT, 'rules')
HEAD = '#include "fuzz.h"\n\n'
# CPU seconds of one front end for one program; in a batch each program adds a little.
LIMIT, LIMIT_MORE = 2.0, 0.2
FRONTS = ('gcc', 'clang')
ORACLE = ['gcc', '-O0', '-g1', '-Wuninitialized', '-Wreturn-type', '-no-pie', '-fno-pie', '-fno-omit-frame-pointer',
          '-fsanitize=undefined', '-fno-sanitize=null,alignment,object-size,pointer-overflow,vptr,nonnull-attribute',
          '-fsanitize-undefined-trap-on-error', '-Werror=implicit-function-declaration', '-Werror=return-type',
          '-Werror=int-conversion', '-Werror=incompatible-pointer-types']
ENTRY = re.compile(r'^void (\w+)\(struct kvm_vcpu \*vcpu, unsigned int a, unsigned int b\)\n\{\n(.*?)^\}', re.M | re.S)


class Invalid(Exception):
    """The program itself is no use: undefined behaviour, too slow, does not compile."""


class Broken(Exception):
    """A command failed on the batch, so nothing is known about the programs in it."""
    def __init__(self, kind, text=''):
        super().__init__(kind)
        self.kind, self.text = kind, text


class Said:
    """What one front end says of a file."""
    def __init__(self, found, listed, sites, warnings):
        self.found, self.listed, self.sites, self.warnings = found, listed, sites, warnings

    def part(self, first, last):
        inside = lambda rows: {r for r in rows if first <= r[0] <= last}
        return Said(inside(self.found), inside(self.listed),
                    {l: v for l, v in self.sites.items() if first <= l <= last},
                    [w for w in self.warnings if first <= w[0] <= last])


class Result:
    """One program: kinds of disagreement -> explanations, and counts."""
    def __init__(self):
        self.kinds = collections.defaultdict(list)
        self.stat = collections.Counter()
        self.invalid = None
        self.notes = []


class Bench:
    """A folder to work in."""
    def __init__(self, work, build):
        self.work = work
        os.makedirs(work, exist_ok=True)
        self.lock = open(os.path.join(work, 'lock'), 'w')
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit('fuzz.py: %s: another run works there; use --work' % work)
        shutil.copy(os.path.join(HERE, 'fuzz.h'), work)
        self.rt = os.path.join(work, 'runtime.o')
        subprocess.run(['gcc', '-O1', '-fno-omit-frame-pointer', '-fno-pie', '-w', '-I', HERE, '-c',
                        os.path.join(HERE, 'runtime.c'), '-o', self.rt], check=True)
        self.build = build
        self.cpu = collections.Counter()

    def path(self, name):
        return os.path.join(self.work, name)

    def run(self, what, cmd, timeout=60):
        """The finished process, or None where it took too long; its CPU time is added to that of `what`."""
        t = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            return subprocess.run(cmd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, cwd=self.work,
                                  text=True, errors='replace')
        except subprocess.TimeoutExpired:
            return None
        finally:
            u = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.last = u.ru_utime + u.ru_stime - t.ru_utime - t.ru_stime
            self.cpu[what] += self.last

    # ---- the oracle

    def oracle(self, batch, init='zero'):
        """Sets seen and bad of each part: line -> indexes seen there, misuses as (rule, lines of the stack)."""
        live = list(batch.parts)
        while live:
            with open(self.path('o.c'), 'w') as f:
                f.write(batch.text + batch.entries(live))
            r = self.run('oracle: compile', ORACLE + ['-ftrivial-auto-var-init=' + init, '-o', 'o', 'o.c', self.rt])
            if r is None:
                raise Broken('compile')
            for p in live:
                if any(p.first <= int(n) <= p.last for n in re.findall(r'^o\.c:(\d+):\d+: warning: .*uninitialized', r.stderr, re.M)):
                    p.invalid = 'uninitialized'
            if not r.returncode:
                break
            errors = [int(n) for n in re.findall(r'^o\.c:(\d+):\d+: error: ', r.stderr, re.M)]
            for p in live:
                if any(p.first <= n <= p.last for n in errors):
                    p.invalid = 'compile: ' + r.stderr
            if not any(p.invalid for p in live):
                raise Broken('compile', r.stderr)
            # What does not compile stops the rest: leave it out.
            for p in live:
                if p.invalid:
                    batch.blank(p)
            live = [p for p in live if not p.invalid]
        if live:
            self.execute(batch, live)

    def execute(self, batch, live):
        r = self.run('oracle: run', [self.path('o')], 12 * len(live) + 20)
        if r is None or r.returncode:
            raise Broken('run')
        rows = []
        for l in r.stdout.split('\n'):
            if l.startswith('end '):
                number, status = l.split()[1:]
                p = live[int(number)]
                if status != '0':
                    p.invalid = p.invalid or 'run: status ' + status
                p.rows, rows = rows, []
            elif l:
                rows.append(l.split())
        lines = self.lines({a for p in live for x in p.rows for a in x[2:]})
        src = batch.text.split('\n')
        for p in live:
            for x in p.rows:
                at = tuple(lines[a] for a in x[2:] if lines.get(a))
                if not at:
                    continue
                rip = 'VCPU_REGS_RIP' in src[at[0] - 1]
                if x[0] == '0':
                    p.seen[at[0]].add(int(x[1]))
                    if rip:
                        p.bad.add(('rip-index', at))
                elif not rip:
                    p.bad.add(('egpr-unguarded' if x[0] == '1' else 'index-range', at))

    def lines(self, addrs):
        """Address -> line of o.c."""
        addrs, lines = sorted(addrs), {}
        if addrs:
            r = self.run('oracle: lines', ['addr2line', '-e', self.path('o')] + addrs)
            for a, l in zip(addrs, r.stdout.split('\n')):
                m = re.search(r'/o\.c:(\d+)', l)
                lines[a] = int(m[1]) if m else 0
        return lines

    # ---- gprcheck

    def check(self, front, text, programs=1):
        with open(self.path('p.c'), 'w') as f:
            f.write(text)
        if front == 'gcc':
            facts = self.path('p.o')
            cmd = ['gcc', '-w', '-fplugin=%s/gprcheck.so' % self.build, '-fplugin-arg-gprcheck-rules=' + RULES, '-c', 'p.c', '-o', facts]
        else:
            facts = self.path('p.facts')
            cmd = [self.build + '/gprcheck-clang', '--rules', RULES, '--facts', facts, 'p.c', '--', '-w', '-std=gnu11']
        r = self.run(front, cmd)
        if r is None or self.last > LIMIT + LIMIT_MORE * programs:
            raise Broken(('timeout', front))
        if 'nothing is checked' in r.stderr:
            sys.exit('fuzz.py: ' + r.stderr)
        if r.returncode < 0 or re.search(r'internal compiler error|Segmentation|^gprcheck: |runtime error|Assertion|ERROR: ', r.stderr, re.M):
            raise Broken(('crash', front), r.stderr)
        if r.returncode:
            raise Invalid('compile: ' + r.stderr)
        found, warnings, at = set(), [], 0
        for l in r.stderr.split('\n'):
            m = re.match(r'([^\s:]*):(\d+):\d+: warning: .* \[gprcheck:([\w-]+)\]$', l)
            if m:
                at = int(m[2]) if m[1].endswith('p.c') else -1
                found.add((at, m[3]))
            if l:
                warnings.append((at, l))
        db = self.path('p.db')
        for x in (db, db + '-wal', db + '-shm', db + '-journal'):
            if os.path.exists(x):
                os.unlink(x)
        self.command(front, ['collect', '--rules', RULES, '--db', db, facts])
        sites, listed = collections.defaultdict(list), set()
        for x in self.command(front, ['sites', '--db', db, '--format', 'tsv']):
            if len(x) >= 7:
                sites[int(x[1])].append(x[5])
        for x in self.command(front, ['list', '--db', db, '--format', 'tsv']):
            if len(x) >= 5:
                listed.add((int(x[3]), x[1]))
        return Said(found, listed, sites, warnings)

    def command(self, front, args):
        r = self.run(args[0], [self.build + '/gprcheck'] + args)
        if r is None:
            raise Broken(('timeout', args[0]))
        if r.returncode not in (0, 1):
            raise Broken(('crash', args[0]), r.stderr)
        return [l.split('\t') for l in r.stdout.split('\n')[1:]]

    # ---- both

    def compare(self, texts, init='zero', fronts=FRONTS):
        """A result for each of the programs, which are checked as one file."""
        batch = Batch(texts)
        results = [Result() for _ in batch.parts]
        self.oracle(batch, init)
        said = {f: self.check(f, batch.text, len(texts)) for f in fronts}
        src = batch.text.split('\n')
        for p, res in zip(batch.parts, results):
            res.invalid = p.invalid
            if p.invalid:
                continue
            mine = {f: said[f].part(p.first, p.last) for f in fronts}
            judge(p, src, mine, res)
            for f in fronts:
                res.notes += ['%s:' % f] + [w for _, w in mine[f].warnings][:25]
                res.notes += ['sites: ' + ', '.join('%d %s' % (l, ' '.join(v)) for l, v in sorted(mine[f].sites.items()))]
        return results

    def single(self, text, init='zero', fronts=FRONTS):
        """The result for one program; what breaks on it is a disagreement too."""
        try:
            res = self.compare([text], init, fronts)[0]
        except Broken as e:
            if isinstance(e.kind, str):
                raise Invalid(e.kind + ': ' + e.text) from e
            res = Result()
            res.kinds[e.kind].append(e.text[-300:])
            return res
        if res.invalid:
            raise Invalid(res.invalid)
        return res


class Part:
    """One program of a batch: its lines, and what happened when it ran."""
    def __init__(self, first, last, text):
        self.first, self.last, self.text = first, last, text
        self.seen, self.bad, self.rows = collections.defaultdict(set), set(), []
        self.invalid = None


class Batch:
    """Programs that share no name, one after the other in one file."""
    def __init__(self, texts):
        self.parts = []
        lines = HEAD.count('\n')
        for t in texts:
            n = t.count('\n')
            self.parts.append(Part(lines + 1, lines + n, t))
            lines += n
        self.text = HEAD + ''.join(texts)

    def blank(self, part):
        src = self.text.split('\n')
        src[part.first - 1:part.last] = [''] * (part.last - part.first + 1)
        self.text = '\n'.join(src)

    def entries(self, live):
        """The table of entries, with the bits of their inputs that matter."""
        rows = []
        for number, p in enumerate(live):
            for m in ENTRY.finditer(p.text):
                mask = {'a': 0, 'b': 0}
                body = re.sub(r'\b([ab]) >> (\d+)\) & (0x[0-9a-f]+)',
                              lambda k: mask.__setitem__(k[1], mask[k[1]] | int(k[3], 16) << int(k[2])) or '', m[2])
                body = re.sub(r'\b([ab]) & (0x[0-9a-f]+)',
                              lambda k: mask.__setitem__(k[1], mask[k[1]] | int(k[2], 16)) or '', body)
                if re.search(r'(?<![\w>.])[ab]\b', body):
                    p.invalid = 'an input without mask'
                    continue
                rows.append('\t{ %s, 0x%x, 0x%x, 0x%x, 0x%x, %d },' % (m[1], mask['a'], mask['b'], *asked(p.text), number))
        return ('struct fuzz_entry { void (*fn)(struct kvm_vcpu *, unsigned int, unsigned int); unsigned int amask, bmask, apx, pku, program; };\n'
                'const struct fuzz_entry fuzz_entries[] = {\n%s\n\t{ NULL, 0, 0, 0, 0, 0 },\n};\n' % '\n'.join(rows))


# Who tells whether a feature is there, in the order of enum fuzz_who: by a call, or by bits of a word.
TELLS = ('_static_cpu_has(%s)', 'kvm_cpu_cap_has(%s)', 'kvm_caps.supported_xcr0', 'guest_cpu_cap_has(vcpu, %s)',
         'arch.guest_supported_xcr0', 'arch.xcr0')


def asked(text):
    """Bits of those that a program asks about APX, and about the other feature."""
    apx = sum(1 << n for n, t in enumerate(TELLS) if t.replace('%s', 'X86_FEATURE_APX') in text)
    pku = sum(1 << n for n, t in enumerate(TELLS) if t.replace('%s', 'X86_FEATURE_PKU') in text and ('%s' in t or 'MASK_PKRU' in text))
    return apx, pku


def judge(p, src, said, res):
    """Compares what happened in a program with what is said of it."""
    res.stat['programs'] = 1
    res.stat['misuses'] = len(p.bad)
    for f, s in said.items():
        judge_front(p, src, f, s, res)
        for l, rule in sorted(s.found ^ s.listed):
            res.kinds['list-differs', f].append('line %d: %s' % (l - p.first + 1, rule))
    if len(said) == 2:
        a, b = said.values()
        for l, rule in sorted(a.found ^ b.found):
            res.kinds['front-ends', 'finding'].append('line %d: `%s`: %s, only %s' % (
                l, src[l - 1].strip() if l > 0 else '', rule, FRONTS[(l, rule) in b.found]))
        for l in sorted(a.sites.keys() | b.sites.keys()):
            x, y = (sorted(s.sites.get(l, ())) for s in (a, b))
            # a call that nothing reaches is no site; that no index there is wrong is as true
            if not (x and y) and set(x + y) == {'safe'} and l not in p.seen:
                continue
            if x != y:
                res.kinds['front-ends', 'site'].append('line %d: `%s`: gcc %s, clang %s' % (l, src[l - 1].strip(), x, y))


def judge_front(p, src, front, s, res):
    kinds, stat = res.kinds, res.stat
    note = lambda kind, why: why in kinds[kind] or kinds[kind].append(why)
    for v in s.sites.values():
        stat.update('%s %s' % (front, x) for x in v)
    stat[front + ' findings'] += len(s.found)
    flagged = {l for l, _ in s.found}
    hit, badat = set(), set()
    for rule, at in sorted(p.bad):
        badat.add(at[0])
        hit.update(at)
        v = s.sites.get(at[0])
        verdict = 'nosite' if not v else 'violation' if 'violation' in v else 'unproven' if 'unproven' in v else 'safe'
        why = 'line %d: `%s`: indexes %s, %s, by lines %s; site: %s' % (
            at[0], src[at[0] - 1].strip(), compact(p.seen.get(at[0], ())), rule, ' < '.join(map(str, at)), verdict)
        if verdict in ('safe', 'nosite'):
            note(('unsound', verdict), why)
        elif not flagged & set(at):
            note(('missed', rule if verdict != 'unproven' else 'unproven'), why)
        elif not any((l, rule) in s.found for l in at):
            note(('wrong-rule', rule), why)
    for l in sorted(p.seen.keys() - s.sites.keys() - badat):
        note(('unsound', 'nosite'), 'line %d: `%s`: no site, but indexes %s are seen there' % (
            l, src[l - 1].strip(), compact(p.seen[l])))
    for l in sorted(s.sites):
        if 'violation' in s.sites[l] and l not in badat:
            note(('invented', 'site'), 'line %d: `%s`: a violation, but the indexes seen there are %s' % (
                l, src[l - 1].strip(), compact(p.seen.get(l, ()))))
        if 'unproven' in s.sites[l] and l not in badat:
            stat[front + ' unproven without misuse'] += 1
    for l, rule in sorted(s.found):
        if l not in hit and not ('violation' in s.sites.get(l, ()) and l not in badat):
            note(('invented', 'finding'), 'line %d: `%s`: %s, but no misuse happens by this line' % (
                l, src[l - 1].strip() if l > 0 else '', rule))


def compact(xs):
    out = []
    for x in sorted(xs):
        if out and out[-1][1] == x - 1:
            out[-1][1] = x
        else:
            out.append([x, x])
    t = ' '.join('%d' % a if a == b else '%d..%d' % (a, b) for a, b in out[:12])
    return '{%s%s}' % (t, ' ...' if len(out) > 12 else '')


def snapshot(build, work):
    """Copies of what is built, to work with: somebody may build again meanwhile."""
    names = ('gprcheck', 'gprcheck.so', 'gprcheck-clang')
    os.makedirs(work, exist_ok=True)
    for _ in range(120):
        try:
            old = [os.stat(os.path.join(build, n)).st_mtime for n in names]
            if time.time() - max(old) > 1:
                for n in names:
                    shutil.copy2(os.path.join(build, n), os.path.join(work, n))
                if old == [os.stat(os.path.join(build, n)).st_mtime for n in names] and \
                        subprocess.run([os.path.join(work, 'gprcheck'), 'version'], stdout=subprocess.DEVNULL).returncode == 0:
                    return work
        except OSError:
            pass
        time.sleep(1)
    sys.exit('fuzz.py: %s: %s do not come to rest' % (build, ', '.join(names)))

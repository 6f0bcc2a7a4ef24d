#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares what gprcheck says about generated programs with what happens when they run on all their inputs."""
import argparse
import collections
import multiprocessing
import os
import re
import shutil
import signal
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import gen  # noqa: E402
from bench import HEAD, ROOT, Bench, Broken, Invalid, snapshot  # noqa: E402
from reduce import reduce  # noqa: E402

RANK = ('unsound', 'missed', 'crash', 'timeout', 'front-ends', 'list-differs', 'batch', 'invented', 'wrong-rule')
# What must not happen at all; for the others there is a limit.
NEVER = ('unsound', 'missed', 'crash', 'timeout', 'list-differs', 'batch')
# These are told only after the program has been run by itself: rare, and worth it.
ALONE = ('unsound', 'missed', 'list-differs')


# ---- running

bench = None


def start_worker(work, build):
    global bench
    if multiprocessing.parent_process():
        # The command itself ends the run, and tells what has come out so far.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    bench = Bench(os.path.join(work, multiprocessing.current_process().name), build)


def run_batch(job):
    """[(seed, kinds, counts or None where the program is invalid)], CPU seconds by what they were spent on."""
    seeds, end = job
    if end and time.time() > end:
        return [], {}
    bench.cpu.clear()
    out = []
    try:
        results = bench.compare([gen.program(s, 's%d_' % s) for s in seeds])
    except (Broken, Invalid):
        # One of them is to blame; which, comes out when each stands alone.
        results = [None] * len(seeds)
    for seed, res in zip(seeds, results):
        if res is not None and not res.invalid and not any(k[0] in ALONE for k in res.kinds):
            out.append((seed, dict(res.kinds), res.stat))
            continue
        if res is not None and res.invalid:
            out.append((seed, {('not C', ''): [res.invalid]} if res.invalid.startswith('compile') else {}, None))
            continue
        try:
            alone = bench.single(gen.program(seed))
        except Invalid:
            out.append((seed, {}, None))
            continue
        kinds = dict(alone.kinds)
        if res is not None and set(res.kinds) != set(kinds):
            kinds['batch', ''] = ['in a batch %s, alone %s' % (sorted(res.kinds), sorted(alone.kinds))]
        out.append((seed, kinds, alone.stat if res is None else res.stat))
    return out, dict(bench.cpu)


def batches(args):
    end = args.minutes and args.start + args.minutes * 60
    for at in range(args.seed, args.seed + args.n, args.batch):
        yield list(range(at, min(at + args.batch, args.seed + args.n))), end


def take(args, rows, total, kinds, todo):
    """Adds what came out of a batch to the counts, and prints what disagrees."""
    for seed, res, stat in rows:
        if stat is None:
            total['invalid'] += 1
        else:
            total.update(stat)
        for kind in sorted(res, key=lambda k: (RANK + ('not C',)).index(k[0])):
            kinds[kind] += len(res[kind])
            if kind[0] == 'wrong-rule':
                continue
            todo.append((seed, kind))
            if not args.quiet:
                print('seed %d: %s %s: %s' % (seed, *kind, res[kind][0]), flush=True)


def run_all(args, build):
    """Counts, occurrences by kind, and the programs on which there is a disagreement."""
    total, kinds, todo = collections.Counter(), collections.Counter(), []
    cpu = collections.Counter()
    with multiprocessing.Pool(args.jobs, start_worker, (args.work, build)) as pool:
        try:
            for rows, spent in pool.imap_unordered(run_batch, batches(args)):
                cpu.update(spent)
                take(args, rows, total, kinds, todo)
        except KeyboardInterrupt:
            print('stopped: the counts are of what was run', flush=True)
    return total, kinds, todo, cpu


# ---- keeping

def shape(text):
    """What programs of one cause have in common: the operators and words that are left."""
    t = text.split('*/', 1)[-1]
    words = set(re.findall(r'\b(?:if|else|for|while|do|switch|goto|return|break|continue|min\w*|max\w*|clamp|u8|s8|u16|s16|u32|u64|s64|'
                           r'bool|kvm_reg|ctx|depth|xcr0|guest_cpu_cap_has|_static_cpu_has|kvm_cpu_cap_has|VCPU_REGS_RIP)\b', t))
    ops = set(re.findall(r'<<|>>|&&|\|\||[-+*/%^~]=?|\?|[<>]=?|==|!=|!', re.sub(r'\*/|/\*|->|\*(?=\w)', '', t)))
    t = re.sub(r'^#.*$', '', t, flags=re.M)
    parts = set(re.findall(r'\b(last|arr|ptr|op|insn|fn|each|tab|ops|acc|obj|READ_)[A-Z0-9]*\b', t))
    return frozenset(words | ops), frozenset(parts)


def store(out, seed, kind, text):
    res = bench.single(text)
    note = ['seed %s: %s (%s)' % (seed, *kind)] + res.kinds.get(kind, [])[:4] + res.notes
    # The comment stands last, so that all line numbers are those of the program.
    with open(out, 'w') as f:
        f.write(HEAD + text.rstrip('\n') + '\n\n/*\n' + ''.join(' * %s\n' % n.replace('*/', '* /').rstrip() for n in note) + ' */\n')


def program_of(path):
    with open(path) as f:
        return re.sub(r'\n/\*\n \* seed .*', '\n', f.read(), flags=re.S).replace(HEAD, '', 1)


def kind_of(path):
    with open(path) as f:
        m = re.search(r'^ \* seed (\w+): ([\w-]+) \(([\w-]*)\)', f.read(), re.M)
    return m[1], (m[2], m[3])


def recheck(out):
    """Runs what is kept again, deletes what is fixed; the rest as (name, kind, shape)."""
    left = []
    for n in sorted(os.listdir(out)):
        if not n.endswith('.c'):
            continue
        p = os.path.join(out, n)
        try:
            seed, kind = kind_of(p)
            text = program_of(p)
            if kind not in bench.single(text).kinds:
                os.unlink(p)
                print('fixed: %s' % n, flush=True)
                continue
            store(p, seed, kind, text)
        except (Invalid, FileNotFoundError, TypeError) as e:
            print('%s: %s' % (n, e))
            continue
        left.append((n, kind, shape(text)))
    return left


def keep(args, todo, left):
    """Reduces what disagrees, the worst first, and stores what is not like something stored before."""
    for seed, kind in sorted(todo, key=lambda t: (RANK.index(t[1][0]) if t[1][0] in RANK else 99, t[0])):
        if args.kinds and kind[0] not in args.kinds.split(',') or kind[0] not in RANK or kind[0] == 'batch':
            continue
        if len(left) >= args.keep or sum(1 for l in left if l[1] == kind) >= max(4, args.keep // 3):
            continue
        text = gen.program(seed)
        try:
            # With what is not initialised at another value it must be the same: else it is no proof.
            if kind[0] in ('unsound', 'missed') and kind not in bench.single(text, 'pattern').kinds:
                continue
        except Invalid:
            continue
        small = reduce(bench, text, kind, args.reduce_seconds)
        s = shape(small)
        if any(k == kind and o[0] <= s[0] and o[1] == s[1] for _, k, o in left):
            continue
        name = '%s-%s-%d.c' % (*kind, seed)
        store(os.path.join(args.out, name), seed, kind, small)
        left.append((name, kind, s))
        print('  stored %s (%d lines)' % (name, small.count('\n')), flush=True)


# ---- reporting

def summary(total, kinds, seconds):
    """The counts as text; how often what must not happen did; disagreements of the front ends; invented in 1,000."""
    count = lambda k, *parts: sum(n for (a, b), n in kinds.items() if a == k and (not parts or b in parts))
    missed = count('missed') - count('missed', 'unproven')
    violations = max(total['%s violation' % f] + total['%s findings' % f] for f in ('gcc', 'clang'))
    invented = count('invented')
    rows = [
        ('programs', '%d run on all inputs, %d unfit, %.1f a second' % (
            total['programs'], total['invalid'], total['programs'] / max(seconds, 0.1))),
        ('misuses', '%d that happened, by distinct calls' % total['misuses']),
        ('missed', '%d (and %d at sites that are unproven)' % (missed, count('missed', 'unproven'))),
        ('unsound', '%d' % count('unsound')),
        ('disagreements', '%d of the front ends, %d of warnings and list' % (count('front-ends'), count('list-differs'))),
        ('invented', '%d sites and %d findings of %d violations (%.2f in 1,000)' % (
            count('invented', 'site'), count('invented', 'finding'), violations, 1000 * invented / max(violations, 1))),
        ('other', '%d crashes, %d timeouts, %d differ in a batch, %d by another rule' % (
            count('crash'), count('timeout'), count('batch'), count('wrong-rule'))),
    ]
    for f in ('gcc', 'clang'):
        rows.append((f + ' sites', ', '.join('%d %s' % (total['%s %s' % (f, v)], v) for v in
                     ('safe', 'violation', 'unproven', 'unproven without misuse')) + '; %d findings' % total[f + ' findings']))
    never = sum(count(k) for k in NEVER) - count('missed', 'unproven') + count('not C')
    return rows, never, count('front-ends'), 1000 * invented / max(violations, 1)


def arguments():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument('--seed', type=int, default=1, help='the first program')
    ap.add_argument('-n', type=int, default=200, help='how many programs')
    ap.add_argument('-j', '--jobs', type=int, default=os.cpu_count())
    ap.add_argument('-b', '--batch', type=int, default=40, help='programs in one file')
    ap.add_argument('--minutes', type=float, default=0, help='begin nothing new after so long')
    ap.add_argument('--work', default='/tmp/gprcheck-fuzz.%d' % os.getuid())
    ap.add_argument('--out', default='', help='reduce what disagrees, and put it into this folder')
    ap.add_argument('--keep', type=int, default=25, help='how many reductions to have at most')
    ap.add_argument('--reduce-seconds', type=float, default=45)
    ap.add_argument('--kinds', default='', help='only these are reduced: unsound,missed,...')
    ap.add_argument('--recheck', action='store_true', help='only run what is in --out again, and delete what is fixed')
    ap.add_argument('--file', help='compare one program')
    ap.add_argument('--build', default=os.path.join(ROOT, 'build'))
    ap.add_argument('--invented', type=float, default=1, help='how many in 1,000 violations may be invented')
    ap.add_argument('--differ', type=int, default=0, help='how many disagreements of the front ends may be there')
    ap.add_argument('--quiet', action='store_true', help='only the counts')
    ap.add_argument('--cpu', action='store_true', help='what the time went to')
    ap.add_argument('--tap', action='store_true', help='the outcome as a TAP test')
    return ap.parse_args()


def main():
    args = arguments()
    build = snapshot(os.path.abspath(args.build), os.path.join(args.work, 'build'))
    if args.file or args.out:
        start_worker(args.work, build)
    if args.file:
        res = bench.single(program_of(args.file))
        for k, v in res.kinds.items():
            for x in v:
                print('%s (%s): %s' % (*k, x))
        print('\n'.join(res.notes))
        return 1 if res.kinds else 0
    left = []
    if args.out:
        os.makedirs(args.out, exist_ok=True)
        shutil.copy(os.path.join(HERE, 'fuzz.h'), args.out)
        left = recheck(args.out)
    if args.recheck:
        for n, k, _ in left:
            print('%s %s' % (n, k))
        return 1 if left else 0
    args.start = time.time()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    total, kinds, todo, cpu = run_all(args, build)
    rows, never, differ, share = summary(total, kinds, time.time() - args.start)
    if args.out:
        keep(args, todo, left)
    for name, text in rows:
        print('%s%-14s %s' % ('# ' if args.tap else '', name, text))
    if args.cpu:
        for k, t in sorted(cpu.items()):
            print('%sCPU %-15s %.1f ms a program' % ('# ' if args.tap else '', k, 1000 * t / max(total['programs'], 1)))
    good = total['programs'] > 0 and not never and differ <= args.differ and share <= args.invented
    if args.tap:
        print('%s 1 - %d generated programs: the checker says what happens\n1..1' % ('ok' if good else 'not ok', total['programs']))
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())

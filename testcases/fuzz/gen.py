# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes random C programs in kernel style that use register indices; the same seed gives the same program."""
import random

RANGE = {
    'bool': (0, 1), 'u8': (0, 255), 's8': (-128, 127), 'u16': (0, 65535), 's16': (-32768, 32767),
    'u32': (0, 2**32 - 1), 'int': (-2**31, 2**31 - 1), 'unsigned int': (0, 2**32 - 1),
    'u64': (0, 2**64 - 1), 's64': (-2**63, 2**63 - 1), 'unsigned long': (0, 2**64 - 1),
    'long': (-2**63, 2**63 - 1), 'enum kvm_reg': (0, 2**32 - 1),
}
REGS = ('RAX RCX RDX RBX RSP RBP RSI RDI R8 R9 R10 R11 R12 R13 R14 R15').split()
BIG = 1 << 20


class Var:
    def __init__(self, name, typ, lo=0, hi=0, ro=False, out=False):
        self.name, self.typ, self.lo, self.hi, self.ro, self.out = name, typ, lo, hi, ro, out

    def text(self):
        return '*' + self.name if self.out else self.name


class Fn:
    """What a caller has to know about a helper."""
    def __init__(self, name, ret, params, kind, owner=None, rlo=0, rhi=0, level=0, uses=False):
        self.name, self.ret, self.params, self.kind = name, ret, params, kind
        self.owner, self.rlo, self.rhi, self.level, self.uses = owner, rlo, rhi, level, uses


class Body:
    """The function being written."""
    def __init__(self, gen, level, owner=None, entry=False, ret='void'):
        self.g, self.level, self.owner, self.entry, self.ret = gen, level, owner, entry, ret
        self.out, self.ind, self.vars, self.bools = [], 1, [], []
        self.depth, self.loops, self.cloops, self.tmp = 0, 0, 0, 0
        self.budget = 0
        self.has_vcpu = True

    def line(self, text):
        self.out.append('\t' * self.ind + text)

    def name(self, stem):
        self.tmp += 1
        return '%s%d' % (stem, self.tmp)


class Gen:
    def __init__(self, seed, prefix=''):
        self.r = random.Random(seed)
        self.p = prefix
        self.fns = []
        self.tables = []
        self.decls = []
        self.out = []
        self.count = 0
        self.fields = {}
        self.ops = []
        self.globals = []
        self.have = set()
        self.disjoint = self.p_(0.7)
        self.abits = self.r.choice((5, 5, 6, 7))
        self.bbits = self.r.choice((2, 3, 4))
        # Each program has a taste, so that the features meet in all combinations.
        self.safe = self.r.choice((0.3, 0.6, 0.85))

    def uniq(self, stem):
        self.count += 1
        return '%s%s%d' % (self.p, stem, self.count)

    def p_(self, x):
        return self.r.random() < x

    def pick(self, *weighted):
        """pick((w, value), ...)"""
        t = self.r.random() * sum(w for w, _ in weighted)
        for w, v in weighted:
            t -= w
            if t < 0:
                return v
        return weighted[-1][1]

    # ---- expressions: (text, lo, hi), an atom or in parentheses

    def const(self, f=None):
        r = self.r
        k = r.random()
        if k < 0.45:
            v = r.choice((0, 1, 2, 3, 4, 7, 8, 8, 15, 16, 24, 31, 32))
            return (str(v), v, v)
        if k < 0.75:
            i = r.choice((0, 1, 3, 4, 7, 8, 12, 15))
            return ('VCPU_REGS_' + REGS[i], i, i)
        if k < 0.85:
            i = r.choice((16, 16, 17, 24, 31))
            return ('VCPU_XREG_R%d' % i, i, i)
        if k < 0.9:
            return ('-1', -1, -1)
        v = r.randrange(0, 20)
        return (str(v), v, v)

    def input(self):
        r = self.r
        name, bits = r.choice((('a', self.abits), ('a', self.abits), ('b', self.bbits)))
        if self.disjoint:
            # Each bit is used once: no two values depend on each other by the input.
            s = self.used[name]
            if s >= bits:
                return self.const()
            w = r.randrange(1, bits - s + 1)
            self.used[name] += w
        else:
            w = r.randrange(1, bits + 1)
            s = r.randrange(0, bits - w + 1)
        m = (1 << w) - 1
        k = r.random()
        if s == 0:
            return ('(%s & 0x%x)' % (name, m), 0, m)
        if k < 0.75:
            return ('((%s >> %d) & 0x%x)' % (name, s, m), 0, m)
        m = m << s
        return ('(%s & 0x%x)' % (name, m), 0, m)

    def leaf(self, f):
        k = self.r.random()
        vs = f.vars
        if f.entry and k < (0.25 if vs else 0.8):
            return self.input()
        if vs and k < 0.85:
            v = self.r.choice(vs)
            return (v.text() if not v.out else '(%s)' % v.text(), v.lo, v.hi)
        fl = self.fields.get(f.owner)
        if fl and k < 0.93:
            v = self.r.choice(fl)
            return ('ctx->%s' % v.name, v.lo, v.hi)
        return self.const()

    def small(self, e, lo=-64, hi=128):
        """Bring an expression into a range where arithmetic is no risk."""
        t, l, h = e
        if l >= lo and h <= hi:
            return e
        m = self.r.choice((0x7, 0xf, 0xf, 0x1f, 0x1f, 0x3f))
        return ('(%s & 0x%x)' % (t, m), 0, m)

    def expr(self, f, depth):
        r = self.r
        if depth <= 0 or self.p_(0.2):
            return self.leaf(f)
        op = self.pick((5, '+'), (3, '-'), (4, '|'), (6, '&'), (2, '^'), (2, '<<'), (3, '>>'), (1.5, '%'), (1, '/'),
                       (1, '*'), (0.7, '~'), (0.5, 'neg'), (0.8, 'not'), (1.5, 'cmp'), (2.5, '?:'), (2, 'cast'),
                       (1.5, 'min'), (1, 'clamp'), (1.5, 'tab'), (1.5, 'call'), (0.8, 'stmt'), (1.5, 'rex'),
                       (0.4, 'comma'))
        if op in '+-|^':
            a = self.small(self.expr(f, depth - 1), -1000, 5000)
            b = self.small(self.expr(f, depth - 1) if self.p_(0.5) else self.const(), -1000, 5000)
            if op == '+':
                return ('(%s + %s)' % (a[0], b[0]), a[1] + b[1], a[2] + b[2])
            if op == '-':
                return ('(%s - %s)' % (a[0], b[0]), a[1] - b[2], a[2] - b[1])
            hi = (1 << max(abs(x) for x in a[1:] + b[1:]).bit_length()) - 1
            lo = 0 if a[1] >= 0 and b[1] >= 0 else -hi - 1
            return ('(%s %s %s)' % (a[0], op, b[0]), lo, hi)
        if op == '&':
            a = self.expr(f, depth - 1)
            if self.p_(0.15):
                b = self.expr(f, depth - 1)
                return ('(%s & %s)' % (a[0], b[0]), min(0, a[1], b[1]), max(a[2], b[2]))
            m = r.choice((1, 3, 7, 8, 0xf, 0xf, 0xf, 0x10, 0x1e, 0x1f, 0x1f, 0x3f))
            return ('(%s & 0x%x)' % (a[0], m), 0, m)
        if op == '<<':
            a = self.small(self.expr(f, depth - 1), 0, 255)
            if self.p_(0.15):
                s = self.small(self.leaf(f), 0, 3)
                return ('(%s << %s)' % (a[0], s[0]), 0, a[2] << s[2])
            s = r.randrange(1, 5)
            return ('(%s << %d)' % (a[0], s), 0, a[2] << s)
        if op == '>>':
            a = self.expr(f, depth - 1)
            if self.p_(0.15):
                s = self.small(self.leaf(f), 0, 7)
                return ('(%s >> %s)' % (a[0], s[0]), min(a[1], 0), max(a[2], 0))
            s = r.randrange(1, 5)
            return ('(%s >> %d)' % (a[0], s), a[1] >> s, a[2] >> s)
        if op == '%':
            a = self.expr(f, depth - 1)
            m = r.choice((3, 8, 10, 16, 16, 17, 31, 32))
            return ('(%s %% %d)' % (a[0], m), 0 if a[1] >= 0 else 1 - m, m - 1)
        if op == '/':
            a = self.small(self.expr(f, depth - 1), -1000, BIG)
            m = r.choice((2, 3, 4, 8))
            return ('(%s / %d)' % (a[0], m), a[1] // m, max(0, a[2] // m))
        if op == '*':
            a = self.small(self.expr(f, depth - 1))
            m = r.choice((2, 2, 3, 4, 5, 8))
            return ('(%s * %d)' % (a[0], m), a[1] * m, a[2] * m)
        if op == '~':
            a = self.small(self.expr(f, depth - 1))
            m = r.choice((7, 0xf, 0x1f))
            return ('(~%s & 0x%x)' % (a[0], m), 0, m)
        if op == 'neg':
            a = self.small(self.expr(f, depth - 1))
            return ('(-%s)' % (a[0] if a[0][0] != '-' else '(%s)' % a[0]), -a[2], -a[1])
        if op == 'not':
            a = self.expr(f, depth - 1)
            return ('%s%s' % (r.choice(('!', '!!')), a[0]), 0, 1)
        if op == 'cmp':
            return ('(%s)' % self.cond(f, 0), 0, 1)
        if op == '?:':
            c = self.cond(f, depth - 1)
            a, b = self.expr(f, depth - 1), self.expr(f, depth - 1)
            return ('(%s ? %s : %s)' % (c, a[0], b[0]), min(a[1], b[1], 0), max(a[2], b[2]))
        if op == 'cast':
            a = self.expr(f, depth - 1)
            t = r.choice(('u8', 's8', 'u16', 's16', 'u32', 'int', 'u64', 's64', 'bool', 'unsigned long'))
            lo, hi = RANGE[t]
            if not (lo <= a[1] and a[2] <= hi) and self.p_(0.8):
                t, (lo, hi) = 'int', RANGE['int']
            if lo <= a[1] and a[2] <= hi:
                lo, hi = a[1], a[2]
            return ('(%s)%s' % (t, a[0]), lo, hi)
        if op == 'min':
            a = self.small(self.expr(f, depth - 1), -1000, BIG)
            b = self.const() if self.p_(0.7) else self.small(self.leaf(f))
            fn = r.choice(('min', 'max'))
            if self.p_(0.4):
                fn += '_t'
                t = r.choice(('int', 'int', 'u32', 'u8', 's8'))
                lo, hi = RANGE[t]
                return ('%s(%s, %s, %s)' % (fn, t, a[0], b[0]), lo if min(a[1], b[1]) < 0 else 0,
                        max(a[2], b[2]) if min(a[1], b[1]) >= 0 else hi)
            return ('%s((int)%s, (int)%s)' % (fn, a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]))
        if op == 'clamp':
            a = self.small(self.expr(f, depth - 1), -1000, BIG)
            lo, hi = sorted(r.sample((0, 1, 4, 7, 8, 15, 16, 31, 32), 2))
            return ('clamp((int)%s, %d, %d)' % (a[0], lo, hi), lo, hi)
        if op == 'tab' and self.tables:
            n, ln, lo, hi = r.choice(self.tables)
            a = self.small(self.expr(f, depth - 1), 0, ln - 1)
            if a[2] > ln - 1 or a[1] < 0:
                a = ('(%s & 0x%x)' % (a[0], ln - 1), 0, ln - 1)
            return ('%s[%s]' % (n, a[0]), lo, hi)
        if op == 'call':
            c = self.call(f, ('value',), inline=True)
            if c:
                return c[:3]
        if op == 'stmt':
            a = self.expr(f, depth - 1)
            n = f.name('t')
            m = r.choice((7, 0xf, 0x1f))
            return ('({ u32 %s = %s; %s & 0x%x; })' % (n, a[0], n, m), 0, m)
        if op == 'rex':
            a = self.small(self.leaf(f), 0, 7)
            b = self.small(self.leaf(f), 0, 1)
            s = r.choice((3, 3, 3, 4))
            return ('(%s %s %s << %d)' % (a[0], '|', b[0], s) if self.p_(0.5) else '(%s << %d | %s)' % (b[0], s, a[0]),
                    0, 7 | b[2] << s)
        if op == 'comma':
            a = self.expr(f, depth - 1)
            return ('((0, %s))' % a[0], a[1], a[2])
        return self.leaf(f)

    def guard(self, f):
        """A test for APX, of any level."""
        r = self.r
        has = [x for x in self.fns if x.kind == 'guard' and x.level > f.level]
        if f.bools and self.p_(0.25):
            return r.choice(f.bools)
        if has and self.p_(0.3):
            return '%s(vcpu)' % r.choice(has).name
        x = 'vcpu->arch.%s' % r.choice(('xcr0', 'xcr0', 'guest_supported_xcr0'))
        return r.choice((
            'guest_cpu_cap_has(vcpu, X86_FEATURE_APX)', 'guest_cpu_cap_has(vcpu, X86_FEATURE_APX)',
            '_static_cpu_has(X86_FEATURE_APX)', 'kvm_cpu_cap_has(X86_FEATURE_APX)',
            '(%s & XFEATURE_MASK_APX)' % x, '(%s & XFEATURE_MASK_APX)' % x,
            '(kvm_caps.supported_xcr0 & XFEATURE_MASK_APX)',
            '!!(%s & XFEATURE_MASK_APX)' % x, '((%s & XFEATURE_MASK_APX) != 0)' % x,
            '(%s >> 19 & 1)' % x,
            '((%s & (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU)) == (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU))' % x,
            'likely(guest_cpu_cap_has(vcpu, X86_FEATURE_APX))'))

    def notguard(self):
        return self.r.choice(('guest_cpu_cap_has(vcpu, X86_FEATURE_PKU)', '_static_cpu_has(X86_FEATURE_PKU)',
                              '(vcpu->arch.xcr0 & XFEATURE_MASK_PKRU)',
                              '(vcpu->arch.xcr0 & (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU))'))

    def cond(self, f, depth):
        r = self.r
        k = r.random()
        if depth > 0 and k < 0.3:
            a, b = self.cond(f, depth - 1), self.cond(f, depth - 1)
            op = r.choice(('&&', '||'))
            c = '%s %s %s' % (self.par(a), op, self.par(b))
            return '!(%s)' % c if self.p_(0.15) else c
        if k < 0.45:
            g = self.guard(f)
            if g.startswith('!!'):
                g = '(%s)' % g
            return '!%s' % g if self.p_(0.4) else g
        if k < 0.5:
            return self.notguard()
        if k < 0.6:
            c = self.call(f, ('valid',), inline=True)
            if c:
                return ('!' if self.p_(0.5) else '') + c[0]
        e = self.leaf(f) if self.p_(0.7) else self.expr(f, 1)
        k = r.random()
        if k < 0.2:
            return '%s & 0x%x' % (e[0], r.choice((1, 2, 4, 8, 16, 16, 0x18, 0x1c)))
        if k < 0.3:
            return e[0] if self.p_(0.5) else '!' + e[0]
        if k < 0.38:
            lo, hi = sorted((r.randrange(0, 33), r.choice((7, 15, 15, 16, 31, 32))))
            if self.p_(0.7):
                return '%s >= %d && %s <= %d' % (e[0], lo, e[0], hi)
            return '%s < %d || %s > %d' % (e[0], lo, e[0], hi)
        if k < 0.5 and len(f.vars) > 1:
            v = r.choice(f.vars)
            return '%s %s %s' % (e[0], r.choice(('<', '<=', '>', '>=', '==', '!=')), self.par(v.text()))
        c = r.choice(('15', '15', '16', '16', '7', '8', '31', '32', '0', 'VCPU_XREG_R16', 'VCPU_REGS_RSP', 'VCPU_REGS_R15', '-1',
                      str(r.randrange(0, 40))))
        op = r.choice(('<', '<=', '>', '>=', '==', '!='))
        if self.p_(0.1):
            return '%s %s %s' % (c, r.choice(('<', '<=', '>', '>=')), e[0])
        return '%s %s %s' % (e[0], op, c)

    def par(self, t):
        return t if t.isidentifier() or t[0] == '(' and t.endswith(')') and self.whole(t) else '(%s)' % t

    @staticmethod
    def whole(t):
        d = 0
        for i, ch in enumerate(t):
            d += (ch == '(') - (ch == ')')
            if d == 0 and i + 1 < len(t):
                return False
        return True

    # ---- calls

    def args(self, f, fn):
        res = []
        for p in fn.params:
            if p.typ == 'vcpu':
                res.append('vcpu')
            elif p.typ == 'ctx':
                res.append('ctx')
            elif p.out:
                vs = [v for v in f.vars if not v.ro and not v.out and v.typ == p.typ]
                if not vs:
                    return None
                v = self.r.choice(vs)
                v.lo, v.hi = min(v.lo, p.lo), max(v.hi, p.hi)
                res.append('&' + v.name)
            elif p.name.startswith('depth'):
                res.append(str(self.r.randrange(1, 5)))
            else:
                e = self.small(self.expr(f, 1), -40 if RANGE[p.typ][0] < 0 or self.p_(0.15) else 0, 80)
                res.append(self.strip(e[0]))
        return res

    def strip(self, t):
        return t[1:-1] if t[0] == '(' and t[1] != '{' and t.endswith(')') and self.whole(t) else t

    def call(self, f, kinds, inline=False):
        c = [x for x in self.fns if x.kind in kinds and x.level > f.level and x.owner in (None, f.owner)
             and not (inline and x.uses) and not (inline and any(p.out for p in x.params))
             and not (f.loops and x.uses and self.p_(0.6))]
        if not c:
            return None
        x = self.r.choice(c)
        a = self.args(f, x)
        if a is None:
            return None
        return ('%s(%s)' % (x.name, ', '.join(a)), x.rlo, x.rhi, x)

    # ---- statements

    def assign(self, f, v, e, op='='):
        lo, hi = RANGE[v.typ]
        if not (lo <= e[1] and e[2] <= hi) and self.p_(0.9):
            e = self.small(e, max(lo, -64), min(hi, 127))
        if f.loops and v.name in e[0] and self.p_(0.9):
            # A sum over a loop is bounded by nothing but its rounds.
            m = self.r.choice((0x7, 0xf, 0xf, 0x1f, 0x3f))
            e = ('(%s & 0x%x)' % (e[0], m), 0, m)
        if not (lo <= e[1] and e[2] <= hi):
            l, h = lo, hi
        else:
            l, h = e[1], e[2]
        v.lo, v.hi = min(v.lo, l), max(v.hi, h)
        f.line('%s %s %s;' % (v.text(), op, self.strip(e[0])))

    def target(self, f):
        vs = [v for v in f.vars if not v.ro]
        return self.r.choice(vs) if vs else None

    def index(self, f):
        """An index for an accessor."""
        if self.p_(self.safe):
            k = self.r.random()
            if k < 0.55:
                e = self.expr(f, 1)
                return '%s & %s' % (e[0], self.r.choice(('0xf', '0xf', '0x7', '15')))
            if k < 0.7:
                i = self.r.choice((0, 4, 8, 15))
                return 'VCPU_REGS_' + REGS[i]
            if k < 0.8:
                e = self.expr(f, 1)
                return 'clamp((int)%s, 0, 15)' % e[0]
            return '%s %% 16' % self.small(self.expr(f, 1), 0, BIG)[0]
        if self.p_(0.02):
            return 'VCPU_REGS_RIP'
        e = self.leaf(f) if self.p_(0.6) else self.expr(f, 2)
        return self.strip(e[0])

    def access(self, f, idx=None):
        idx = idx or self.index(f)
        acc = [o for o in self.ops if o[2] == 'acc']
        k = self.r.random()
        if acc and k < 0.12:
            f.line('%s.%s(vcpu, %s%s);' % (self.r.choice(acc)[0], 'rd', idx, ''))
        elif k < 0.55:
            f.line('kvm_gpr_read(vcpu, %s);' % idx)
        else:
            f.line('kvm_gpr_write(vcpu, %s, 0);' % idx)

    def checked(self, f):
        """A value that is tested before it is used, as careful code does it."""
        r = self.r
        vs = [v for v in f.vars if not v.out]
        if not vs:
            return self.access(f)
        v = r.choice(vs)
        n = v.name
        k = self.pick((3, 'ret'), (3, 'if'), (2, 'apx'), (2, 'apx2'), (1.5, 'max'), (2, 'valid'), (1, 'neg'), (1, 'egpr'),
                      (1, 'nested'), (1, 'pair'))
        g = self.guard(f)
        if g.startswith('!'):
            g = '(%s)' % g
        lim = r.choice((15, 15, 15, 15, 16, 31, 7))
        if k == 'ret':
            c = r.choice(('%s > %d', '(u32)%s > %d', '(unsigned int)%s > %d', '%s < 0 || %s > %d'))
            c = c % ((n, n, lim) if c.count('%') == 3 else (n, lim))
            f.line('if (%s) {' % c)
            f.ind += 1
            self.bail(f)
            f.ind -= 1
            f.line('}')
            self.access(f, n)
        elif k == 'if':
            c = r.choice(('%s <= %d', '(u32)%s <= %d', '%s >= 0 && %s <= %d', '(u8)%s <= %d'))
            c = c % ((n, n, lim) if c.count('%') == 3 else (n, lim))
            f.line('if (%s) {' % c)
            f.ind += 1
            self.access(f, n)
            f.ind -= 1
            if self.p_(0.3):
                f.line('} else {')
                f.ind += 1
                self.access(f)
                f.ind -= 1
            f.line('}')
        elif k == 'apx':
            f.line('if (%s >= 16 && !%s) {' % (n, g))
            f.ind += 1
            self.bail(f)
            f.ind -= 1
            f.line('}')
            self.access(f, n + r.choice(('', ' & 0x1f')))
        elif k == 'apx2':
            f.line('if (%s) {' % g)
            f.ind += 1
            self.access(f, '%s & 0x1f' % n)
            f.ind -= 1
            f.line('} else {')
            f.ind += 1
            self.access(f, '%s & 0x%x' % (n, r.choice((0xf, 0xf, 0x1f))))
            f.ind -= 1
            f.line('}')
        elif k == 'max':
            m = f.name('max')
            f.out.insert(0, '\tint %s = 0;' % m)
            f.line('%s = %s ? %s : 15;' % (m, g, r.choice(('31', '31', '16'))))
            f.line('if (%s <= %s) {' % ('(int)' + n if self.p_(0.5) else n, m) if self.p_(0.6) else
                   'if (%s >= 0 && %s <= %s) {' % (n, n, m))
            f.ind += 1
            self.access(f, n)
            f.ind -= 1
            f.line('}')
        elif k == 'valid':
            fs = [x for x in self.fns if x.kind == 'valid' and x.level > f.level and x.owner in (None, f.owner)]
            if not fs:
                return self.access(f)
            x = r.choice(fs)
            a = ', '.join('vcpu' if p.typ == 'vcpu' else n for p in x.params)
            if self.p_(0.5):
                f.line('if (!%s(%s)) {' % (x.name, a))
                f.ind += 1
                self.bail(f)
                f.ind -= 1
                f.line('}')
                self.access(f, n)
            elif self.p_(0.6):
                f.line('if (%s(%s)) {' % (x.name, a))
                f.ind += 1
                self.access(f, n)
                f.ind -= 1
                f.line('}')
            else:
                ok = f.name('ok')
                f.out.insert(0, '\tbool %s = false;' % ok)
                f.line('%s = %s(%s);' % (ok, x.name, a))
                f.line('if (%s) {' % ok)
                f.ind += 1
                self.access(f, n)
                f.ind -= 1
                f.line('}')
        elif k == 'neg':
            f.line('if (%s) {' % r.choice(('%s < 0', '(int)%s < 0', '(s8)%s < 0')) % n)
            f.ind += 1
            self.bail(f)
            f.ind -= 1
            f.line('}')
            self.access(f, '%s & 0xf' % n if self.p_(0.4) else n)
        elif k == 'egpr':
            f.line('if (%s && %s >= 16 && %s < 32) {' % (g, n, n))
            f.ind += 1
            f.line('kvm_read_egpr(%s);' % n)
            f.ind -= 1
            f.line('}')
        elif k == 'nested':
            f.line('if (%s & 0x10) {' % n)
            f.ind += 1
            f.line('if (!%s) {' % g)
            f.ind += 1
            self.bail(f)
            f.ind -= 1
            f.line('}')
            f.ind -= 1
            f.line('}')
            self.access(f, '%s & 0x1f' % n)
        else:
            b = f.name('apx')
            f.out.insert(0, '\tbool %s = false;' % b)
            i = f.name('idx')
            f.out.insert(0, '\tint %s = 0;' % i)
            f.line('%s = %s;' % (b, g))
            f.line('%s = %s & 0xf;' % (i, n))
            f.line('if (%s) {' % b)
            f.ind += 1
            f.line('%s %s 0x10;' % (i, r.choice(('|=', '+=', '^='))))
            f.ind -= 1
            f.line('}')
            if self.p_(0.3):
                self.stmts(f, 1)
            if self.p_(0.3):
                f.line('%s++;' % i)
            self.access(f, i)

    def bail(self, f):
        """Leave: return, or break and continue in a loop."""
        if f.cloops and self.p_(0.5):
            f.line(self.r.choice(('break;', 'continue;')))
        else:
            self.ret(f)

    def ret(self, f):
        if f.ret == 'void':
            f.line('return;')
        elif f.ret == 'bool':
            f.line('return %s;' % self.r.choice(('true', 'false')) if self.p_(0.5) else 'return %s;' % self.cond(f, 1))
        else:
            e = self.r.choice((lambda: ('-1', -1, -1), lambda: self.small(self.expr(f, 1), -40, 80)))()
            f.line('return %s;' % self.strip(e[0]))

    def block(self, f, n):
        f.ind += 1
        f.depth += 1
        k = len(f.out)
        self.stmts(f, n)
        if len(f.out) == k:
            self.access(f)
        f.ind -= 1
        f.depth -= 1

    def stmts(self, f, n):
        for _ in range(n):
            if f.budget <= 0:
                return
            f.budget -= 1
            self.stmt(f)

    def stmt(self, f):
        r = self.r
        deep = f.depth >= 3
        k = self.pick((5, 'assign'), (3, 'comp'), (0.8, 'inc'), (0 if deep else 4, 'if'), (0 if deep else 1.5, 'switch'),
                      (0 if deep or f.loops > 1 else 2, 'for'), (0 if deep or f.loops > 1 else 1, 'while'),
                      (0 if deep or f.loops > 1 else 0.5, 'do'), (3, 'call'), (4, 'access'), (4, 'checked'),
                      (0.5, 'goto'), (0.4, 'back'), (0.5, 'ret'), (1.2, 'field'), (1, 'bool'), (0.8, 'ops'), (0.7, 'table'),
                      (0.6, 'swap'), (0.6, 'ptr'), (0.3, 'array'), (0.7, 'struct'), (0.1, 'bitf'), (0.5, 'static'), (0.6, 'fnptr'),
                      (0.7, 'assignif'), (0.5, 'postinc'), (0.4, 'setxcr'), (0 if deep or f.loops > 1 else 0.6, 'forever'),
                      (0.6, 'macro'), (0.5, 'wide'), (0.5, 'cb'))
        v = self.target(f)
        if k in ('comp', 'inc') and v and v.typ not in ('int', 's64', 's16') and self.p_(0.85):
            # Values that only the width of a type bounds are rarely wanted.
            k = 'assign'
        if k in ('assign', 'comp', 'inc', 'table') and not v:
            k = 'access'
        if k == 'assign':
            self.assign(f, v, self.expr(f, 2))
        elif k == 'comp':
            op = r.choice(('+=', '-=', '|=', '&=', '^=', '>>=', '<<=', '%=', '*='))
            if op == '&=':
                e = ('0x%x' % r.choice((7, 0xf, 0xf, 0x1f)), 0, 31)
                f.line('%s &= %s;' % (v.text(), e[0]))
            elif op in ('>>=', '<<='):
                if op == '<<=' and (v.hi > 255 or v.lo < 0 or f.loops):
                    op = '>>='
                f.line('%s %s %d;' % (v.text(), op, r.randrange(1, 4)))
                if op == '<<=':
                    v.hi <<= 3
            elif op == '%=':
                f.line('%s %%= %d;' % (v.text(), r.choice((8, 16, 16, 32, 10))))
            elif op == '*=':
                if f.loops or v.hi > 128 or v.lo < -128:
                    return
                f.line('%s *= %d;' % (v.text(), r.choice((2, 3))))
                v.lo, v.hi = v.lo * 3, v.hi * 3
            else:
                if v.hi > BIG or v.lo < -BIG:
                    f.line('%s &= 0x1f;' % v.text())
                    return
                e = self.small(self.leaf(f), -16, 31)
                f.line('%s %s %s;' % (v.text(), op, self.strip(e[0])))
                d = 256 if f.loops else 64
                v.lo, v.hi = v.lo - d, v.hi + d
                if f.loops and self.p_(0.9):
                    f.line('%s &= 0x%x;' % (v.text(), r.choice((0xf, 0x1f))))
                    v.lo, v.hi = min(v.lo + d, 0), max(v.hi - d, 31)
            lo, hi = RANGE[v.typ]
            if v.lo < lo or v.hi > hi:
                v.lo, v.hi = lo, hi
        elif k == 'inc':
            t = v.text()
            f.line('%s%s;' % (self.par(t) if v.out else t, r.choice(('++', '--'))))
            v.lo, v.hi = v.lo - 8, v.hi + 8
            if f.loops and self.p_(0.9):
                f.line('%s &= 0x%x;' % (v.text(), r.choice((0xf, 0x1f))))
            lo, hi = RANGE[v.typ]
            if v.lo < lo or v.hi > hi:
                v.lo, v.hi = lo, hi
        elif k == 'if':
            f.line('if (%s) {' % self.cond(f, 1))
            self.block(f, r.randrange(1, 4))
            while self.p_(0.25):
                f.line('} else if (%s) {' % self.cond(f, 1))
                self.block(f, r.randrange(1, 3))
            if self.p_(0.35):
                f.line('} else {')
                self.block(f, r.randrange(1, 3))
            f.line('}')
        elif k == 'switch':
            e = self.expr(f, 1)
            if e[2] > 2**31:
                e = self.small(e)
            f.line('switch (%s) {' % self.strip(e[0]))
            at = r.choice((-1, 0, 0, 0, 1))
            loops, f.cloops = f.cloops, 0
            for _ in range(r.randrange(1, 4)):
                w = r.choice((0, 0, 1, 3, 7, 7, 15))
                f.line('case %d:' % at if not w else 'case %d ... %d:' % (at, at + w))
                self.block(f, r.randrange(1, 3))
                if self.p_(0.75):
                    f.line('\tbreak;')
                else:
                    f.line('\t__attribute__((fallthrough));' if False else '\t;')
                at += w + 1 + r.choice((0, 0, 1))
            if self.p_(0.6):
                f.line('default:')
                self.block(f, 1)
                f.line('\tbreak;')
            f.cloops = loops
            f.line('}')
        elif k == 'for':
            i = f.name('i')
            t = r.choice(('int', 'int', 'u32', 'u8', 's8', 'unsigned int'))
            signed = t in ('int', 's8')
            lo, hi = r.choice(((0, 16), (0, 16), (0, 8), (8, 16), (0, 17), (16, 32), (0, 32), (0, 33), (4, 6), (12, 20)))
            form = r.random()
            iv = Var(i, t, lo, hi, ro=True)
            if f.loops:
                hi = min(hi, lo + 4)
            if form < 0.5:
                b = 'NR_VCPU_REGS' if hi == 17 and lo == 0 else str(hi)
                h = '%s = %d; %s < %s; %s++' % (i, lo, i, b, i)
            elif form < 0.62:
                h = '%s = %d; %s <= %d; %s += %d' % (i, lo, i, hi - 1, i, r.choice((1, 2, 3)))
                iv.hi += 3
            elif form < 0.75 and signed:
                h = '%s = %d; %s >= %d; %s--' % (i, hi - 1, i, lo, i)
            elif form < 0.85:
                h = '%s = %d; %s != %d; %s++' % (i, lo, i, hi, i)
            else:
                e = self.small(self.leaf(f), 0, 15)
                h = '%s = 0; %s < %s; %s++' % (i, i, '(%s)%s' % (t, e[0]), i)
                iv.lo, iv.hi = 0, 15
            f.out.insert(0, '\t%s %s = 0;' % (t, i))
            f.line('for (%s) {' % h)
            f.vars.append(iv)
            f.loops += 1
            f.cloops += 1
            self.block(f, r.randrange(1, 4))
            f.loops -= 1
            f.cloops -= 1
            f.line('}')
        elif k == 'while':
            n = f.name('n')
            t = r.choice(('int', 'u32', 'u8'))
            e = self.small(self.leaf(f), 0, 15)
            f.out.insert(0, '\t%s %s = 0;' % (t, n))
            f.line('%s = %s;' % (n, self.strip(e[0])))
            f.line('while (%s) {' % r.choice(('%s--' % n, '%s-- > 0' % n, '%s-- > 2' % n)))
            iv = Var(n, t, 0, 15, ro=True)
            f.vars.append(iv)
            f.loops += 1
            f.cloops += 1
            self.block(f, r.randrange(1, 4))
            f.loops -= 1
            f.cloops -= 1
            f.line('}')
            f.vars.remove(iv)
        elif k == 'do':
            i = f.name('i')
            f.out.insert(0, '\tint %s = 0;' % i)
            lo = r.choice((0, 0, 8, 12, 16))
            f.line('%s = %d;' % (i, lo))
            f.line('do {')
            iv = Var(i, 'int', lo, lo + 20, ro=True)
            f.vars.append(iv)
            f.loops += 1
            f.cloops += 1
            self.block(f, r.randrange(1, 3))
            f.loops -= 1
            f.cloops -= 1
            f.line('} while (%s < %d);' % (r.choice(('++%s', '%s++')) % i, lo + r.choice((4, 8, 16, 17))))
        elif k == 'call':
            c = self.call(f, ('void',)) if self.p_(0.5) else None
            if c:
                f.line(c[0] + ';')
                return
            c = self.call(f, ('value',))
            if c and v:
                self.assign(f, v, c[:3])
                return
            c = self.call(f, ('outp',))
            if c:
                if self.p_(0.6):
                    f.line('if (%s%s) {' % (r.choice(('!', '')), c[0]))
                    f.ind += 1
                    if self.p_(0.6):
                        self.bail(f)
                    else:
                        self.access(f)
                    f.ind -= 1
                    f.line('}')
                else:
                    f.line(c[0] + ';')
                if self.p_(0.7):
                    n = c[0].split('&')[-1].rstrip(')')
                    self.access(f, n)
                return
            self.access(f)
        elif k == 'access':
            self.access(f)
        elif k == 'checked':
            self.checked(f)
        elif k == 'goto':
            l = f.name('out')
            f.line('if (%s) {' % self.cond(f, 1))
            f.line('\tgoto %s;' % l)
            f.line('}')
            self.stmts(f, r.randrange(1, 3))
            f.out.append('%s:' % l)
            f.line(';')
        elif k == 'back':
            if f.loops:
                return
            l, n = f.name('again'), f.name('tries')
            f.out.insert(0, '\tint %s = 0;' % n)
            f.out.append('%s:' % l)
            f.line(';')
            f.loops += 1
            s, f.depth = f.depth, 3
            self.stmts(f, r.randrange(1, 3))
            f.depth = s
            # The loop is no C loop: break and continue would be wrong in it.
            f.loops -= 1
            f.line('if (%s++ < %d) {' % (n, r.randrange(1, 4)))
            f.line('\tgoto %s;' % l)
            f.line('}')
        elif k == 'ret':
            if f.depth:
                self.ret(f)
        elif k == 'field':
            fl = self.fields.get(f.owner)
            if not fl:
                return self.access(f)
            x = r.choice(fl)
            e = self.small(self.expr(f, 1), x.lo, x.hi)
            f.line('ctx->%s = %s;' % (x.name, self.strip(e[0])))
        elif k == 'bool':
            b = f.name('apx')
            f.out.insert(0, '\tbool %s = false;' % b)
            g = self.guard(f)
            if self.p_(0.25):
                c = self.cond(f, 0)
                f.line('%s = %s && %s;' % (b, g, self.par(c)))
            elif self.p_(0.3):
                f.line('if (%s) {' % g)
                f.line('\t%s = true;' % b)
                f.line('}')
            else:
                f.line('%s = %s;' % (b, g))
            f.bools.append(b)
        elif k == 'ops':
            o = [o for o in self.ops if o[2] == 'op' and o[3] > f.level and not (o[4] and f.loops)]
            if not o:
                return self.access(f)
            n, vn, _, _, uses, rl, rh = r.choice(o)
            e = self.small(self.expr(f, 1), -40, 80)
            if self.p_(0.5) and v:
                self.assign(f, v, ('%s.get(vcpu, %s)' % (n, self.strip(e[0])), rl, rh))
            else:
                f.line('%s.set(vcpu, %s);' % (n, self.strip(e[0])))
        elif k == 'table':
            self.assign(f, v, self.expr(f, 1))
            self.access(f, v.text())
        elif k == 'ptr':
            vs = [x for x in f.vars if not x.ro and not x.out]
            if not vs:
                return self.access(f)
            x = r.choice(vs)
            y = r.choice([z for z in vs if z.typ == x.typ])
            n = f.name('ptr')
            f.out.insert(0, '\t%s *%s = NULL;' % (x.typ, n))
            if y is x:
                f.line('%s = &%s;' % (n, x.name))
            else:
                f.line('%s = %s ? &%s : &%s;' % (n, self.cond(f, 0), x.name, y.name))
            e = self.small(self.expr(f, 1), 0, 40)
            k = r.random()
            if k < 0.5 or f.loops:
                f.line('*%s = %s;' % (n, self.strip(e[0])))
            elif k < 0.8 or f.loops:
                f.line('*%s %s 0x%x;' % (n, r.choice(('&=', '|=')), r.choice((0xf, 0x10, 0x1f))))
            else:
                f.line('(*%s)++;' % n)
            for z in (x, y):
                z.lo, z.hi = min(z.lo, -8 if RANGE[z.typ][0] < 0 else 0), min(max(z.hi + 1, e[2], z.hi | 0x1f), RANGE[z.typ][1])
            self.access(f, r.choice(('*' + n, x.name, y.name)))
        elif k == 'array':
            n = f.name('arr')
            t = r.choice(('int', 'u8', 's8'))
            f.out.insert(0, '\t%s %s[4] = { %s };' % (t, n, ', '.join(str(r.choice((0, 3, 8, 15, 16, 31))) for _ in range(r.randrange(1, 5)))))
            for _ in range(r.randrange(0, 3)):
                i = self.small(self.leaf(f), 0, 3)
                i = i[0] if i[1] >= 0 and i[2] <= 3 else '%s & 0x3' % i[0]
                if self.p_(0.5):
                    i = str(r.randrange(4))
                f.line('%s[%s] %s %s;' % (n, self.strip(i), r.choice(('=', '=', '=', '=', '=') if f.loops else ('=', '=', '=', '|=', '+=')), self.strip(self.small(self.expr(f, 1), 0, 31)[0])))
            i = str(r.randrange(4)) if self.p_(0.5) else '%s & 0x3' % self.leaf(f)[0]
            self.access(f, '%s[%s]' % (n, i))
        elif k == 'struct':
            n = f.name('op')
            self.local_struct()
            f.out.insert(0, '\tstruct %soperand %s = { 0 };' % (self.p, n))
            e1, e2 = self.small(self.expr(f, 1), 0, 31), self.small(self.leaf(f), 0, 31)
            if self.p_(0.4):
                f.line('%s = (struct %soperand){ .reg = %s, .kind = %s };' % (n, self.p, self.strip(e1[0]), self.strip(e2[0])))
            else:
                f.line('%s.reg = %s;' % (n, self.strip(e1[0])))
                if self.p_(0.7):
                    f.line('%s.kind = %s;' % (n, self.strip(e2[0])))
            m = n
            if self.p_(0.4):
                m = f.name('op')
                f.out.insert(0, '\tstruct %soperand %s = { 0 };' % (self.p, m))
                f.line('%s = %s;' % (m, n))
                if self.p_(0.5):
                    f.line('%s.reg = %s;' % (n, r.choice(('0', '31', '15'))))
            if self.p_(0.3):
                f.line('if (%s.kind %s %d) {' % (m, r.choice(('==', '<', '>')), r.choice((0, 1, 8, 15))))
                f.ind += 1
                self.access(f, m + '.reg')
                f.ind -= 1
                f.line('}')
            else:
                if self.p_(0.4):
                    f.line('if (%s.reg > 15) {' % m)
                    f.ind += 1
                    self.bail(f)
                    f.ind -= 1
                    f.line('}')
                self.access(f, '%s.%s' % (m, r.choice(('reg', 'reg', 'kind'))))
        elif k == 'bitf':
            n = f.name('insn')
            self.bit_struct()
            f.out.insert(0, '\tstruct %sinsn %s = { 0 };' % (self.p, n))
            f.line('%s.reg = %s;' % (n, self.strip(self.small(self.expr(f, 1), 0, 255)[0])))
            f.line('%s.%s = %s;' % (n, r.choice(('rex', 'sreg', 'wide')), self.strip(self.small(self.expr(f, 1), 0, 255)[0])))
            self.access(f, r.choice(('%s.reg', '%s.wide', '%s.sreg', '%s.reg | %s.rex << 3', '%s.wide & 0xf')).replace('%s', n))
        elif k == 'static':
            # Set before it is read, on every path.
            n = self.uniq('last')
            t = r.choice(('int', 'u8', 'u32'))
            self.globals.append('static %s %s;' % (t, n))
            e = self.small(self.expr(f, 1), 0 if t != 'int' else -8, 31)
            f.line('%s = %s;' % (n, self.strip(e[0])))
            if self.p_(0.4):
                self.access(f)
            if self.p_(0.3):
                f.line('if (%s) {' % self.cond(f, 0))
                f.line('\t%s = %s;' % (n, self.strip(self.small(self.leaf(f), 0, 31)[0])))
                f.line('}')
            self.access(f, n + r.choice(('', '', ' & 0xf')))
        elif k == 'fnptr':
            fs = [x for x in self.fns if x.kind == 'void' and x.owner is None and x.level > f.level and len(x.params) == 2]
            if len(fs) < 1 or f.loops:
                return self.access(f)
            x = r.choice(fs)
            y = r.choice([z for z in fs if z.params[1].typ == x.params[1].typ])
            n = f.name('fn')
            f.out.insert(0, '\tvoid (*%s)(struct kvm_vcpu *vcpu, %s x) = NULL;' % (n, x.params[1].typ))
            f.line('%s = %s;' % (n, x.name if x is y else '%s ? %s : %s' % (self.cond(f, 0), x.name, y.name)))
            f.line('%s(vcpu, %s);' % (n, self.strip(self.small(self.expr(f, 1), -40, 80)[0])))
        elif k == 'assignif':
            c = self.call(f, ('value',), inline=True)
            vs = [x for x in f.vars if not x.ro and not x.out and x.typ in ('int', 'u8', 's8', 'u32')]
            if not c or not vs:
                return self.access(f)
            x = r.choice(vs)
            lo, hi = RANGE[x.typ]
            x.lo, x.hi = (min(x.lo, -40), max(x.hi, 80)) if lo < 0 else (0, max(80, min(hi, 255)) if x.typ == 'u8' else hi)
            f.line('if ((%s = %s) %s) {' % (x.name, c[0], r.choice(('< 0', '> 15', '>= 16', '== -1'))))
            f.ind += 1
            self.bail(f)
            f.ind -= 1
            f.line('}')
            self.access(f, x.name)
        elif k == 'postinc':
            vs = [x for x in f.vars if not x.ro and not x.out and x.typ != 'bool' and (x.typ == 'int' or self.p_(0.1))]
            if not vs or f.loops and self.p_(0.85):
                return self.access(f)
            x = r.choice(vs)
            x.lo, x.hi = max(x.lo - 8, RANGE[x.typ][0]) if RANGE[x.typ][0] < 0 else x.lo, min(x.hi + 8, RANGE[x.typ][1])
            if RANGE[x.typ][0] == 0:
                x.lo, x.hi = RANGE[x.typ]
            self.access(f, r.choice(('%s++', '++%s', '%s--', '--%s')) % x.name)
        elif k == 'setxcr':
            if self.p_(0.75):
                return self.checked(f)
            f.line('vcpu->arch.xcr0 %s;' % r.choice(('&= ~XFEATURE_MASK_APX', '&= ~XFEATURE_MASK_APX', '|= XFEATURE_MASK_PKRU',
                                                    '= vcpu->arch.guest_supported_xcr0')))
            self.checked(f)
        elif k == 'forever':
            i = f.name('i')
            f.out.insert(0, '\tint %s = 0;' % i)
            lo = r.choice((0, 0, 8, 14))
            f.line('%s = %d;' % (i, lo))
            f.line('for (;;) {')
            iv = Var(i, 'int', lo, lo + 18, ro=True)
            f.vars.append(iv)
            f.loops += 1
            f.cloops += 1
            head = r.choice(('if (%s >= %d) {', 'if (%s == %d) {', 'if (%s++ > %d) {'))
            f.line('\t' + head % (i, lo + r.choice((2, 8, 16, 17))))
            f.line('\t\tbreak;')
            f.line('\t}')
            if '++' not in head:
                f.line('\t%s++;' % i)
            self.block(f, r.randrange(1, 3))
            f.loops -= 1
            f.cloops -= 1
            f.line('}')
        elif k == 'macro':
            self.macros()
            idx = self.index(f)
            f.line(r.choice(('%sREAD_CHECKED(vcpu, %s);', '%sREAD_LOW(vcpu, %s);', '%sREAD_ANY(vcpu, %s);')) % (self.p, idx))
        elif k == 'wide':
            x = f.name('w')
            f.out.insert(0, '\tu64 %s = 0;' % x)
            e1, e2 = self.small(self.expr(f, 1), 0, 255), self.small(self.leaf(f), 0, 255)
            s = r.choice((8, 32, 32, 40, 60))
            f.line('%s = (u64)%s << %d | %s;' % (x, e1[0], s, e2[0]))
            self.access(f, r.choice(('%s >> {s}', '(int)%s', '%s & 0xf', '(u8)(%s >> {s})', '(%s >> {s}) & 0xf', '(s64)%s >> {s}',
                                     '%s', '(u32)(%s >> {s})')).replace('{s}', str(s)) % x)
        elif k == 'cb':
            c = [x for x in self.fns if x.kind == 'cb' and x.level > f.level]
            fs = [x for x in self.fns if x.kind == 'void' and x.owner is None and x.level > f.level and len(x.params) == 2 and
                  x.params[1].typ == 'int']
            if not c or f.loops:
                return self.access(f)
            fs = [x.name for x in fs] + ['(void (*)(struct kvm_vcpu *, int))kvm_gpr_read'][:0] + ([] if fs else [])
            if not fs:
                return self.access(f)
            f.line('%s(vcpu, %s, %s);' % (r.choice(c).name, r.choice(fs), self.strip(self.small(self.expr(f, 1), -40, 80)[0])))
        elif k == 'swap':
            vs = [x for x in f.vars if not x.ro and not x.out and x.typ == 'int']
            if len(vs) < 2:
                return self.access(f)
            a, b = r.sample(vs, 2)
            lo, hi = min(a.lo, b.lo), max(a.hi, b.hi)
            a.lo = b.lo = lo
            a.hi = b.hi = hi
            t = f.name('tmp')
            f.out.insert(0, '\tint %s = 0;' % t)
            f.line('%s = %s;' % (t, a.name))
            f.line('%s = %s;' % (a.name, b.name))
            f.line('%s = %s;' % (b.name, t))

    def local_struct(self):
        if 'operand' not in self.have:
            self.have.add('operand')
            self.globals += ['struct %soperand {' % self.p, '\t%s reg;' % self.r.choice(('int', 'u8', 'u32')), '\tu8 kind;', '};', '']

    def bit_struct(self):
        if 'insn' not in self.have:
            self.have.add('insn')
            self.globals += ['struct %sinsn {' % self.p, '\tu32 reg:%d;' % self.r.choice((3, 4, 4, 5)), '\tu32 rex:%d;' % self.r.choice((1, 1, 2)),
                             '\tint sreg:%d;' % self.r.choice((4, 5)), '\tu32 wide:%d;' % self.r.choice((4, 5, 6)), '};', '']

    def macros(self):
        if 'macros' not in self.have:
            self.have.add('macros')
            self.globals += [
                '#define %sREAD_CHECKED(v, i) do { int _i = (i); if (_i >= 0 && _i < 16) kvm_gpr_read(v, _i); } while (0)' % self.p,
                '#define %sREAD_LOW(v, i) ({ u32 _i = (i); _i > 15 ? 0 : kvm_gpr_read((v), _i); })' % self.p,
                '#define %sREAD_ANY(v, i) kvm_gpr_read((v), (i))' % self.p, '']

    # ---- functions

    def locals(self, f, n):
        decl = []
        for _ in range(n):
            t = self.pick((5, 'int'), (2, 'u32'), (1.5, 'u8'), (1, 's8'), (0.7, 'u16'), (0.5, 's16'), (1, 'u64'), (0.5, 's64'),
                          (0.7, 'unsigned long'), (0.5, 'enum kvm_reg'), (0.3, 'bool'))
            n = f.name(self.r.choice(('reg', 'idx', 'x', 'r')))
            e = self.leaf(f)
            lo, hi = RANGE[t]
            if not (lo <= e[1] and e[2] <= hi):
                e = self.small(e, 0, 31)
            if t == 'bool':
                e = ('!!' + e[0], 0, 1)
            v = Var(n, t, min(e[1], 0), max(e[2], 0))
            decl.append('\t%s %s = %s;' % (t, n, self.strip(e[0])))
            f.vars.append(v)
        return decl

    def helper(self, level, owner, kind):
        r = self.r
        stem = {'guard': 'has_apx', 'valid': 'reg_ok', 'value': 'get', 'void': 'use', 'outp': 'decode'}[kind]
        name = self.uniq(stem)
        params = [Var('vcpu', 'vcpu')]
        if owner is not None:
            params.append(Var('ctx', 'ctx'))
        ret = {'guard': 'bool', 'valid': 'bool', 'value': 'int', 'void': 'void', 'outp': 'bool'}[kind]
        f = Body(self, level, owner, ret=ret)
        uses = False
        if kind == 'guard':
            g = self.guard(f)
            k = r.random()
            if k < 0.6:
                f.line('return %s;' % g)
            elif k < 0.8:
                f.line('if (!%s) {' % (g if not g.startswith('!') else '(%s)' % g))
                f.line('\treturn false;')
                f.line('}')
                f.line('return %s;' % r.choice(('true', self.guard(f), self.notguard())))
            else:
                f.line('return %s && %s;' % (g, self.notguard()))
            ret = 'bool'
        elif kind == 'valid':
            t = r.choice(('int', 'int', 'u32', 'u8'))
            params.append(Var('p1', t, -40 if t == 'int' else 0, 80))
            f.vars.append(Var('p1', t, -40 if t == 'int' else 0, 80, ro=True))
            k = r.random()
            g = self.par(self.guard(f))
            lim = r.choice((15, 15, 15, 31, 16))
            if k < 0.25:
                f.line('return p1 >= 0 && p1 <= %d;' % lim)
            elif k < 0.4:
                f.line('return (u32)p1 <= %d || (%s && (u32)p1 < 32);' % (min(lim, 16), g))
            elif k < 0.6:
                f.line('if (p1 >= 16 && !%s) {' % g)
                f.line('\treturn false;')
                f.line('}')
                f.line('return %s;' % r.choice(('(u32)p1 < 32', 'true', 'p1 >= 0', 'p1 <= 31')))
            elif k < 0.75:
                f.line('switch (p1) {')
                f.line('case 0 ... %d:' % lim)
                f.line('\treturn true;')
                f.line('case %d ... 31:' % (lim + 1) if lim < 31 else 'case 32:')
                f.line('\treturn %s;' % r.choice((g, 'false')))
                f.line('default:')
                f.line('\treturn false;')
                f.line('}')
            elif k < 0.85:
                f.line('return !((u32)p1 > %d);' % lim)
            else:
                f.line('return %s;' % self.cond(f, 2))
        else:
            decl = []
            np = r.randrange(1, 3)
            for i in range(np):
                t = r.choice(('int', 'int', 'u32', 'u8', 's8', 'u64', 'enum kvm_reg'))
                lo, hi = (-40, 80) if RANGE[t][0] < 0 else (0, 80 if t != 'u8' else 255)
                if t in ('u32', 'u64', 'enum kvm_reg'):
                    hi = RANGE[t][1]
                params.append(Var('p%d' % (i + 1), t, lo, hi))
                f.vars.append(Var('p%d' % (i + 1), t, lo, hi))
            outv = None
            if kind == 'outp':
                outv = Var('res', r.choice(('int', 'int', 'u8', 'u32')), -40, 80, out=True)
                outv.lo = max(outv.lo, RANGE[outv.typ][0])
                params.append(outv)
            rec = kind in ('value', 'void') and self.p_(0.18)
            if rec:
                params.append(Var('depth', 'int', 0, 5))
            decl = self.locals(f, r.randrange(0, 3))
            uses = kind == 'void' or self.p_(0.25)
            if kind == 'value' and self.p_(0.35) and not rec:
                g = self.par(self.guard(f))
                k = r.random()
                if k < 0.5:
                    f.line('return %s ? p1 & 0x1f : p1 & 0xf;' % g)
                elif k < 0.75:
                    f.line('if (%s) {' % g)
                    f.line('\treturn p1 & 0x%x;' % r.choice((0x1f, 0x1f, 0x3f)))
                    f.line('}')
                    f.line('return p1 & 0xf;')
                else:
                    f.line('return (p1 & 0x7) | (%s ? (p1 & 0x18) : (p1 & 0x8));' % g)
                self.emit(f, ret, name, params, decl)
                self.fns.append(Fn(name, ret, params, kind, owner, 0, 63, level, False))
                return
            f.budget = r.randrange(1, 9)
            if not uses:
                # No accessor: statements of values only.
                for _ in range(r.randrange(0, 4)):
                    v = self.target(f)
                    if v and self.p_(0.5):
                        self.assign(f, v, self.expr(f, 2))
                    elif v:
                        f.line('if (%s) {' % self.cond(f, 1))
                        f.ind += 1
                        if self.p_(0.4):
                            self.ret(f)
                        else:
                            self.assign(f, v, self.expr(f, 1))
                        f.ind -= 1
                        f.line('}')
            else:
                self.stmts(f, f.budget)
            if rec:
                f.line('if (depth > 0) {')
                f.ind += 1
                a = []
                for p in params[:-1]:
                    if p.typ in ('vcpu', 'ctx'):
                        a.append(p.name)
                    else:
                        a.append(r.choice((p.name, '%s + 1' % p.name, '%s ^ 1' % p.name, '(%s + 3) & 0x1f' % p.name, '%s - 1' % p.name)))
                c = '%s(%s, depth - 1)' % (name, ', '.join(a))
                f.line('return %s;' % c if ret != 'void' else c + ';')
                f.ind -= 1
                f.line('}')
                if kind == 'void' and not any('kvm_gpr' in l for l in f.out):
                    self.access(f)
            if kind == 'outp':
                def store():
                    e = self.expr(f, 2)
                    f.line('*res = %s;' % self.strip(self.small(e, outv.lo, outv.hi)[0]))
                if self.p_(0.6):
                    f.line('if (%s) {' % self.cond(f, 1))
                    if self.p_(0.4):
                        f.ind += 1
                        store()
                        f.ind -= 1
                    f.line('\treturn false;')
                    f.line('}')
                store()
                f.line('return %s;' % r.choice(('true', 'true', 'true', self.par(self.cond(f, 1)))))
            elif kind == 'value':
                e = self.small(self.expr(f, 2), -40, 80)
                f.line('return %s;' % self.strip(e[0]))
            self.emit(f, ret, name, params, decl)
            self.fns.append(Fn(name, ret, params, kind, owner, -40, 80, level, uses))
            return
        self.emit(f, ret, name, params, [])
        self.fns.append(Fn(name, ret, params, kind, owner, 0, 1, level, uses))

    def emit(self, f, ret, name, params, decl, static=True):
        ps = []
        for p in params:
            if p.typ == 'vcpu':
                ps.append('struct kvm_vcpu *vcpu')
            elif p.typ == 'ctx':
                ps.append('struct %sctxt%d *ctx' % (self.p, f.owner))
            else:
                ps.append('%s %s%s' % (p.typ, '*' if p.out else '', p.name))
        self.out.append('%s%s %s(%s)' % ('static ' if static else '', ret, name, ', '.join(ps)))
        self.out.append('{')
        self.out.extend(decl)
        self.out.extend(f.out)
        self.out.append('}')
        self.out.append('')

    def program(self):
        r = self.r
        nent = r.choice((1, 1, 2, 2, 3))
        for _ in range(r.choice((0, 0, 1, 2))):
            n = self.uniq('tab')
            ln = r.choice((4, 8, 16))
            vals = [r.choice((r.randrange(0, 16), r.randrange(0, 16), r.randrange(0, 34))) if self.p_(0.6) else
                    r.randrange(0, 16) for _ in range(ln)]
            t = r.choice(('u8', 'int', 'u16', 's8'))
            if self.p_(0.15) and t in ('int', 's8'):
                vals[r.randrange(ln)] = -1
            self.out.append('static const %s %s[%d] = { %s };' % (t, n, ln, ', '.join(map(str, vals))))
            self.tables.append((n, ln, min(vals), max(vals)))
        for e in range(nent):
            if self.p_(0.35):
                fl = []
                self.out.append('struct %sctxt%d {' % (self.p, e))
                for i in range(r.randrange(1, 4)):
                    t = r.choice(('int', 'u8', 'u32', 's8', 'enum kvm_reg'))
                    v = Var('f%d' % i, t, -40 if RANGE[t][0] < 0 and self.p_(0.5) else 0, r.choice((15, 15, 31, 63)))
                    fl.append(v)
                    self.out.append('\t%s %s;' % (t, v.name))
                self.out.append('};')
                self.out.append('')
                self.out.append('static struct %sctxt%d %sobj%d;' % (self.p, e, self.p, e))
                self.out.append('')
                self.fields[e] = fl
        if self.p_(0.15):
            n = self.uniq('acc')
            self.out.append('struct %s_ops {' % n)
            self.out.append('\tunsigned long (*rd)(struct kvm_vcpu *vcpu, int reg);')
            self.out.append('};')
            self.out.append('')
            self.out.append('static const struct %s_ops %s = { .rd = kvm_gpr_read };' % (n, n))
            self.out.append('')
            self.ops.append((n, None, 'acc', 0, True))
        # Deepest helpers first.
        for level in (4, 3, 2, 1):
            for _ in range(r.choice((0, 1, 1, 2, 3))):
                kind = self.pick((2, 'guard'), (3, 'valid'), (5, 'value'), (4, 'void'), (2.5, 'outp'))
                owner = r.choice(sorted(self.fields)) if self.fields and self.p_(0.3) and kind in ('value', 'void', 'outp') else None
                self.helper(level, owner, kind)
            if self.p_(0.12):
                n = self.uniq('each')
                self.out += ['static void %s(struct kvm_vcpu *vcpu, void (*fn)(struct kvm_vcpu *vcpu, int x), int x)' % n, '{']
                k = r.random()
                if k < 0.4:
                    self.out += ['\tint i = 0;', '\tfor (i = x & 0x3; i < %d; i++) {' % r.choice((4, 8, 16, 17)), '\t\tfn(vcpu, i);', '\t}']
                elif k < 0.7:
                    self.out += ['\tif (x >= 0) {', '\t\tfn(vcpu, x & 0x%x);' % r.choice((0xf, 0x1f)), '\t}']
                else:
                    self.out += ['\tfn(vcpu, x%s);' % r.choice(('', ' + 1', ' & 0xf'))]
                self.out += ['}', '']
                self.fns.append(Fn(n, 'void', [], 'cb', None, 0, 0, level, True))
            if self.p_(0.25):
                get = [x for x in self.fns if x.kind == 'value' and x.owner is None and len(x.params) == 2 and
                       x.params[1].typ == 'int']
                use = [x for x in self.fns if x.kind == 'void' and x.owner is None and len(x.params) == 2 and
                       x.params[1].typ == 'int']
                if get and use:
                    g, u = r.choice(get), r.choice(use)
                    n = self.uniq('ops')
                    self.out.append('struct %s_type {' % n)
                    self.out.append('\tint (*get)(struct kvm_vcpu *vcpu, int x);')
                    self.out.append('\tvoid (*set)(struct kvm_vcpu *vcpu, int x);')
                    self.out.append('};')
                    self.out.append('')
                    self.out.append('static const struct %s_type %s = { .get = %s, .set = %s };' % (n, n, g.name, u.name))
                    self.out.append('')
                    self.ops.append((n, None, 'op', min(g.level, u.level), g.uses or u.uses, g.rlo, g.rhi))
        for e in range(nent):
            f = Body(self, 0, e if e in self.fields else None, entry=True)
            self.used = {'a': 0, 'b': 0}
            decl = self.locals(f, r.randrange(1, 4))
            if f.owner is not None:
                decl.append('\tstruct %sctxt%d *ctx = &%sobj%d;' % (self.p, e, self.p, e))
                # Before any declaration that reads them.
                decl = [decl[-1]] + decl[:-1]
                init = []
                for v in self.fields[e]:
                    init.append('\tctx->%s = %s;' % (v.name, '0' if self.p_(0.6) else self.strip(self.small(self.input(), v.lo, v.hi)[0])))
                decl = [decl[0]] + init + decl[1:]
            f.budget = r.randrange(4, 18)
            self.stmts(f, f.budget)
            if not any('kvm_gpr' in l for l in f.out):
                self.access(f)
            self.emit(f, 'void', '%sentry%d' % (self.p, e), [Var('vcpu', 'vcpu'), Var('a', 'unsigned int'), Var('b', 'unsigned int')],
                      decl, static=False)
        return '\n'.join(self.globals + self.out) + '\n'


def program(seed, prefix=''):
    return Gen(seed, prefix).program()


if __name__ == '__main__':
    import sys
    sys.stdout.write('#include "fuzz.h"\n\n' + program(int(sys.argv[1])))

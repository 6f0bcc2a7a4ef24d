# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds, in C text alone, where the index of an accessor call comes from, and makes faults there."""
import collections
import re

KEYWORDS = set('if else for while do switch case default return goto break continue sizeof struct union enum static const '
               'unsigned signed int long short char bool void inline volatile typeof __typeof__ extern register'.split())
IDENT = re.compile(r'\b[A-Za-z_]\w*\b')
FUNCTION = re.compile(r'^(?!(?:static_)?assert\b)[A-Za-z_][^;{}=#]*?\b(\w+)\s*\(([^;{}]*)\)\s*\n\{', re.M)
DEPTH, STORES = 5, 12
# The argument of an accessor that is the index; the last one where there are fewer.
INDEX = 2

Mutant = collections.namedtuple('Mutant', 'file start end new operator site')
Function = collections.namedtuple('Function', 'source name params start end')
Span = collections.namedtuple('Span', 'function start end')


def blank(text):
    """The text with comments and strings blanked; every place stays where it is."""
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', lambda m: re.sub(r'[^\n]', ' ', m[0]), text, flags=re.S)


def closing(text, at):
    """Behind the bracket that closes the one at `at`."""
    depth = 0
    for i in range(at, len(text)):
        if text[i] in '([{':
            depth += 1
        elif text[i] in ')]}':
            depth -= 1
            if not depth:
                return i + 1
    return len(text)


def arguments(text, at):
    """Spans of the arguments of a call whose parenthesis opens at `at`."""
    end, depth, start, out = closing(text, at) - 1, 0, at + 1, []
    for i in range(at + 1, end):
        if text[i] in '([{':
            depth += 1
        elif text[i] in ')]}':
            depth -= 1
        elif text[i] == ',' and not depth:
            out.append((start, i))
            start = i + 1
    out.append((start, end))
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in out]


class Source:
    """One file: its text and its functions."""
    def __init__(self, name, text):
        self.name, self.raw, self.text = name, text, blank(text)
        self.functions = []
        for m in FUNCTION.finditer(self.text):
            names = tuple((IDENT.findall(p) or [''])[-1] for p in m[2].split(','))
            self.functions.append(Function(self, m[1], names, m.end() - 1, closing(self.text, m.end() - 1)))

    def around(self, at):
        for f in self.functions:
            if f.start <= at < f.end:
                return f
        return None

    def line(self, at):
        return self.text.count('\n', 0, at) + 1

    def at_line(self, line):
        at = 0
        for _ in range(line - 1):
            at = self.text.index('\n', at) + 1
        return at


class Tree:
    """All sources in which a value may be made or passed on."""
    def __init__(self, texts):
        self.sources = {n: Source(n, t) for n, t in texts.items()}
        self.functions = collections.defaultdict(list)
        for s in self.sources.values():
            for f in s.functions:
                self.functions[f.name].append(f)

    # ---- where a value comes from

    def spans(self, site):
        """Value spans and condition spans that the index of an accessor call depends on."""
        values, conditions, todo = [], [], [(s, 0) for s in self.index_of(site)]
        seen = set()
        while todo:
            span, depth = todo.pop()
            if span in seen:
                continue
            seen.add(span)
            values.append(span)
            if depth < DEPTH:
                more, tests = self.step(span)
                conditions += tests
                todo += [(s, depth + 1) for s in more]
        return values, list(dict.fromkeys(conditions))

    def index_of(self, site):
        """The argument of the accessor call, or the subscript, on the site's line."""
        source = self.sources.get(site.file)
        if source is None:
            return []
        a = source.at_line(site.line)
        b = (source.text + '\n').index('\n', a)
        f = source.around(a)
        if f is None:
            return []
        name = site.accessor.split('.')[-1]
        if '.' in site.accessor:
            return [Span(f, m.end(), closing(source.text, m.end() - 1) - 1)
                    for m in re.compile(r'\b%s\s*\[' % name).finditer(source.text, a, b)]
        out = []
        for m in re.compile(r'\b%s\s*\(' % name).finditer(source.text, a, b):
            args = arguments(source.text, m.end() - 1)
            out.append(Span(f, *args[min(INDEX, len(args)) - 1]))
        return out

    def step(self, span):
        text, f = span.function.source.text, span.function
        more, tests = [], []
        for m in IDENT.finditer(text, span.start, span.end):
            name, before, after = m[0], text[:m.start()].rstrip()[-2:], text[m.end():m.end() + 40].lstrip()
            if name in KEYWORDS:
                continue
            if after.startswith('(') and not before.endswith(('->', '.')):
                more += self.returns(name)
            elif before.endswith(('->', '.')):
                more += self.stores(name)
            elif not after.startswith(('->', '.')) and not self.is_pointer(f, name):
                more += self.assignments(f, name)
                tests += self.tests(f, name)
                if name in f.params:
                    more += self.callers(f, f.params.index(name))
        return more, tests

    @staticmethod
    def is_pointer(f, name):
        """Pointers lead to what they point to, not to an index."""
        return re.search(r'(?<![\w.>])%s\s*->' % name, f.source.text[f.start:f.end]) or name in ('vcpu', 'ctxt', 'NULL')

    def returns(self, name):
        return [Span(g, m.start(1), m.end(1)) for g in self.functions.get(name, ())
                for m in re.compile(r'\breturn\b\s*([^;]+);').finditer(g.source.text, g.start, g.end)]

    def stores(self, field):
        out = [Span(f, m.start(1), m.end(1)) for s in self.sources.values()
               for m in re.finditer(r'(?:->|\.)%s\s*[|&+^]?=(?!=)\s*([^;,{}]+)[;,]' % field, s.text)
               for f in [s.around(m.start())] if f]
        return out if len(out) <= STORES else []

    def assignments(self, f, name):
        text = f.source.text
        out = [Span(f, m.start(1), m.end(1)) for m in
               re.compile(r'(?<![\w.>])%s\s*(?:[-+|&^*/%%]|<<|>>)?=(?!=)\s*([^;]+?)\s*;' % name).finditer(text, f.start, f.end)]
        # What a callee stores through a pointer to it.
        for m in re.compile(r'\b(\w+)\s*\(').finditer(text, f.start, f.end):
            for n, (a, b) in enumerate(arguments(text, m.end() - 1)):
                if text[a:b] == '&' + name:
                    for g in self.functions.get(m[1], ()):
                        if n < len(g.params):
                            out += [Span(g, k.start(1), k.end(1)) for k in
                                    re.compile(r'\*%s\s*=\s*([^;]+);' % g.params[n]).finditer(g.source.text, g.start, g.end)]
        return out

    def tests(self, f, name):
        """Conditions of the function that mention a name."""
        return [c for c in self.conditions(f) if re.search(r'(?<![\w.>])%s\b' % name, f.source.text[c.start:c.end])]

    @staticmethod
    def conditions(f):
        text, out = f.source.text, []
        for m in re.compile(r'\b(if|while|for)\s*\(').finditer(text, f.start, f.end):
            a, b = m.end(), closing(text, m.end() - 1) - 1
            if m[1] == 'for':
                parts = text[a:b].split(';')
                if len(parts) != 3:
                    continue
                a += len(parts[0]) + 1
                a += len(parts[1]) - len(parts[1].lstrip())
                b = a + len(parts[1].strip())
            out.append(Span(f, a, b))
        return out

    def callers(self, f, n):
        names = [r'\b%s' % f.name]
        for s in self.sources.values():
            for m in re.finditer(r'\.(\w+)\s*=\s*&?%s\b' % f.name, s.text):
                names.append(r'(?:->|\.)%s' % m[1])
        out = []
        for s in self.sources.values():
            for name in names:
                for m in re.finditer(name + r'\s*\(', s.text):
                    g = s.around(m.start())
                    args = arguments(s.text, m.end() - 1)
                    if g and g != f and n < len(args):
                        out.append(Span(g, *args[n]))
        return out

    def users(self, name):
        """The .c files that call a function, directly or by functions of headers."""
        names, out, todo = {name}, set(), [name]
        while todo:
            called = re.compile(r'\b%s\b' % todo.pop())
            for s in self.sources.values():
                places = [m.start() for m in called.finditer(s.text)]
                if places and s.name.endswith('.c'):
                    out.add(s.name)
                    continue
                around = {f.name for f in map(s.around, places) if f} - names
                names |= around
                todo += sorted(around)
        return sorted(out)

    # ---- faults

    def mutants(self, site, guards=False):
        """All faults in the slice of a site; with guards also those of every test before it."""
        values, conditions = self.spans(site)
        out = []
        for span in values:
            out += self.faults(span, value_faults, site)
        source = self.sources.get(site.file)
        f = source.around(source.at_line(site.line)) if source else None
        if source and not f:
            out += self.macro_faults(source, site)
        if guards and f:
            before = [c for c in self.conditions(f) if source.line(c.start) <= site.line]
            called = [s for c in before for m in IDENT.finditer(source.text, c.start, c.end) for s in self.returns(m[0])]
            conditions += before + called
            names = {m[0] for c in before for m in IDENT.finditer(source.text, c.start, c.end)}
            conditions += [s for n in sorted(names) for s in self.assignments(f, n)]
        for span in dict.fromkeys(conditions):
            out += self.faults(span, condition_faults, site)
        return out

    @staticmethod
    def macro_faults(source, site):
        """A macro's use that makes a whole accessor function: other registers in the place of its arguments."""
        a = source.at_line(site.line)
        m = re.compile(r'[A-Z]\w*\s*(?=\()').match(source.text, a)
        for x, y in arguments(source.text, m.end()) if m else ():
            if source.text[x:y].isupper():
                for new in ('RIP', 'R15 + 16', 'RAX - 1'):
                    yield Mutant(source.name, x, y, new, 'swap macro argument', site)

    @staticmethod
    def faults(span, make, site):
        source = span.function.source
        for a, b, new, operator in make(source.text, span.start, span.end):
            if source.raw[a:b] != new and '\n' not in source.raw[a:b]:
                yield Mutant(source.name, a, b, new, operator, site)


def value_faults(text, a, b):
    """(start, end, new text, operator) inside an expression that makes an index."""
    for m in re.compile(r'\s*&(?!&)\s*(0x[0-9a-fA-F]+|\d+|[A-Z][A-Z0-9_]+)\b').finditer(text, a, b):
        yield m.start(), m.end(), '', 'drop mask'
        yield m.start(1), m.end(1), '(%s << 1 | 1)' % m[1], 'widen mask'
        yield m.start(1), m.end(1), '(%s << 1)' % m[1], 'shift mask'
    for m in re.compile(r'\s*>>\s*(\d+|[A-Z][A-Z0-9_]+)\b').finditer(text, a, b):
        if not re.match(r'\)*\s*&', text[m.end():b]):
            yield m.start(), m.end(), '', 'drop shift'
    for m in re.compile(r'\bVCPU_(?:REGS|XREG)_\w+').finditer(text, a, b):
        for new in ('VCPU_REGS_RIP', 'VCPU_SREG_GS + 16', 'NR_VCPU_REGS'):
            yield m.start(), m.end(), new, 'swap enumerator'
    for m in re.compile(r'\b(\w+)\s*\(').finditer(text, a, b):
        if m[1] in KEYWORDS or m[1].isupper():
            continue
        end = closing(text, m.end() - 1)
        args = arguments(text, m.end() - 1)
        x, y = args[-1]
        if end <= b and y > x and '&' not in text[x:y]:
            yield m.start(), end, '(int)(long)(%s)' % text[x:y], 'replace producer'
    yield a, a, '16 + ', 'add 16' if IDENT.search(text, a, b) else 'add 16 to constant'
    for m in re.compile(r'(?<![\w.])(0x[0-9a-fA-F]+|\d+)\b').finditer(text, a, b):
        before = text[:m.start()].rstrip()[-2:]
        if not before.endswith(('&', '>>', '<<')):
            yield m.start(), m.end(), str(int(m[1], 0) + 32), 'change constant'


def condition_faults(text, a, b):
    """The same inside a condition an index or its use depends on."""
    yield a, b, '!(%s)' % text[a:b], 'invert guard'
    yield a, b, '(%s) || 1' % text[a:b], 'guard always true'
    yield a, b, '(%s) && 0' % text[a:b], 'guard always false'
    for m in re.compile(r'([<>]=?)\s*(0x[0-9a-fA-F]+|\d+|[A-Z][A-Z0-9_]+)\b').finditer(text, a, b):
        other = {'<': '<=', '<=': '<', '>': '>=', '>=': '>'}[m[1]]
        yield m.start(1), m.end(1), other, 'change relation'
        yield m.start(2), m.end(2), '%s + 1' % m[2], 'bound off by one'
        yield m.start(2), m.end(2), '(%s) * 2 + 1' % m[2], 'double bound'
    for m in re.compile(r'\b\w*APX\w*').finditer(text, a, b):
        yield m.start(), m.end(), m[0].replace('APX', 'PKU' if 'X86_' in m[0] else 'PKRU'), 'other feature'
    for m in re.compile(r'&&|\|\|').finditer(text, a, b):
        yield m.start(), m.end(), '||' if m[0] == '&&' else '&&', 'swap && and ||'

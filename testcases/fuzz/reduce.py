# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes a program on which gprcheck errs smaller: drops functions, statements, blocks and operands."""
import re
import time

from bench import FRONTS, Invalid


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
    fronts = ('clang',) if kind[1] == 'clang' else FRONTS if kind[0] == 'front-ends' else ('gcc',)

    def bad(t):
        if time.time() > end:
            return False
        # A field that nobody sets is another matter: keep the stores on entry.
        for field in set(re.findall(r'ctx->f\d', t)):
            if not re.search(r'^\t%s = ' % field, t, re.M):
                return False
        try:
            return kind in bench.single(t, fronts=fronts).kinds
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

"""Scopes as Python has them, and what is bound in each at the point of the walk."""

import ast

from .values import joined

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Bound:
    """The value that a name may have here, and whether it has one on every way that leads here. A value of None: unbound."""

    __slots__ = ("value", "is_sure")

    def __init__(self, value, is_sure):
        self.value = value
        self.is_sure = is_sure


UNBOUND = Bound(None, False)


def joined_bounds(a, b):
    if a is b:
        return a
    if a.value is None or b.value is None:
        return Bound(b.value if a.value is None else a.value, False)
    return Bound(joined(a.value, b.value), a.is_sure and b.is_sure)


class Flow:
    """What one way through the code has bound, over what was bound before it parted from the others."""

    __slots__ = ("before", "changes", "is_alive")

    def __init__(self, before=None):
        self.before = before
        self.changes = {}
        self.is_alive = True

    def get(self, name):
        flow = self
        while flow is not None:
            found = flow.changes.get(name)
            if found is not None:
                return found
            flow = flow.before
        return UNBOUND

    def meet(self, ways):
        """Ways that parted here come together again; those that ended (return, raise, break) bring nothing."""
        alive = [way for way in ways if way.is_alive]
        if not alive:
            self.is_alive = False
        came = alive or ways
        counts, met = {}, {}
        for way in came:
            for name, bound in way.changes.items():
                counts[name] = counts.get(name, 0) + 1
                met[name] = joined_bounds(met[name], bound) if name in met else bound
        for name, bound in met.items():
            self.changes[name] = bound if counts[name] == len(came) else joined_bounds(bound, self.get(name))


class Scope:
    """kind: module, function, class or comprehension. `names` are its own; `ever` joins all values that one had."""

    def __init__(self, kind, parent=None, names=frozenset(), is_later=False, class_name=None):
        self.kind = kind
        self.parent = parent
        self.names = names
        self.globals = frozenset()
        self.nonlocals = frozenset()
        # A function's body runs when it is called: what is bound around it may be any of what ever is.
        self.is_later = is_later
        self.class_name = class_name if class_name is not None or parent is None else parent.class_name
        self.flow = Flow()
        self.ever = {}
        self.log = []

    def own(self, names, stored=None):
        """The names that are bound in it; and those that are another scope's, though it binds them."""
        self.names = frozenset(self.own_name(one) for one in names)
        if stored is not None:
            self.globals = frozenset(self.own_name(one) for one in stored.globals)
            self.nonlocals = frozenset(self.own_name(one) for one in stored.nonlocals)

    def put(self, name, value, is_sure=True):
        self.flow.changes[name] = Bound(value, is_sure) if value is not None else UNBOUND
        self.log.append((name, value))
        if value is not None:
            known = self.ever.get(name)
            self.ever[name] = value if known is None else joined(known, value)

    def own_name(self, name):
        """Python renames `__x` within a class."""
        if self.class_name is None or not name.startswith("__") or name.endswith("__"):
            return name
        owner = self.class_name.lstrip("_")
        return f"_{owner}{name}" if owner else name


class Stored:
    """Names that statements bind in the scope in which they stand, and those that they say are another scope's."""

    def __init__(self, nodes):
        self.names = set()
        self.globals = set()
        self.nonlocals = set()
        stack = [(node, False) for node in nodes]
        while stack:
            node, is_inner = stack.pop()
            kind = type(node)
            if kind is ast.Name:
                if not is_inner and type(node.ctx) is not ast.Load:
                    self.names.add(node.id)
                continue
            if kind is ast.Constant:
                continue
            if kind is ast.NamedExpr:
                self.names.add(node.target.id)
            elif isinstance(node, FUNCTIONS):
                self.names.add(node.name)
                stack.extend((one, is_inner) for one in evaluated_at_definition(node))
                continue
            elif kind is ast.ClassDef:
                self.names.add(node.name)
                outside = [*node.decorator_list, *node.bases, *(one.value for one in node.keywords)]
                stack.extend((one, is_inner) for one in outside)
                continue
            elif kind is ast.Lambda:
                stack.extend((one, is_inner) for one in defaults_of(node.args))
                continue
            elif kind in (ast.Import, ast.ImportFrom):
                self.names.update(imported_as(one, kind) for one in node.names if one.name != "*")
            elif kind is ast.Global:
                self.globals.update(node.names)
            elif kind is ast.Nonlocal:
                self.nonlocals.update(node.names)
            elif kind in (ast.ExceptHandler, ast.MatchAs, ast.MatchStar):
                self.names.add(node.name)
            elif kind is ast.MatchMapping:
                self.names.add(node.rest)
            is_inner = is_inner or kind in COMPREHENSIONS
            stack.extend((one, is_inner) for one in ast.iter_child_nodes(node))
        self.names.discard(None)
        self.names -= self.globals | self.nonlocals


def imported_as(alias, kind):
    return alias.asname or (alias.name.split(".")[0] if kind is ast.Import else alias.name)


def defaults_of(arguments):
    return [*arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]


def parameters_of(arguments):
    rest = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]


def evaluated_at_definition(node):
    hints = [one.annotation for one in parameters_of(node.args)]
    return [one for one in (*node.decorator_list, *defaults_of(node.args), *hints, node.returns) if one is not None]

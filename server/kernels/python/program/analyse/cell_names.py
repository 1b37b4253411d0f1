"""Which names of the notebook one statement binds, reads, reads later (in a function's body) and changes in place."""

import ast
import builtins

from .scopes import COMPREHENSIONS, FUNCTIONS, Stored, defaults_of, evaluated_at_definition, imported_as, parameters_of

GIVEN = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__", "In", "Out", "get_ipython", "display", "_"}
CHANGING = frozenset(
    "append extend insert update setdefault pop popitem remove clear add discard sort reverse fit fit_transform partial_fit".split()
)


class Uses:
    def __init__(self, node):
        self.binds, self.reads, self.later, self.changes = {}, {}, {}, {}
        # Where each stands: the node and how it uses the name.
        self.found = []
        # Names that a `global`, a handler or a pattern binds: written as texts, without a place.
        self.placeless = set()
        # Bound within the statement, at this point of the walk: what reads it then reads nothing from before.
        self.own = set()
        for one in ast.walk(node):
            if isinstance(one, (ast.Global, ast.Nonlocal)):
                self.placeless.update(one.names)
            elif isinstance(one, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and one.name:
                self.placeless.add(one.name)
            elif isinstance(one, (ast.Import, ast.ImportFrom)):
                self.placeless.update(imported_as(alias, type(one)) for alias in one.names)
        # `del x` binds nothing, and no step needs it.
        if not isinstance(node, ast.Delete):
            for name in sorted(Stored([node]).names):
                self.binds[name] = True
        self.walk(node, (), False)

    def walk(self, node, local, is_later):
        kind = type(node)
        if kind is ast.Name:
            return self.name(node, local, is_later)
        if kind in FUNCTIONS:
            if not any(node.name in one for one in local):
                self.found.append((node, node.name, "define"))
            for one in evaluated_at_definition(node):
                self.walk(one, local, is_later)
            own = Stored(node.body)
            names = ({one.arg for one in parameters_of(node.args)} | own.names) - own.globals - own.nonlocals
            return self.each(node.body, (*local, names), True)
        if kind is ast.Lambda:
            self.each(defaults_of(node.args), local, is_later)
            return self.walk(node.body, (*local, {one.arg for one in parameters_of(node.args)}), True)
        if kind is ast.ClassDef:
            if not any(node.name in one for one in local):
                self.found.append((node, node.name, "define"))
            self.each([*node.decorator_list, *node.bases, *(one.value for one in node.keywords)], local, is_later)
            return self.each(node.body, (*local, Stored(node.body).names), is_later)
        if kind in COMPREHENSIONS:
            names = {one.id for part in node.generators for one in ast.walk(part.target) if isinstance(one, ast.Name)}
            self.walk(node.generators[0].iter, local, is_later)
            inner = (*local, names)
            for at, part in enumerate(node.generators):
                self.each([part.target, *([part.iter] if at else []), *part.ifs], inner, is_later)
            return self.each([node.key, node.value] if kind is ast.DictComp else [node.elt], inner, is_later)
        if not local:
            self.change(node)
        if kind in (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.AsyncFor):
            if kind is ast.AugAssign:
                self.read_first(node, local, is_later)
            return self.each(in_order(node), local, is_later)
        self.each(ast.iter_child_nodes(node), local, is_later)

    def each(self, nodes, local, is_later):
        for node in nodes:
            self.walk(node, local, is_later)

    def name(self, node, local, is_later):
        if any(node.id in one for one in local):
            return
        is_read = isinstance(node.ctx, ast.Load)
        self.found.append((node, node.id, "later" if is_later else "read" if is_read else "bind"))
        if not is_read and not is_later:
            self.own.add(node.id)
        if not is_read or (node.id in self.own and not is_later) or (node.id in GIVEN and node.id not in self.binds):
            return
        (self.later if is_later else self.reads)[node.id] = True

    def read_first(self, node, local, is_later):
        """`x += 1` reads x, though it is written as a place to store to."""
        if isinstance(node.target, ast.Name) and not is_later and not any(node.target.id in one for one in local):
            if node.target.id not in self.own:
                self.reads[node.target.id] = True

    def change(self, node):
        """`x[…] = …`, `x.columns = …`, `del x[…]`, `x.drop(…, inplace=True)`, `x.append(…)`."""
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            self.changed(node.value, ast.unparse(node)[:80] + (" = …" if isinstance(node.ctx, ast.Store) else " is deleted"))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_inplace = any(
                one.arg == "inplace" and isinstance(one.value, ast.Constant) and one.value.value is True for one in node.keywords
            )
            if is_inplace:
                self.changed(node.func.value, f"{ast.unparse(node.func)[:60]}(…, inplace=True)")
            elif node.func.attr in CHANGING:
                self.changed(node.func.value, f"{ast.unparse(node.func)[:60]}(…)", isinstance(node.func.value, ast.Name))

    def changed(self, target, how, is_sure=True):
        while isinstance(target, (ast.Attribute, ast.Subscript)):
            target = target.value
        if isinstance(target, ast.Name) and is_sure and target.id not in self.changes:
            self.changes[target.id] = how


def in_order(node):
    """The parts as Python evaluates them: values before the names that they are bound to."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return [node.iter, node.target, *node.body, *node.orelse]
    values = [one for one in (node.value, getattr(node, "annotation", None)) if one is not None]
    return [*values, *(node.targets if isinstance(node, ast.Assign) else [node.target])]

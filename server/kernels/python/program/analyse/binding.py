"""What binds names within expressions and statements, and what becomes of a value that is handed on."""

import ast
from itertools import zip_longest

from . import frames
from .names import Names
from .scopes import Flow, Scope, Stored, defaults_of
from .values import PLAIN, Value, frame, joined


class Body:
    """What runs when it is called. `sure`: names that the module has bound anew before, whenever that is."""

    def __init__(self, node, scope, parameters, sure):
        self.node = node
        self.scope = scope
        self.parameters = parameters
        self.sure = sure


class Binding(Names):
    def escape(self, value, node, is_changed=False):
        """It is handed on: all its columns may be read; `is_changed` when it may be given new ones there."""
        if value.tables:
            self.reads.take_all(value, is_changed)
        if value.lists:
            self.reads.loose_lists |= value.lists
        if value.is_module:
            path = min(value.paths)
            text = f"The module {path} is handed on as a value, so what is called of it can't be seen: name what is meant."
            self.findings.find("raise", "dynamic-code", text, node, ("module", path))

    def maybe(self, walk):
        """Something that runs on some ways only."""
        flow = self.scope.flow
        if not self.has_walrus:
            return walk()
        way = self.scope.flow = Flow(flow)
        result = walk()
        self.scope.flow = flow
        flow.meet([way, Flow(flow)])
        return result

    def walrus(self, node):
        value = self.value(node.value)
        scope = inner = self.scope
        while scope.kind == "comprehension":
            scope = scope.parent
        self.scope = scope
        # Within a comprehension it may never come to it.
        self.store(node.target, value, is_sure=scope is inner)
        self.scope = inner
        return value

    def store(self, node, value, is_sure=True):
        """Binds a name. What a function hands to its surroundings, or a class holds, is not followed."""
        scope = self.scope
        is_away = scope.kind == "class" or node.id in scope.globals or node.id in scope.nonlocals
        if is_away and value is not PLAIN:
            self.escape(value, node, is_changed=True)
            value = Value(paths=value.paths)
        self.put(node.id, value, is_sure)

    def later(self, node, parameters=()):
        """A body that runs when it is called: looked at once all that may be bound by then is known."""
        if type(node) is ast.Lambda:
            for one in defaults_of(node.args):
                self.use(one)
        # While the module itself is walked, its own flow tells what it has bound by now.
        is_now = self.body is None
        flow = self.module.flow
        sure = frozenset(one for one in self.rebound if flow.get(one).is_sure) if is_now else self.body.sure
        known = self.bodies.get(id(node))
        if known is None:
            self.bodies[id(node)] = Body(node, self.scope, parameters, sure)
            return PLAIN
        known.sure &= sure
        pairs = zip_longest(known.parameters, parameters, fillvalue=PLAIN)
        known.parameters = tuple(joined(one, other) for one, other in pairs)
        return PLAIN

    def comprehension(self, node):
        if type(node) is ast.GeneratorExp:
            # It runs when it is asked for the next, maybe after what it names was bound anew.
            first = self.iterated(node.generators[0].iter)
            return self.later(node, (first,))
        self.within_comprehension(node, self.iterated(node.generators[0].iter))
        return PLAIN

    def within_comprehension(self, node, first):
        names = Stored([one.target for one in node.generators]).names
        outer = self.scope
        self.scope = Scope("comprehension", outer)
        self.scope.own(names)
        for at, generator in enumerate(node.generators):
            self.bind(generator.target, first if at == 0 else self.iterated(generator.iter))
            for test in generator.ifs:
                self.truth(test)
        for part in (node.key, node.value) if type(node) is ast.DictComp else (node.elt,):
            self.use(part)
        self.scope = outer

    def iterated(self, node):
        """What each round of a loop over it gets."""
        value = self.value(node)
        if value.tables and value.kind in ("pairs", "rows"):
            return frame(value.tables, "pair" if value.kind == "pairs" else "row", is_exact=False)
        if value.tables and value.kind == "group":
            return frame(value.tables, "pair", value.is_exact)
        if value.texts is not None and not value.tables:
            return Value(texts=value.texts, lists=value.lists)
        if value is not PLAIN:
            self.escape(value, node)
        return PLAIN

    def bind(self, target, value):
        kind = type(target)
        if kind is ast.Name:
            self.store(target, value)
        elif kind in (ast.Tuple, ast.List):
            self.unpack(target, value)
        elif kind is ast.Starred:
            self.escape(value, target)
            self.bind(target.value, PLAIN)
        elif kind is ast.Subscript:
            frames.store_column(self, target, value)
        elif kind is ast.Attribute:
            frames.store_attribute(self, target, value)

    def unpack(self, target, value):
        if value.kind == "pair" and len(target.elts) == 2 and type(target.elts[1]) is ast.Name:
            self.bind(target.elts[0], PLAIN)
            self.bind(target.elts[1], frame(value.tables, "frame", value.is_exact))
            return
        if value is not PLAIN:
            self.escape(value, target)
        for one in target.elts:
            self.bind(one, PLAIN)

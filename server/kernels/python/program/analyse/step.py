"""The walk over a whole step: the module's lines first, then each body that they define, then what it all says."""

import ast

from .scopes import Scope, Stored, parameters_of
from .statements import Statements, type_names
from .values import PLAIN


class Step(Statements):
    def walk(self, tree, outputs):
        self.last = tree.body[-1] if tree.body else None
        self.block(tree.body)
        for made in map(self.module.flow.get, outputs):
            if made.value is not None:
                # An output is read as a whole by whoever reads it.
                self.escape(made.value, self.last)
        # A body that is walked may define others: they come to the end of the row.
        done = set()
        while len(done) < len(self.bodies):
            for key, body in list(self.bodies.items()):
                if key not in done:
                    done.add(key)
                    self.walk_body(body)
        self.body = None

    def walk_body(self, body):
        node = body.node
        self.body = body
        self.sure_before = body.sure
        self.loops, self.guards = [], []
        scope = self.scope = Scope("function", body.scope, is_later=True)
        if type(node) is ast.GeneratorExp:
            self.within_comprehension(node, body.parameters[0])
        elif type(node) is ast.Lambda:
            scope.own({one.arg for one in parameters_of(node.args)} | Stored([node.body]).names)
            self.put_parameters(node, body)
            self.use(node.body)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            stored = Stored(node.body)
            own = {one.arg for one in parameters_of(node.args)} | type_names(node)
            # A method may name its class in this way.
            scope.own(stored.names | own | {"__class__"}, stored)
            for name in (*type_names(node), "__class__"):
                scope.put(name, PLAIN)
            self.put_parameters(node, body)
            self.block(node.body)
        else:
            scope.names = frozenset(type_names(node))
            for name in scope.names:
                scope.put(name, PLAIN)
            self.use(node.value)
        self.scope = self.module

    def put_parameters(self, node, body):
        for at, one in enumerate(parameters_of(node.args)):
            self.scope.put(self.scope.own_name(one.arg), body.parameters[at] if at < len(body.parameters) else PLAIN)

    def binds(self):
        """Top-level names that are, or may be, bound in the end."""
        flow = self.module.flow
        return sorted(name for name in self.module.ever if not flow.is_alive or flow.get(name).value is not None)

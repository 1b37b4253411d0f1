"""Walks statements, and binds what they bind."""

import ast

from . import frames, imports
from .scopes import Scope, Stored, defaults_of, parameters_of
from .values import PLAIN, Value
from .ways import Ways


class Statements(Ways):
    def __init__(self, inputs, findings, reads, tree, packages):
        super().__init__(inputs, findings, reads, tree)
        self.packages = packages
        self.imports = set()
        self.functions = set()
        self.has_late_hints = False
        self.last = None
        self.bodies = {}
        self.body = None
        # What can't be followed at all, and what may bind names that stand nowhere in the code.
        self.is_tangled = False
        self.binds_unseen = False
        self.walked = 0
        self.walked_again = 0

    def statement(self, node):
        walk = WALKS.get(type(node))
        if walk is not None:
            walk(self, node)

    def expression(self, node):
        value = self.value(node.value)
        if value.is_module:
            return
        if node is self.last:
            # The runner shows the value of the last line.
            self.escape(value, node)

    def assign(self, node):
        targets = node.targets
        first = targets[0]
        if type(first) is ast.Tuple and type(node.value) is ast.Tuple and len(targets) == 1:
            parts = node.value.elts
            is_plain = not any(type(one) is ast.Starred for one in (*first.elts, *parts))
            if is_plain and len(parts) == len(first.elts):
                values = [self.value(one) for one in parts]
                for one, value in zip(first.elts, values):
                    self.bind(one, value)
                return
        value = self.value(node.value)
        for target in targets:
            self.bind(target, value)

    def annotated(self, node):
        value = self.value(node.value) if node.value is not None else None
        # Within a function Python never evaluates the hint of a name.
        if self.scope.kind != "function" and not self.has_late_hints:
            self.value(node.annotation)
        if value is not None:
            self.bind(node.target, value)

    def augmented(self, node):
        target = node.target
        value = self.value(node.value)
        if type(target) is not ast.Name:
            if value.tables or value.lists:
                self.escape(value, node)
            if type(target) is ast.Subscript:
                frames.store_column(self, target, PLAIN, is_added_to=True)
            else:
                self.use(target.value)
                frames.store_attribute(self, target, PLAIN)
            return
        load = ast.copy_location(ast.Name(target.id, ast.Load()), target)
        before = self.lookup(target.id, load)
        if before.paths:
            self.mention(before, load)
        if before.tables:
            frames.note_change(self, before, node)
        for one in (before, value):
            if one is not PLAIN:
                self.escape(one, node)
        self.store(target, Value(kind=before.kind) if before.kind == "mask" else PLAIN)

    def delete(self, node):
        for target in node.targets:
            kind = type(target)
            if kind is ast.Name:
                load = ast.copy_location(ast.Name(target.id, ast.Load()), target)
                value = self.lookup(target.id, load)
                frames.note_change(self, value, target)
                self.put(target.id, None)
            elif kind is ast.Subscript:
                frames.store_column(self, target, PLAIN)
            elif kind in (ast.Tuple, ast.List):
                self.delete(ast.Delete(target.elts))
            else:
                self.use(target.value)

    def ended(self, node):
        for part in ast.iter_child_nodes(node):
            self.use(part)
        self.scope.flow.is_alive = False

    def asserted(self, node):
        self.truth(node.test)
        if node.msg is not None:
            self.maybe(lambda: self.use(node.msg))

    def function(self, node):
        for one in (*node.decorator_list, *defaults_of(node.args)):
            self.use(one)
        # Names of its own types would be looked up in a scope around it.
        if not self.has_late_hints and not type_names(node):
            for one in (*(part.annotation for part in parameters_of(node.args)), node.returns):
                if one is not None:
                    self.value(one)
        self.put(node.name, PLAIN)
        self.later(node)

    def class_(self, node):
        for one in (*node.decorator_list, *node.bases, *(word.value for word in node.keywords)):
            self.use(one)
        stored = Stored(node.body)
        outer = self.scope
        inner = Scope("class", outer, class_name=node.name)
        inner.own(stored.names | type_names(node) | {"__module__", "__qualname__"}, stored)
        for name in (*type_names(node), "__module__", "__qualname__"):
            inner.put(name, PLAIN)
        self.scope = inner
        self.block(node.body)
        self.scope = outer
        self.put(node.name, PLAIN)

    def type_alias(self, node):
        self.put(node.name.id, PLAIN)
        self.later(node)


def type_names(node):
    return {one.name for one in getattr(node, "type_params", ())}


WALKS = {
    ast.Expr: Statements.expression,
    ast.Assign: Statements.assign,
    ast.AnnAssign: Statements.annotated,
    ast.AugAssign: Statements.augmented,
    ast.Delete: Statements.delete,
    ast.Return: Statements.ended,
    ast.Raise: Statements.ended,
    ast.Break: Statements.ended,
    ast.Continue: Statements.ended,
    ast.Assert: Statements.asserted,
    ast.If: Statements.branches,
    ast.Match: Statements.matched,
    ast.For: Statements.for_loop,
    ast.AsyncFor: Statements.for_loop,
    ast.While: Statements.while_loop,
    ast.Try: Statements.attempt,
    ast.With: Statements.with_block,
    ast.AsyncWith: Statements.with_block,
    ast.FunctionDef: Statements.function,
    ast.AsyncFunctionDef: Statements.function,
    ast.ClassDef: Statements.class_,
    ast.Import: imports.imported,
    ast.ImportFrom: imports.imported_from,
    **({ast.TryStar: Statements.attempt} if hasattr(ast, "TryStar") else {}),
    **({ast.TypeAlias: Statements.type_alias} if hasattr(ast, "TypeAlias") else {}),
}

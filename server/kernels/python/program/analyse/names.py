"""What a name stands for at the point of the walk: a value bound before, an input, a builtin, or nothing."""

import ast

from . import reach
from .nearest import nearest
from .scopes import Scope, Stored
from .values import PLAIN, joined, path_value

MOST_SUGGESTIONS = 20


class Names:
    """The scopes, and the lookups in them. Statements, expressions and calls are walked over it."""

    def __init__(self, inputs, findings, reads, tree):
        self.inputs = inputs
        self.findings = findings
        self.reads = reads
        self.module = Scope("module", None, frozenset(Stored(tree.body).names))
        self.scope = self.module
        # Bound by a function that says `global`: whether and when it is called is not followed.
        self.declared = set()
        self.enclosed = set()
        self.has_walrus = False
        for node in ast.walk(tree):
            if type(node) is ast.Global:
                self.declared.update(node.names)
            elif type(node) is ast.Nonlocal:
                self.enclosed.update(node.names)
            elif type(node) is ast.NamedExpr:
                self.has_walrus = True
        self.loops = []
        self.guards = []
        self.loop_names = {}
        # Inputs and builtins that the module binds anew, and those bound for sure when a later body was defined.
        self.rebound = set()
        self.sure_before = frozenset()
        self.has_star = False
        self.suggested = 0
        self.seen_tables = set()

    def lookup(self, written, node):
        name = self.scope.own_name(written) if written.startswith("__") else written
        scope, is_now, is_own = self.scope, True, True
        value = None
        while scope.kind != "module":
            if name in scope.globals:
                break
            if name in scope.names and (is_own or scope.kind != "class"):
                if not is_now:
                    return joined_or(value, scope.ever.get(name, PLAIN))
                bound = scope.flow.get(name)
                if bound.is_sure:
                    return joined_or(value, bound.value)
                if scope.kind != "class":
                    if bound.value is None:
                        self.unbound_local(name, node, scope)
                    return joined_or(value, bound.value or PLAIN)
                value = joined_or(value, bound.value or PLAIN)
            is_now = is_now and not scope.is_later
            is_own = is_own and scope.kind == "comprehension" and scope.parent.kind != "class"
            scope = scope.parent
        return joined_or(value, self.of_module(name, node, is_now, value is not None))

    def of_module(self, name, node, is_now, is_known):
        if not is_now:
            if name not in self.module.names and name not in self.declared:
                return self.given(name, node, is_known)
            value = self.module.ever.get(name, PLAIN)
            if name in self.sure_before:
                return value
            return joined(value, self.given(name, node, True)) if self.is_given(name) else value
        bound = self.module.flow.get(name)
        if bound.is_sure:
            return bound.value
        if self.is_given(name):
            return joined_or(bound.value, self.given(name, node, True))
        if bound.value is not None or name in self.declared or is_known:
            return bound.value or PLAIN
        if name in self.module.names:
            return self.unbound_yet(name, node)
        return self.given(name, node, False)

    def is_given(self, name):
        return name in self.inputs or name in reach.BUILTINS or name in reach.GIVEN

    def given(self, name, node, is_known):
        """An input comes before a builtin: the runner binds it in the module."""
        if name in self.inputs:
            if name in reach.BUILTINS and name not in self.seen_tables:
                text = f"The table {name} hides Python's own {name}: here, {name} is the table."
                self.findings.find("warn", "hides-builtin", text, node)
            self.seen_tables.add(name)
            return self.reads.read(name, node)
        if name in reach.BUILTINS:
            return path_value(f"builtins.{name}")
        if name not in reach.GIVEN and not is_known:
            self.undefined(name, node)
        return PLAIN

    def undefined(self, name, node):
        if self.has_star:
            return
        severity = "warn" if "name" in self.guarded() else "deny"
        twin = next((one for one in self.inputs if one.lower() == name.lower()), None)
        if twin is not None:
            text = f"Nothing is called {name}; there is a table {twin}, and Python tells capitals from small letters."
        else:
            text = f"Nothing is called {name} here.{self.suggestion(name)}"
        self.findings.find(severity, "undefined-name", text, node, name)

    def suggestion(self, name):
        self.suggested += 1
        if self.suggested > MOST_SUGGESTIONS:
            return " Bind it first, or import it."
        near = nearest(name, [*self.inputs, *sorted(self.module.names), *self.scope_names(), *sorted(reach.BUILTINS)])
        return f" Did you mean {near}?" if near else " Bind it first, or import it."

    def scope_names(self):
        names, scope = [], self.scope
        while scope.kind != "module":
            names.extend(sorted(scope.names))
            scope = scope.parent
        return names

    def unbound_yet(self, name, node):
        if not self.has_star and not self.is_in_loop_of(name):
            severity = "warn" if "name" in self.guarded() else "deny"
            text = f"{name} is used before it is bound: move the line that binds it up."
            self.findings.find(severity, "undefined-name", text, node, name)
        return PLAIN

    def unbound_local(self, name, node, scope):
        if scope is not self.scope or self.is_in_loop_of(name) or name in self.enclosed or self.guarded():
            return
        text = f"{name} is bound in this function, so it is its own there, and it is used before it is bound."
        hint = f" Call the changed one by another name than the table {name}." if name in self.inputs else ""
        self.findings.find("deny", "undefined-name", text + hint, node, (name, "local"))

    def is_in_loop_of(self, name):
        """Whether a loop around binds it: it may be bound from the round before."""
        for loop in self.loops:
            names = self.loop_names.get(id(loop))
            if names is None:
                names = self.loop_names[id(loop)] = Stored([loop]).names
            if name in names:
                return True
        return False

    def guarded(self):
        return frozenset().union(*self.guards)

    def put(self, written, value, is_sure=True):
        scope = self.scope
        name = scope.own_name(written) if written.startswith("__") else written
        if name in scope.globals:
            # When it is called is not followed: from now on it may be bound to this, or not.
            self.module.put(name, PLAIN if value is None else value, self.module.flow.get(name).is_sure)
            return
        if name in scope.nonlocals:
            return
        if scope is self.module and self.is_given(name):
            self.rebound.add(name)
        scope.put(name, value, is_sure)


def joined_or(value, other):
    return other if value is None else joined(value, other)

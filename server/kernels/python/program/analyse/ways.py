"""The ways that code may take: branches, loops, what is raised and caught. Binds on each what it binds, and joins them."""

import ast

from .expressions import Expressions
from .scopes import FUNCTIONS, Bound, Flow, joined_bounds
from .values import PLAIN

MOST_TURNS = 6
MOST_WALKED_AGAIN = 20_000
CAUGHT = {
    "ImportError": "import",
    "ModuleNotFoundError": "import",
    "NameError": "name",
    "Exception": "import name",
    "BaseException": "import name",
}


class Ways(Expressions):
    def block(self, nodes):
        for node in nodes:
            self.walked += 1
            self.statement(node)

    def way(self, walk):
        """Walks one of several ways from here, and gives what it binds."""
        flow = self.scope.flow
        way = self.scope.flow = Flow(flow)
        walk()
        self.scope.flow = flow
        return way

    def branches(self, node):
        # A chain of elif is a deep tree; each test is a branch of the one before.
        flow, ways, is_complete = self.scope.flow, [], False
        while True:
            if ways:
                self.maybe(lambda part=node.test: self.truth(part))
            else:
                self.truth(node.test)
            ways.append(self.way(lambda part=node.body: self.block(part)))
            if certain_of(node.test) is True:
                is_complete = True
                if node.orelse:
                    self.way(lambda part=node.orelse: self.block(part))
                break
            if len(node.orelse) == 1 and type(node.orelse[0]) is ast.If:
                node = node.orelse[0]
                continue
            ways.append(self.way(lambda part=node.orelse: self.block(part)))
            is_complete = True
            break
        flow.meet(ways if is_complete else [*ways, Flow(flow)])

    def matched(self, node):
        self.use(node.subject)
        flow, ways, is_complete = self.scope.flow, [], False
        for case in node.cases:
            ways.append(self.way(lambda part=case: self.case(part)))
            pattern = case.pattern
            is_complete = type(pattern) is ast.MatchAs and pattern.pattern is None and case.guard is None
        flow.meet(ways if is_complete else [*ways, Flow(flow)])

    def case(self, case):
        self.pattern(case.pattern)
        if case.guard is not None:
            self.truth(case.guard)
        self.block(case.body)

    def pattern(self, node):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.pattern):
                self.pattern(child)
            elif isinstance(child, ast.expr):
                self.use(child)
        name = getattr(node, "rest", None) if type(node) is ast.MatchMapping else getattr(node, "name", None)
        if name is not None:
            self.put(name, PLAIN)

    def for_loop(self, node):
        element = self.iterated(node.iter)
        self.loop(node, lambda: self.bind(node.target, element))

    def while_loop(self, node):
        self.truth(node.test)
        self.loop(node, lambda: self.truth(node.test))

    def loop(self, node, begin):
        """Walks the body again for as long as a round leaves to the next what changes what is known."""
        scope, flow = self.scope, self.scope.flow
        self.loops.append(node)
        for turn in range(MOST_TURNS):
            mark, walked = len(scope.log), self.walked
            self.way(lambda: (begin(), self.block(node.body)))
            if not self.is_changed(flow, scope.log[mark:]):
                break
            self.walked_again += self.walked - walked
            if self.walked_again > MOST_WALKED_AGAIN or turn == MOST_TURNS - 1:
                self.is_tangled = True
                break
        self.loops.pop()
        is_endless = type(node) is ast.While and certain_of(node.test) is True
        can_break = breaks_out(node.body)
        if node.orelse:
            after = self.way(lambda: self.block(node.orelse))
            flow.meet([after, Flow(flow)] if can_break else [after])
        elif is_endless and not can_break:
            flow.is_alive = False

    def is_changed(self, flow, log):
        """Takes into the flow what a part of the code may have bound; whether that makes a value less known."""
        is_changed = False
        after = {}
        for name, value in log:
            before = after.get(name) or flow.get(name)
            if value is None:
                after[name] = Bound(before.value, False)
                continue
            met = joined_bounds(before, Bound(value, True))
            after[name] = Bound(met.value, before.is_sure)
            is_new = value.tables or value.paths or value.lists if before.value is None else not met.value.same(before.value)
            is_changed = is_changed or bool(is_new)
        flow.changes.update(after)
        return is_changed

    def attempt(self, node):
        scope, flow = self.scope, self.scope.flow
        mark = len(scope.log)
        self.guards.append(caught_by(node.handlers))
        body = self.way(lambda: self.block(node.body))
        self.guards.pop()
        raised = Flow(flow)
        self.is_changed(raised, scope.log[mark:])
        scope.flow = body
        self.block(node.orelse)
        scope.flow = raised
        ways = [body]
        for handler in node.handlers:
            ways.append(self.way(lambda part=handler: self.handler(part)))
        scope.flow = flow
        for way in ways[1:]:
            way.changes = {**raised.changes, **way.changes}
            way.before = flow
        flow.meet(ways)
        if node.finalbody:
            self.finally_(node, flow, raised)

    def finally_(self, node, flow, raised):
        """It runs when something was raised as well, and what it binds is bound for sure afterwards."""
        scope, is_alive = self.scope, flow.is_alive
        either = Flow(flow)
        either.meet([Flow(flow), raised])
        scope.flow = either
        mark = len(scope.log)
        self.block(node.finalbody)
        for name, _ in scope.log[mark:]:
            flow.changes[name] = either.get(name)
        scope.flow = flow
        flow.is_alive = is_alive and either.is_alive

    def handler(self, handler):
        if handler.type is not None:
            self.use(handler.type)
        if handler.name is not None:
            self.put(handler.name, PLAIN)
        self.block(handler.body)
        if handler.name is not None:
            self.put(handler.name, None)

    def with_block(self, node):
        may_swallow = False
        for item in node.items:
            value = self.value(item.context_expr)
            may_swallow = may_swallow or is_suppress(self, item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value)
            elif value.tables:
                self.escape(value, node)
        if not may_swallow:
            return self.block(node.body)
        scope, flow = self.scope, self.scope.flow
        mark = len(scope.log)
        self.guards.append(frozenset(("import", "name")))
        body = self.way(lambda: self.block(node.body))
        self.guards.pop()
        raised = Flow(flow)
        self.is_changed(raised, scope.log[mark:])
        flow.meet([body, raised])


def certain_of(test):
    """True or False where a test always is; None where that can't be told. The runner calls the module __main__."""
    if type(test) is ast.Constant:
        return bool(test.value)
    if type(test) is ast.Compare and len(test.ops) == 1 and type(test.ops[0]) is ast.Eq:
        sides = (test.left, test.comparators[0])
        names = {one.id for one in sides if type(one) is ast.Name}
        texts = {one.value for one in sides if type(one) is ast.Constant}
        if names == {"__name__"} and len(texts) == 1:
            return texts == {"__main__"}
    return None


def breaks_out(nodes):
    """Whether a break in these ends the loop around them."""
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if type(node) is ast.Break:
            return True
        if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.expr)):
            continue
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            stack.extend(node.orelse)
            continue
        stack.extend(ast.iter_child_nodes(node))
    return False


def caught_by(handlers):
    caught = set()
    for one in handlers:
        kinds = one.type.elts if type(one.type) is ast.Tuple else (one.type,)
        for kind in kinds:
            name = "BaseException" if kind is None else getattr(kind, "id", "")
            caught.update(CAUGHT.get(name, "").split())
    return frozenset(caught)


def is_suppress(walk, node):
    if type(node) is not ast.Call:
        return False
    func = node.func
    return "suppress" in (getattr(func, "id", None), getattr(func, "attr", None)) or (
        type(func) is ast.Name and walk.lookup(func.id, func).paths == {"contextlib.suppress"}
    )

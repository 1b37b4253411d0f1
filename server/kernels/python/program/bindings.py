"""Which names statements bind, as Python's scopes have it."""

import ast


class _Binding(ast.NodeVisitor):
    def __init__(self):
        self.names = set()
        self.elsewhere = set()

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store):
            self.names.add(node.id)

    def visit_FunctionDef(self, node):
        self.names.add(node.name)
        for part in (*node.decorator_list, *node.args.defaults, *(one for one in node.args.kw_defaults if one)):
            self.visit(part)
        inner = _Binding()
        for statement in node.body:
            inner.visit(statement)
        self.names |= inner.elsewhere

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node):
        self.names.add(node.name)
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)

    def visit_Lambda(self, node):
        pass

    def comprehension(self, node):
        # Its own names stay within; those of := go out.
        for part in ast.walk(node):
            if isinstance(part, ast.NamedExpr):
                self.names.add(part.target.id)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = comprehension

    def visit_Import(self, node):
        for alias in node.names:
            self.names.add(alias.asname or alias.name.split(".")[0])

    def visit_ImportFrom(self, node):
        self.names |= {alias.asname or alias.name for alias in node.names if alias.name != "*"}

    def visit_ExceptHandler(self, node):
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node):
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node):
        if node.name:
            self.names.add(node.name)

    def visit_MatchMapping(self, node):
        if node.rest:
            self.names.add(node.rest)
        self.generic_visit(node)

    def visit_Global(self, node):
        self.elsewhere |= set(node.names)

    visit_Nonlocal = visit_Global


def bound_in(statements):
    """Names that these bind in the scope in which they stand; a function's `global` counts, as it may be called."""
    binding = _Binding()
    for statement in statements:
        binding.visit(statement)
    return binding.names


def local_names(function):
    """A function's own names: its arguments and what its body binds, but for those that it says are another's."""
    arguments = function.args
    own = {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    own |= {one.arg for one in (arguments.vararg, arguments.kwarg) if one is not None}
    binding = _Binding()
    for statement in function.body:
        binding.visit(statement)
    return (own | binding.names) - binding.elsewhere

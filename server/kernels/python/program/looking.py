"""One walk over a step's syntax tree, in the order in which Python would evaluate it."""

import ast

from bindings import bound_in, local_names
from nearest import nearest
from rules import BUILTINS, EVALUATING, PLAIN_DUNDERS, SHAPE, STANDARD, TEXT_WITHOUT_PATH, WRITING, ground_of

ALL = None


class Looking(ast.NodeVisitor):
    def __init__(self, inputs, packages):
        self.inputs, self.packages = inputs, packages
        self.reads = {}
        self.bound_for_sure = set()
        self.bound_anywhere = set()
        self.imports, self.functions = set(), set()
        self.findings, self.told = [], set()
        self.paths = {}
        self.scopes = []
        self.changed = {}

    def module(self, tree):
        self.bound_anywhere = bound_in(tree.body)
        self.bound_for_sure = self.block(tree.body, set())

    def find(self, severity, code, text, node=None):
        line = getattr(node, "lineno", None)
        if (code, text, line) in self.told:
            return
        self.told.add((code, text, line))
        place = {} if node is None else {"line": line, "column": node.col_offset + 1}
        self.findings.append({"severity": severity, "code": code, "text": text, **place})

    def columns_read(self):
        return {
            name: None if columns is ALL else [one for one in self.inputs[name] if one in columns]
            for name, columns in self.reads.items()
        }

    # What is bound for sure, statement by statement.

    def block(self, statements, bound):
        bound = set(bound)
        for statement in statements:
            bound = self.statement(statement, bound)
        return bound

    def statement(self, node, bound):
        before, self.bound_for_sure = self.bound_for_sure, bound
        try:
            if isinstance(node, ast.If):
                self.visit(node.test)
                return self.block(node.body, bound) & self.block(node.orelse, bound)
            if isinstance(node, (ast.For, ast.AsyncFor)):
                self.visit(node.iter)
                self.visit(node.target)
                self.block(node.body, bound | bound_in([ast.Assign([node.target], node.iter)]))
                self.block(node.orelse, bound)
                return bound
            if isinstance(node, ast.While):
                self.visit(node.test)
                self.block(node.body, bound)
                self.block(node.orelse, bound)
                return bound
            if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
                return self.attempt(node, bound)
            if isinstance(node, (ast.With, ast.AsyncWith)):
                for item in node.items:
                    self.visit(item)
                names = bound_in([ast.With(node.items, [])])
                return self.block(node.body, bound | names)
            if isinstance(node, ast.Match):
                self.visit(node.subject)
                for case in node.cases:
                    names = bound_in([ast.Match(node.subject, [ast.match_case(case.pattern, None, [])])])
                    self.visit(case.pattern)
                    if case.guard is not None:
                        self.visit(case.guard)
                    self.block(case.body, bound | names)
                return bound
            self.visit(node)
            if isinstance(node, ast.Delete):
                return bound - {one.id for one in node.targets if isinstance(one, ast.Name)}
            return bound | bound_in([node])
        finally:
            self.bound_for_sure = before

    def attempt(self, node, bound):
        after = self.block(node.body, bound)
        ends = [self.block(node.orelse, after)]
        for handler in node.handlers:
            if handler.type is not None:
                self.visit(handler.type)
            names = {handler.name} if handler.name else set()
            ends.append(self.block(handler.body, bound | names) - names)
        return set.intersection(*ends) | (self.block(node.finalbody, bound) - bound)

    # Scopes of functions, classes and comprehensions.

    def visit_FunctionDef(self, node):
        for part in (*node.decorator_list, *node.args.defaults, *(one for one in node.args.kw_defaults if one)):
            self.visit(part)
        for argument in arguments_of(node.args):
            if argument.annotation is not None:
                self.visit(argument.annotation)
        if node.returns is not None:
            self.visit(node.returns)
        self.within(local_names(node), node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        for part in (*node.args.defaults, *(one for one in node.args.kw_defaults if one)):
            self.visit(part)
        self.within({one.arg for one in arguments_of(node.args)}, [node.body])

    def visit_ClassDef(self, node):
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        # Names of a class are seen by its own lines, and by no function in it.
        own = bound_in(node.body)
        for statement in node.body:
            is_function = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
            self.within(set() if is_function else own, [statement])

    def comprehension(self, node):
        self.visit(node.generators[0].iter)
        names = set()
        for generator in node.generators:
            names |= bound_in([ast.Assign([generator.target], generator.iter)])
        self.scopes.append(names)
        for at, generator in enumerate(node.generators):
            if at > 0:
                self.visit(generator.iter)
            for test in generator.ifs:
                self.visit(test)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.visit(part)
        self.scopes.pop()

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = comprehension

    def within(self, names, nodes):
        self.scopes.append(names)
        for node in nodes:
            self.visit(node)
        self.scopes.pop()

    # Names, and what is reached by them.

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self.load(node, ALL)

    def load(self, node, columns):
        """A use of a name that needs these columns of it, if it is an input: None for all."""
        name = node.id
        if any(name in names for names in self.scopes):
            return
        if name in self.inputs and name not in self.bound_for_sure:
            known = self.reads.setdefault(name, set())
            self.reads[name] = ALL if columns is ALL or known is ALL else known | set(columns)
            return
        if name in self.paths and name in self.bound_anywhere:
            self.reach(self.paths[name], node)
            return
        if name in self.bound_anywhere:
            return
        if name in BUILTINS:
            self.reach(name, node)
            return
        near = nearest(name, [*self.inputs, *self.bound_anywhere, *BUILTINS])
        hint = f" Did you mean {near}?" if near else ""
        self.find("deny", "undefined-name", f"Nothing here is called {name}.{hint}", node)

    def reach(self, path, node):
        ground = ground_of(path)
        if ground is not None:
            severity, code, text = ground
            self.find(severity, code, f"{path}: {text}", node)

    def path_of(self, node):
        """The dotted path by which imports or builtins name it, if they do."""
        if isinstance(node, ast.Name):
            # Also one that was imported within a function, though another scope may mean another by it.
            if node.id in self.paths:
                return self.paths[node.id]
            if any(node.id in names for names in self.scopes):
                return None
            return node.id if node.id in BUILTINS and node.id not in self.bound_anywhere else None
        if isinstance(node, ast.Attribute):
            above = self.path_of(node.value)
            return above and f"{above}.{node.attr}"
        return None

    def visit_Attribute(self, node):
        path = self.path_of(node)
        if path is not None:
            # The beginning is a module or builtin: what counts is the whole path.
            if ground_of(path) is not None:
                self.reach(path, node)
            return
        if node.attr.startswith("__") and node.attr.endswith("__") and node.attr not in PLAIN_DUNDERS:
            text = f"{node.attr} leads to what lies behind an object, which can't be inspected."
            self.find("raise", "dynamic-code", text, node)
        base = node.value
        if isinstance(base, ast.Name) and base.id in self.inputs:
            if node.attr in SHAPE and node.attr not in self.inputs[base.id]:
                return self.load(base, ())
            if node.attr in self.inputs[base.id] and not hasattr(dict, node.attr):
                return self.load(base, (node.attr,) if node.attr not in FRAME_METHODS else ALL)
        self.visit(base)

    def visit_Subscript(self, node):
        base = node.value
        if isinstance(base, ast.Name) and base.id in self.inputs:
            wanted = constant_names(node.slice)
            if wanted is not None:
                self.columns_of(base, wanted, node)
                return
        grouped = self.grouped(base)
        if grouped is not None and constant_names(node.slice) is not None:
            frame, by = grouped
            self.columns_of(frame, [*by, *constant_names(node.slice)], node)
            return
        self.generic_visit(node)

    def grouped(self, node):
        """`frame.groupby('a')` of an input: the frame and the columns."""
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if not is_call or node.func.attr != "groupby" or len(node.args) != 1:
            return None
        frame, by = node.func.value, constant_names(node.args[0])
        if not isinstance(frame, ast.Name) or frame.id not in self.inputs or by is None:
            return None
        if any(not isinstance(one.value, ast.Constant) for one in node.keywords):
            return None
        return frame, by

    def columns_of(self, base, wanted, node):
        known = self.inputs[base.id]
        if isinstance(node.ctx, ast.Load):
            # A column may have been added to the copy before.
            for one in wanted:
                if one not in known and one not in self.changed.get(base.id, set()):
                    near = nearest(one, known)
                    hint = f" Did you mean {near}?" if near else ""
                    self.find("warn", "unknown-column", f"{base.id} has no column {one}.{hint}", node)
            self.load(base, [one for one in wanted if one in known])
            return
        self.changed.setdefault(base.id, set()).update(wanted)
        self.load(base, ())

    def visit_Call(self, node):
        path = self.path_of(node.func)
        if path is not None:
            self.functions.add(path)
            if path == "len" and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
                return self.load(node.args[0], ())
            if path in ("getattr", "setattr", "delattr") and not is_text(node.args[1:2]):
                self.find("raise", "dynamic-code", f"{path} with a name that is made while it runs can't be inspected.", node)
        elif isinstance(node.func, ast.Attribute):
            method = node.func.attr
            has_path = bool(node.args) or any(one.arg in ("path", "path_or_buf", "fname", "buf") for one in node.keywords)
            if method in WRITING and (has_path or method not in TEXT_WITHOUT_PATH):
                self.find("raise", "reaches-files", f".{method}() writes or reads a file, which the sandbox refuses outside of its scratch folder.", node)
            if method in EVALUATING and not is_text(node.args[:1]):
                self.find("raise", "dynamic-code", f".{method}() of a text that is made while it runs can't be inspected.", node)
        self.generic_visit(node)

    # Imports.

    def visit_Import(self, node):
        for alias in node.names:
            self.imported(alias.name, node)
            self.paths[alias.asname or alias.name.split(".")[0]] = (
                alias.name if alias.asname else alias.name.split(".")[0]
            )
            if ground_of(alias.name) is not None:
                self.reach(alias.name, node)

    def visit_ImportFrom(self, node):
        if node.level:
            self.find("deny", "relative-import", "There is no package around a step to import from.", node)
            return
        self.imported(node.module, node)
        for alias in node.names:
            if alias.name == "*":
                text = f"from {node.module} import * hides which names it brings: name them."
                self.find("deny", "star-import", text, node)
                continue
            path = f"{node.module}.{alias.name}"
            self.paths[alias.asname or alias.name] = path
            if ground_of(path) is not None:
                self.reach(path, node)

    def imported(self, path, node):
        top = path.split(".")[0]
        self.imports.add(top)
        if top in STANDARD or top in self.packages:
            return
        near = nearest(top, self.packages)
        hint = f" Did you mean {near}?" if near else " A package is added to the environment of Python before it can be used."
        self.find("deny", "missing-package", f"There is no package {top} here.{hint}", node)

    def visit_Assign(self, node):
        self.visit(node.value)
        # Another name for something that matters matters as well.
        path = self.path_of(node.value)
        for target in node.targets:
            self.visit(target)
            if path is not None and isinstance(target, ast.Name) and not self.scopes:
                self.paths[target.id] = path

    def visit_AugAssign(self, node):
        if isinstance(node.target, ast.Name):
            self.load(ast.Name(node.target.id, ast.Load(), lineno=node.lineno, col_offset=node.col_offset), ALL)
        else:
            self.visit(node.target)
        self.visit(node.value)


def arguments_of(arguments):
    rest = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]


def constant_names(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, (ast.List, ast.Tuple)) and node.elts:
        names = [one.value if isinstance(one, ast.Constant) else None for one in node.elts]
        return names if all(isinstance(one, str) for one in names) else None
    return None


def is_text(nodes):
    return len(nodes) == 1 and isinstance(nodes[0], ast.Constant) and isinstance(nodes[0].value, str)


# Where a column has the name of one of these, `frame.name` is the method.
FRAME_METHODS = frozenset(
    """abs add agg all any apply assign astype at attrs axes clip columns copy corr count cov cummax cummin cumprod
    cumsum describe diff div drop dtypes dropna duplicated empty eq eval explode ffill fillna filter first ge get
    groupby gt head hist iat idxmax idxmin iloc index info insert isin isna items join keys kurt last le loc lt mask
    max mean median melt merge min mod mode mul ndim ne nlargest notna nsmallest nunique pct_change pipe pivot plot
    pop pow prod product quantile query rank rename replace resample rolling round sample sem set shape shift size
    skew sort_index sort_values squeeze stack std style sub sum swaplevel tail take transform transpose truncate
    unstack update value_counts values var where xs""".split()
)

"""Of what sort a name's value is, as far as the text tells: a data frame can be a step's result, other values can't be read by steps."""

import ast

from .scopes import parameters_of

#: Functions that call functions are followed so far.
MOST_DEPTH = 4
MAKING = frozenset(
    "DataFrame concat merge pivot_table crosstab get_dummies melt json_normalize merge_asof from_dict from_records".split()
)
#: Of a frame, these give one row or column each way; of a column, a single value.
REDUCING = frozenset(
    "sum mean median min max std var count nunique any all prod size first last idxmax idxmin quantile skew mode agg aggregate".split()
)
PLAIN_OF_FRAME = frozenset(
    "to_dict to_list tolist to_numpy to_csv to_parquet to_json to_excel to_sql items iterrows itertuples keys unique"
    " plot hist boxplot info item get_group corrwith".split()
)
GROUPING = frozenset("groupby rolling resample expanding ewm".split())
PLAIN_ATTRIBUTES = frozenset("shape columns index dtypes values size ndim empty dtype name T str dt cat".split()) - {"T"}
PLACING = frozenset("loc iloc at iat".split())


class Values:
    def __init__(self):
        self.sort = {}
        self.functions = {}
        self.depth = 0

    def judge(self, node, use):
        """The sorts of what it binds, of what it shows, and the files that it reads."""
        if isinstance(node, ast.FunctionDef):
            self.functions[node.name] = node
        files = [found for one in ast.walk(node) if (found := file_read(one)) is not None]
        shown = None
        if isinstance(node, ast.Expr):
            shown = {"value": self.of(node.value), "call": call_name(node.value)[:60]}
        value = self.of(node.value) if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None else "plain"
        kinds = {}
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        simple = {one.id for one in targets if isinstance(one, ast.Name)}
        for name in use.binds:
            if name in simple:
                kinds[name] = value
            elif isinstance(node, (ast.If, ast.For, ast.While, ast.Try, ast.With)):
                kinds[name] = self.within(node, name)
            elif isinstance(node, ast.AugAssign):
                kinds[name] = self.sort.get(name, "plain")
            else:
                kinds[name] = "plain"
            self.sort[name] = kinds[name]
        return kinds, shown, files

    def within(self, node, name):
        sorts = {
            self.of(one.value)
            for one in ast.walk(node)
            if isinstance(one, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in one.targets)
        }
        return "frame" if "frame" in sorts else next(iter(sorts), "plain")

    def of(self, node):
        if isinstance(node, ast.Name):
            return self.sort.get(node.id, "plain")
        if isinstance(node, ast.Subscript):
            return self.of_part(node)
        if isinstance(node, ast.Attribute):
            within = self.of(node.value)
            if within == "frame":
                return "frame" if node.attr == "T" else "plain" if node.attr in PLAIN_ATTRIBUTES else "series"
            return within if within == "group" else "plain"
        if isinstance(node, ast.Call):
            return self.of_call(node)
        if isinstance(node, (ast.BinOp, ast.Compare, ast.UnaryOp, ast.IfExp)):
            sides = [self.of(one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
            return next((one for one in ("frame", "series") if one in sides), "plain")
        return "plain"

    def of_part(self, node):
        target = node.value
        if isinstance(target, ast.Attribute) and target.attr in PLACING and self.of(target.value) in ("frame", "series"):
            if self.of(target.value) == "series":
                return "series"
            one = node.slice
            is_one = isinstance(one, ast.Constant) or (isinstance(one, ast.Tuple) and any(isinstance(x, ast.Constant) for x in one.elts))
            return "series" if is_one else "frame"
        within = self.of(target)
        if within == "frame":
            return "series" if isinstance(node.slice, ast.Constant) else "frame"
        return within if within in ("series", "group") else "plain"

    def of_call(self, node):
        func = node.func
        if isinstance(func, ast.Name) and func.id in self.functions and self.depth < MOST_DEPTH:
            return self.returned(self.functions[func.id], node)
        if not isinstance(func, ast.Attribute):
            return "plain"
        if func.attr in MAKING or func.attr.startswith(("read_", "scan_")):
            return "frame"
        if func.attr in ("subplots", "figure", "gcf"):
            return "drawing"
        within = self.of(func.value)
        if within == "plain":
            # `duckdb.sql("…").df()`, `.to_pandas()`.
            return "frame" if func.attr in ("df", "to_pandas", "to_df", "fetchdf") else "plain"
        if within == "drawing" or func.attr in PLAIN_OF_FRAME:
            return "plain"
        if func.attr in GROUPING:
            return "group"
        if within == "group":
            return "frame"
        if within == "series":
            return "plain" if func.attr in REDUCING else "frame" if func.attr in ("to_frame", "reset_index", "unstack") else "series"
        return "series" if func.attr in REDUCING - {"agg", "aggregate", "mode", "first", "last", "quantile"} else "frame"

    def returned(self, function, call):
        """What a function of the notebook gives when it is given this, by its lines from top to bottom."""
        before, self.sort = self.sort, dict(self.sort)
        self.depth += 1
        try:
            parameters = [one.arg for one in parameters_of(function.args)]
            for name in parameters:
                self.sort[name] = "plain"
            given = [*zip(parameters, call.args), *((one.arg, one.value) for one in call.keywords)]
            for name, value in given:
                self.sort[name] = self.of(value)
            sort = "plain"
            for one in ast.walk(function):
                if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
                    self.sort[one.targets[0].id] = self.of(one.value)
                elif isinstance(one, ast.Return) and one.value is not None:
                    sort = self.of(one.value)
            return sort
        finally:
            self.sort = before
            self.depth -= 1


def call_name(node):
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def file_read(node):
    """`pd.read_csv("a.csv")`, `open("a.txt")`: the call, its path where it is written out, and how many arguments follow."""
    if not isinstance(node, ast.Call):
        return None
    func = node.func
    is_reader = isinstance(func, ast.Attribute) and func.attr.startswith(("read_", "scan_")) and func.attr not in ("read_clipboard",)
    is_open = isinstance(func, ast.Name) and func.id == "open"
    is_loaded = isinstance(func, ast.Attribute) and func.attr in ("loadtxt", "genfromtxt", "load_dataset")
    if not (is_reader or is_open or is_loaded):
        return None
    named = [one.value for one in node.keywords if one.arg in ("filepath_or_buffer", "path", "io", "source")]
    first = (node.args or named or [None])[0]
    path = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
    more = len(node.args) + len(node.keywords) - (1 if first is not None else 0)
    return node, ast.unparse(func), path, more

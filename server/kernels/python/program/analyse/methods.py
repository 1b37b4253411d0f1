"""Methods of data frames whose columns are named in the call, or that give each column on as it is."""

import ast

from .arguments import argument, is_taken, rest, whole
from .merges import merged, merged_by_index
from .queries import query
from .values import MASK, PLAIN, SERIES, Value

def keep(walk, node, value):
    """Every column comes from the one of its name; along rows (axis=1), from its neighbours as well."""
    name = node.func.attr
    if name not in AXIS_PICKS and (argument(node, "axis", 0 if name in AXIS_FIRST else 1) is not None):
        walk.escape(value, node)
    rest(walk, node)
    return whole(value, "group" if value.kind == "group" else "frame")


def reduce(walk, node, value):
    """One value for each column, from that column; along rows, from all."""
    if argument(node, "axis", 0) is not None:
        walk.escape(value, node)
    rest(walk, node)
    return whole(value, "frame", False)


def shape_only(walk, node, value):
    rest(walk, node)
    return SERIES


def by(name, position, gives="frame", is_needed=False):
    """The columns that one argument names decide; the others are given on."""

    def rule(walk, node, value):
        part = argument(node, name, position)
        if (part is None and is_needed) or (part is not None and not is_taken(walk, value, part)):
            walk.escape(value, node)
        rest(walk, node, (part,))
        if gives == "mask":
            return MASK
        return SERIES if gives == "series" else whole(value, "group" if value.kind == "group" else gives)

    return rule


def only(names, needed):
    """Nothing but the columns that these arguments hold comes out, if those that are needed are given."""

    def rule(walk, node, value):
        parts = {name: argument(node, name, position) for position, name in enumerate(names)}
        given = [part for part in parts.values() if part is not None]
        is_known = all([is_taken(walk, value, part) for part in given])
        if not is_known or any(parts[name] is None for name in needed):
            walk.escape(value, node)
        rest(walk, node, given)
        return PLAIN

    return rule


def window(walk, node, value):
    on = argument(node, "on", None)
    if on is not None and not is_taken(walk, value, on):
        walk.escape(value, node)
    rest(walk, node, (on,))
    return whole(value, "group")


def rows(kind):
    def rule(walk, node, value):
        rest(walk, node)
        return whole(value, kind, False)

    return rule


def assign(walk, node, value):
    walk.reads.make(word.arg for word in node.keywords)
    rest(walk, node, (), whole(value, "frame"))
    return whole(value, "frame")


def conditional(walk, node, value):
    rest(walk, node, (), whole(value, "frame"))
    return whole(value, "frame")


def rename(walk, node, value):
    columns = argument(node, "columns", None)
    if columns is None and (node.args or argument(node, "mapper", None) is not None):
        walk.escape(value, node, is_changed=True)
    elif columns is not None and not is_renamed(walk, value, columns):
        walk.escape(value, node, is_changed=True)
    rest(walk, node, (columns,))
    return whole(value, "frame")


def is_renamed(walk, value, columns):
    if type(columns) is not ast.Dict or any(one is None for one in columns.keys):
        walk.use(columns)
        return False
    is_known = all([is_taken(walk, value, one) for one in columns.keys])
    for one in columns.values:
        named = walk.value(one)
        walk.escape(named, one)
        is_known = is_known and named.texts is not None
        walk.reads.make(named.texts or ())
    return is_known


def aggregate(walk, node, value):
    """agg({'a': 'sum'}) or agg(total=('a', 'sum')); of a name alone, each column from its own."""
    rule = argument(node, "func", 0)
    if rule is None and node.keywords:
        for word in node.keywords:
            pair = word.value
            is_pair = type(pair) is ast.Tuple and len(pair.elts) == 2
            if not is_pair or not is_taken(walk, value, pair.elts[0]):
                walk.escape(value, node)
            walk.use(pair.elts[1] if is_pair else pair)
        walk.reads.make(word.arg for word in node.keywords)
        return PLAIN
    if type(rule) is ast.Dict and all(one is not None for one in rule.keys):
        if not all([is_taken(walk, value, one) for one in rule.keys]):
            walk.escape(value, node)
        for one in rule.values:
            walk.use(one)
        rest(walk, node, (rule,))
        return PLAIN
    named = walk.value(rule) if rule is not None else PLAIN
    walk.escape(named, node)
    if named.texts is None or argument(node, "axis", 1) is not None:
        walk.escape(value, node)
    rest(walk, node, (rule,))
    return whole(value, "frame", False)


def applied(walk, node, value):
    """A function of one row, or of one group's frame, when it stands in the call itself."""
    function = argument(node, "func", 0)
    axis = argument(node, "axis", 1 if value.kind == "frame" else None)
    is_by_row = type(axis) is ast.Constant and axis.value in (1, "columns")
    if type(function) is ast.Lambda and (is_by_row or value.kind == "group"):
        walk.later(function, (whole(value, "row" if is_by_row else "frame", is_by_row and value.is_exact),))
        rest(walk, node, (function,))
        return PLAIN
    walk.escape(value, node, is_changed=value.kind == "group")
    rest(walk, node)
    return PLAIN


def piped(walk, node, value):
    function = argument(node, "func", 0)
    if type(function) is ast.Lambda:
        walk.later(function, (Value(value.tables, value.kind, is_input=value.is_input, is_exact=value.is_exact),))
        rest(walk, node, (function,))
        return PLAIN
    walk.escape(value, node, is_changed=True)
    rest(walk, node)
    return PLAIN


def merge(walk, node, value):
    return merged(walk, node, value, argument(node, "right", 0), tuple(node.args[1:]))


def join(walk, node, value):
    return merged_by_index(walk, node, value, argument(node, "other", 0))


def insert(walk, node, value):
    name = argument(node, "column", 1)
    made = walk.value(name) if name is not None else PLAIN
    if made.texts is None:
        walk.reads.makes_unknown = True
    walk.reads.make(made.texts or ())
    rest(walk, node, (name,))
    return PLAIN


# Here an axis only picks or orders labels; there it is the first argument.
AXIS_PICKS = frozenset("drop sort_index take truncate sample swaplevel droplevel reorder_levels reset_index".split())
AXIS_FIRST = frozenset("cumsum cumprod cummax cummin rank".split())
EACH_COLUMN = """head tail copy sample sort_index reset_index infer_objects convert_dtypes truncate take shift fillna
    astype round abs clip ffill bfill pad diff pct_change cumsum cumprod cummax cummin rank replace drop nth asfreq
    tz_localize tz_convert swaplevel droplevel reorder_levels"""
REDUCING = """sum mean median min max std var count nunique prod product sem skew kurt quantile idxmax idxmin first
    last any all"""
METHODS = {
    **{name: keep for name in EACH_COLUMN.split()},
    **{name: reduce for name in REDUCING.split()},
    **{name: window for name in ("rolling", "expanding", "ewm", "resample")},
    **{name: conditional for name in ("where", "mask")},
    **{name: aggregate for name in ("agg", "aggregate")},
    "iterrows": rows("pairs"),
    "itertuples": rows("rows"),
    "size": shape_only,
    "ngroup": shape_only,
    "cumcount": shape_only,
    "keys": shape_only,
    "sort_values": by("by", 0, is_needed=True),
    "groupby": by("by", 0, "group"),
    "set_index": by("keys", 0, is_needed=True),
    "drop_duplicates": by("subset", 0, is_needed=True),
    "dropna": by("subset", None, is_needed=True),
    "duplicated": by("subset", 0, "mask", is_needed=True),
    "nlargest": by("columns", 1, is_needed=True),
    "nsmallest": by("columns", 1, is_needed=True),
    "explode": by("column", 0, is_needed=True),
    "pop": by("item", 0, "series", is_needed=True),
    "get": by("key", 0, "series", is_needed=True),
    "filter": only(("items",), ("items",)),
    "value_counts": only(("subset",), ("subset",)),
    "pivot_table": only(("values", "index", "columns"), ("values",)),
    "pivot": only(("", "", "", "columns", "index", "values"), ("columns", "values")),
    "melt": only(("id_vars", "value_vars"), ("value_vars",)),
    "plot": only(("", "x", "y"), ("x", "y")),
    "query": query,
    "eval": query,
    "assign": assign,
    "rename": rename,
    "apply": applied,
    "pipe": piped,
    "merge": merge,
    "join": join,
    "insert": insert,
}

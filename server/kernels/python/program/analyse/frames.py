"""Which columns an operation on a data frame takes. An operation that is not listed takes them all."""

import ast

from .methods import METHODS
from .values import PLAIN, SERIES, Value, frame

# What a frame tells of itself without any values.
SHAPE = frozenset("columns shape index dtypes size empty ndim axes attrs ngroups keys Index name".split())
LOCATORS = frozenset("loc iloc at iat".split())
FRAME_METHODS = frozenset(
    """abs add agg aggregate all any apply applymap asfreq asof assign astype at backfill bfill clip combine compare
    copy corr corrwith count cov cummax cummin cumprod cumsum describe diff div divide dot drop drop_duplicates dropna
    duplicated eq equals eval ewm expanding explode ffill fillna filter first floordiv ge get groupby gt head hist
    idxmax idxmin info insert interpolate isin isna isnull items iterrows itertuples join kurt last le lt map mask max
    mean median melt merge min mod mode mul ne nlargest notna nsmallest nunique pct_change pipe pivot pivot_table plot
    pop pow prod quantile query radd rank rename reset_index resample rolling round sample select_dtypes sem set_index
    shift skew sort_index sort_values squeeze stack std style sub sum swaplevel tail take to_csv to_dict transform
    transpose unstack update value_counts values var where xs T iat iloc loc""".split()
)
FRAMES = ("frame", "row", "group")


def attribute(walk, node, value, name):
    """An attribute that is not called."""
    if value.kind not in FRAMES:
        walk.escape(value, node)
        return PLAIN
    if name in LOCATORS and value.kind == "frame":
        return Value(value.tables, name, is_input=value.is_input, is_exact=value.is_exact)
    if any(name in (walk.reads.known[one] or ()) for one in value.tables):
        walk.reads.take(value, (name,), node)
        # Where a column has a method's name, pandas gives the method.
        if name in FRAME_METHODS or name in SHAPE:
            walk.escape(value, node)
        return SERIES if value.kind == "frame" else PLAIN
    if name in SHAPE:
        return PLAIN
    if name not in walk.reads.made:
        walk.escape(value, node, is_changed=True)
    return SERIES


def method(walk, node, value):
    """A call of a method of a frame."""
    name = node.func.attr
    rule = METHODS.get(name) if value.kind in FRAMES else None
    if any(one.arg == "inplace" and not is_false(one.value) for one in node.keywords):
        note_change(walk, value, node)
    is_spread = any(type(one) is ast.Starred for one in node.args) or any(one.arg is None for one in node.keywords)
    if rule is None or is_spread:
        walk.escape(value, node, is_changed=is_spread)
        return None
    # A merge says whose column each of its keys is; what is dropped is not read.
    if name not in ("drop", "merge", "join"):
        take_named(walk, value, node)
    return rule(walk, node, value)


def take_named(walk, value, node):
    """Any argument may name a column (`weights`, `times`, `c`): one that has a column's name is taken as one."""
    for part in (*node.args, *(one.value for one in node.keywords)):
        for one in part.elts if type(part) in (ast.List, ast.Tuple) else (part,):
            texts = walk.value(one).texts if type(one) in (ast.Constant, ast.Name) else None
            for table in value.tables if texts else ():
                named = texts & (walk.reads.known[table] or texts)
                walk.reads.take(frame((table,)), sorted(named), node)


def is_false(node):
    return type(node) is ast.Constant and node.value is False


def note_change(walk, value, node):
    if not value.is_input:
        return
    for table in sorted(value.tables):
        text = f"{table} is changed here: that changes this step's own copy, not the table that others read."
        walk.findings.find("note", "changes-input", text, node, table)


def subscript(walk, node, value):
    if value.kind in ("loc", "at"):
        return located(walk, node, value)
    if value.kind in ("iloc", "iat"):
        return placed(walk, node, value)
    if value.kind not in FRAMES:
        walk.escape(value, node)
        walk.use(node.slice)
        return PLAIN
    return taken(walk, node.slice, value, node)


def taken(walk, index, value, node):
    """frame[index]"""
    if type(index) is ast.Slice:
        for part in (index.lower, index.upper, index.step):
            if part is not None:
                walk.use(part)
        return frame(value.tables, value.kind, value.is_exact)
    if type(index) is ast.Lambda:
        walk.later(index, (frame(value.tables, "frame", value.is_exact),))
        return frame(value.tables, value.kind, value.is_exact)
    key = walk.value(index)
    if key.texts is not None and not key.tables:
        walk.reads.take(value, sorted(key.texts), node, key.lists)
        if value.kind == "row":
            return PLAIN
        return PLAIN if key.lists or value.kind == "group" else SERIES
    walk.escape(key, index)
    if key.kind == "mask" and not key.tables:
        return frame(value.tables, value.kind, value.is_exact)
    walk.escape(value, node)
    return PLAIN


def located(walk, node, value):
    """frame.loc[rows] or frame.loc[rows, columns]"""
    whole = frame(value.tables, "frame", value.is_exact)
    index = node.slice
    if type(index) is not ast.Tuple or len(index.elts) != 2:
        located_rows(walk, index, whole)
        return whole
    rows, columns = index.elts
    located_rows(walk, rows, whole)
    if is_everything(columns):
        return whole
    key = walk.value(columns) if type(columns) is not ast.Slice else walk.parts(columns)
    if key.texts is None or key.tables:
        walk.escape(key, columns)
        walk.escape(value, node)
        return PLAIN
    walk.reads.take(value, sorted(key.texts), node, key.lists)
    # Of one row it is one value, which may be a column's name.
    return SERIES if type(rows) is ast.Slice and not key.lists else PLAIN


def located_rows(walk, rows, whole):
    if type(rows) is ast.Lambda:
        walk.later(rows, (whole,))
    elif type(rows) is ast.Slice:
        walk.parts(rows)
    else:
        walk.use(rows)


def placed(walk, node, value):
    index = node.slice
    whole = frame(value.tables, "frame", value.is_exact)
    if type(index) is ast.Tuple:
        for one in index.elts:
            if not is_everything(one):
                walk.use(one)
        if len(index.elts) == 2 and is_everything(index.elts[1]):
            return whole
        walk.escape(value, node)
        return PLAIN
    located_rows(walk, index, whole)
    return whole


def is_everything(node):
    return type(node) is ast.Slice and node.lower is None and node.upper is None and node.step is None


def store_column(walk, target, value, is_added_to=False):
    """frame[index] = value, or del frame[index]"""
    base = walk.value(target.value)
    if value is not PLAIN:
        walk.escape(value, target)
    if not base.tables:
        if base is not PLAIN:
            walk.escape(base, target.value)
        walk.use(target.slice)
        return
    note_change(walk, base, target)
    if is_added_to:
        subscript(walk, ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target), base)
    index = target.slice
    if base.kind in ("loc", "at"):
        whole = frame(base.tables, "frame", base.is_exact)
        if type(index) is not ast.Tuple or len(index.elts) != 2:
            return located_rows(walk, index, whole)
        located_rows(walk, index.elts[0], whole)
        index = index.elts[1]
    elif base.kind not in FRAMES:
        walk.reads.makes_unknown = True
        walk.use(index)
        return
    key = walk.parts(index) if type(index) is ast.Slice else walk.value(index)
    if key.texts is not None and not key.tables:
        walk.reads.make(key.texts)
        if key.lists & walk.reads.loose_lists:
            walk.reads.makes_unknown = True
        return
    walk.escape(key, index)
    if key.kind != "mask":
        walk.reads.makes_unknown = True


def store_attribute(walk, target, value):
    """frame.column = value"""
    base = walk.value(target.value)
    if value is not PLAIN:
        walk.escape(value, target, is_changed=True)
    walk.judge_attribute(target, base, target.attr)
    if not base.tables:
        if base is not PLAIN:
            walk.escape(base, target.value)
        return
    note_change(walk, base, target)
    if target.attr in ("columns", "index", "attrs"):
        # Columns of other names from here on: which is which is not followed.
        walk.escape(base, target, is_changed=target.attr == "columns")
        return
    walk.reads.make((target.attr,))

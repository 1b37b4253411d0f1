"""Functions of pandas that take frames as their arguments."""

import ast

from .arguments import rest
from .merges import merged
from .methods import METHODS
from .values import PLAIN, frame


def merge(walk, node):
    right = node.args[1] if len(node.args) > 1 else None
    left = walk.value(node.args[0])
    if right is None:
        right = next((one.value for one in node.keywords if one.arg == "right"), None)
    call = ast.copy_location(ast.Call(node.func, node.args[1:], node.keywords), node)
    return merged(walk, call, left, right, tuple(node.args[2:]))


def concat(walk, node):
    """One below the other, or side by side: columns keep their names."""
    first = node.args[0]
    if type(first) not in (ast.List, ast.Tuple) or any(type(one) is ast.Starred for one in first.elts):
        rest(walk, node)
        return PLAIN
    values = [walk.value(one) for one in first.elts]
    rest(walk, node, (first,))
    tables = set()
    for value, one in zip(values, first.elts):
        if value.tables and value.kind == "frame":
            tables |= value.tables
        else:
            walk.escape(value, one)
    return frame(tables, "frame", False) if tables else PLAIN


def data_frame(walk, node):
    first = walk.value(node.args[0])
    rest(walk, node, (node.args[0],))
    if first.tables and first.kind == "frame" and len(node.args) == 1 and not node.keywords:
        return frame(first.tables, "frame", first.is_exact)
    walk.escape(first, node)
    return PLAIN


def as_method(name):
    """pandas.melt(frame, …) is frame.melt(…)."""

    def rule(walk, node):
        value = walk.value(node.args[0])
        call = ast.copy_location(ast.Call(node.func, node.args[1:], node.keywords), node)
        if value.tables and value.kind == "frame":
            return METHODS[name](walk, call, value)
        walk.escape(value, node)
        rest(walk, call)
        return PLAIN

    return rule


COMBINING = {
    "pandas.merge": merge,
    "pandas.concat": concat,
    "pandas.DataFrame": data_frame,
    "pandas.melt": as_method("melt"),
    "pandas.pivot_table": as_method("pivot_table"),
    "pandas.pivot": as_method("pivot"),
}

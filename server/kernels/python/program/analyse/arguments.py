"""The arguments of a call of a frame's method, and the columns that they name."""

import ast

from .values import frame

NAMED_NOTHING = (int, float, bool, type(None))


def argument(node, name, position):
    for one in node.keywords:
        if one.arg == name:
            return one.value
    return node.args[position] if position is not None and position < len(node.args) else None


def rest(walk, node, taken=(), value=None):
    """The other arguments. A lambda among them is called with the frame, if that is given."""
    for one in (*node.args, *(word.value for word in node.keywords)):
        if any(one is other for other in taken):
            continue
        if value is not None and type(one) is ast.Lambda:
            walk.later(one, (value,))
        else:
            walk.use(one)


def whole(value, kind=None, is_exact=None):
    return frame(value.tables, kind or value.kind, value.is_exact if is_exact is None else is_exact)


def is_taken(walk, value, part):
    """Takes the columns that an argument names; False when which these are can't be told."""
    if type(part) in (ast.List, ast.Tuple) and part.elts:
        return all([is_taken(walk, value, one) for one in part.elts])
    if type(part) is ast.Constant and isinstance(part.value, NAMED_NOTHING):
        return True
    named = walk.value(part)
    if named.paths == {"pandas.Grouper()"} and type(part) is ast.Call:
        key = argument(part, "key", 0)
        return key is None or is_taken(walk, value, key)
    if named.tables:
        walk.escape(named, part)
        return False
    if named.texts is not None:
        walk.reads.take(value, sorted(named.texts), part, named.lists)
        return True
    walk.escape(named, part)
    return named.kind in ("series", "mask")

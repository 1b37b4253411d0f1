"""Two frames made one: the keys are taken, the other columns are given on, from either."""

from .arguments import argument, is_taken, rest, whole
from .values import PLAIN, frame


def merged(walk, node, left, right_node, more):
    """`more`: arguments after the other frame that are given by place (how, on, left_on, right_on)."""
    right = walk.value(right_node) if right_node is not None else PLAIN
    places = dict(zip(("how", "on", "left_on", "right_on"), more))
    named = {one.arg: one.value for one in node.keywords}
    on, left_on, right_on = ((named.get(one) or places.get(one)) for one in ("on", "left_on", "right_on"))
    taken = [right_node, on, left_on, right_on]
    if on is None and left_on is None and right_on is None and not ({"left_index", "right_index"} & set(named)):
        how = named.get("how") or places.get("how")
        if getattr(how, "value", None) != "cross":
            take_common(walk, left, right, node)
    if on is not None and not all([is_key(walk, one, on) for one in (left, right)]):
        escape_both(walk, left, right, node)
    for side, key in ((left, left_on), (right, right_on)):
        if key is not None and not is_key(walk, side, key):
            escape_both(walk, left, right, node)
    rest(walk, node, [one for one in (*taken, *node.args[: len(node.args) - len(more)]) if one is not None])
    return together(walk, (left, right), node)


def is_key(walk, side, key):
    # Of the other side a name may be a column that was made there: whatever it is, it is no mistake for sure.
    return is_taken(walk, whole(side, side.kind, False), key)


def merged_by_index(walk, node, left, right_node):
    right = walk.value(right_node) if right_node is not None else PLAIN
    on = argument(node, "on", 1)
    if on is not None and not is_taken(walk, left, on):
        walk.escape(left, node)
    if right.texts is not None or right.kind not in ("frame", "series", ""):
        walk.escape(right, node)
    rest(walk, node, [one for one in (right_node, on) if one is not None])
    return together(walk, (left, right), node)


def known_columns(walk, value):
    """Or None, when they are not known: something was made of the tables, or of tables that are not followed."""
    if not value.tables or not value.is_exact:
        return None
    columns = set()
    for table in value.tables:
        if walk.reads.known[table] is None:
            return None
        columns |= walk.reads.known[table]
    return columns


def take_common(walk, left, right, node):
    """Without keys, those that both have are the keys."""
    for one, other in ((left, right), (right, left)):
        names, others = known_columns(walk, one), known_columns(walk, other)
        if names is None or others is None:
            walk.escape(one, node)
        else:
            walk.reads.take(one, sorted(names & others), node)


def escape_both(walk, left, right, node):
    walk.escape(left, node)
    walk.escape(right, node)


def together(walk, values, node):
    """Of columns that both have the names are made longer: see `Reads.take`."""
    for one in values:
        if one.tables and one.kind != "frame":
            walk.escape(one, node)
    tables = frozenset().union(*(one.tables for one in values))
    return frame(tables, "frame", False) if tables else PLAIN

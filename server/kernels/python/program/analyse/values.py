"""What is known of a value without computing it: which inputs it holds columns of, what imported thing it is, which texts."""

NONE = frozenset()
MOST_PATHS = 32


class Value:
    """
    tables: inputs of which it may hold columns that were not named yet.
    kind: how columns are taken from it; for those without tables `mask`, `series` or nothing.
    paths: dotted paths of what it may be, through imports and builtins; `()` at the end of one that was called.
    texts: the column names that it may be or list; None when that is not known.
    lists: literals that may be changed after they were read, by their place in the code.
    is_exact: its columns are those of its tables, and those that are made somewhere in the code by name.
    """

    __slots__ = ("tables", "kind", "paths", "is_module", "texts", "lists", "is_input", "is_exact")

    def __init__(
        self, tables=NONE, kind="", paths=NONE, is_module=False, texts=None, lists=NONE, is_input=False, is_exact=True
    ):
        self.tables = tables
        self.kind = kind
        self.paths = paths
        self.is_module = is_module
        self.texts = texts
        self.lists = lists
        self.is_input = is_input
        self.is_exact = is_exact

    def same(self, other):
        return self is other or all(getattr(self, one) == getattr(other, one) for one in Value.__slots__)


PLAIN = Value()
# True or false for each row: picks rows, names no column.
MASK = Value(kind="mask")
# Values of named columns: names no column either.
SERIES = Value(kind="series")


def frame(tables, kind="frame", is_exact=True):
    return Value(frozenset(tables), kind, is_exact=is_exact)


def path_value(path, is_module=False):
    return Value(paths=frozenset((path,)), is_module=is_module)


def joined(a, b):
    """What may be the one or the other."""
    if a is b or a.same(b):
        return a
    if a.tables and b.tables:
        kind = a.kind if a.kind == b.kind else "mixed"
    elif a.tables or b.tables:
        kind = a.kind if a.tables else b.kind
    else:
        kind = a.kind if a.kind == b.kind else ""
    paths = a.paths | b.paths
    is_module = a.is_module or b.is_module
    return Value(
        a.tables | b.tables,
        kind,
        paths if len(paths) <= MOST_PATHS else a.paths,
        is_module,
        None if a.texts is None or b.texts is None else a.texts | b.texts,
        a.lists | b.lists,
        a.is_input or b.is_input,
        a.is_exact and b.is_exact,
    )

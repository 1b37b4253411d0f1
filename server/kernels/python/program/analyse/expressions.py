"""Walks expressions in the order in which Python evaluates them, and says of each what is known of its value."""

import ast
import re

from . import attributes, calls, frames, reach
from .binding import Binding
from .values import MASK, NONE, PLAIN, SERIES, Value, joined

BITS = (ast.BitAnd, ast.BitOr, ast.BitXor)
MOST_PARTS = 8
FORMATTED_DUNDER = re.compile(r"\{[^{}]*\.__\w+__")
# Of a series, these give a series again; other methods may give one value, which may be a column's name.
SERIES_METHODS = frozenset(
    """dt str cat fillna astype map replace round abs clip shift diff cumsum rank lower upper strip title
    to_period to_timestamp floor ceil normalize where mask ffill bfill copy dropna unique sort_values slice extract
    pct_change add sub mul div year month day hour dayofweek quarter days date day_name month_name weekday""".split()
)
MASK_METHODS = frozenset(
    """isin isna isnull notna notnull between contains startswith endswith match fullmatch duplicated eq ne lt le gt ge
    isnumeric isdigit isalpha""".split()
)


BINDING_UNSEEN = frozenset(
    "builtins.exec builtins.eval builtins.globals builtins.locals builtins.vars __main__ sys.modules".split()
)


class Expressions(Binding):
    def value(self, node):
        walk = WALKS.get(type(node))
        return walk(self, node) if walk is not None else self.parts(node)

    def use(self, node):
        """Evaluated for something that is not followed."""
        value = self.value(node)
        if value is not PLAIN:
            self.escape(value, node)

    def parts(self, node):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.expr, ast.keyword)):
                self.use(child)
        return PLAIN

    def mention(self, value, node, is_called=False):
        """A dotted path counts wherever it stands; of some it depends on how they are called."""
        for path in value.paths:
            if is_called and calls.is_judged_by_call(path):
                continue
            ground = reach.ground_of(path)
            if ground is not None:
                self.find_ground(ground, path, node)

    def find_ground(self, ground, path, node):
        severity, code, text = ground
        self.binds_unseen = self.binds_unseen or path in BINDING_UNSEEN
        named = calls.shown_path(path)
        self.findings.find(severity, code, f"{named} {text}", node, reach.entry_of(path) or named)

    def name(self, node, is_called=False):
        value = self.lookup(node.id, node)
        if value.paths:
            self.mention(value, node, is_called)
        elif node.id == "__builtins__":
            self.find_ground(reach.DYNAMIC, node.id, node)
        return value

    def attribute(self, node, is_called=False):
        inner = node.value
        if node.attr in ("__name__", "__qualname__") and type(inner) is ast.Attribute and inner.attr == "__class__":
            # What a thing is called, for a message: nothing is reached by it.
            self.use(inner.value)
            return PLAIN
        return self.attribute_of(node, self.value(node.value), node.attr, is_called)

    def attribute_of(self, node, value, name, is_called=False):
        if value.paths:
            longer = frozenset(f"{one}.{name}" for one in value.paths if one.count(".") < MOST_PARTS)
            found = Value(paths=longer)
            self.mention(found, node, is_called)
        else:
            found = PLAIN
        if not is_called:
            self.judge_attribute(node, value, name)
        if value.tables:
            if value.lists or value.is_module:
                self.escape(value, node)
            return frames.attribute(self, node, value, name)
        if value.lists:
            self.escape(value, node)
        if value.kind == "series":
            return SERIES if name in SERIES_METHODS else MASK if name in MASK_METHODS else PLAIN
        return found

    def judge_attribute(self, node, value, name, call=None, has_path=True):
        is_column = any(name in (self.reads.known[one] or ()) for one in value.tables)
        # What a module's function of this name does is told by its path.
        is_told = value.paths and all(reach.ground_of(f"{one}.{name}") is not None for one in value.paths)
        if is_column or is_told:
            return
        kind = attributes.ground_of_attribute(name, call, has_path)
        if kind is not None:
            self.find_ground(GROUND_OF_KIND[kind], f".{name}", node)

    def call(self, node):
        return calls.call(self, node)

    def subscript(self, node):
        value = self.value(node.value)
        if value.tables:
            return frames.subscript(self, node, value)
        index = self.value(node.slice)
        if index is not PLAIN:
            self.escape(index, node.slice)
        if value.is_module:
            self.escape(value, node.value)
        if value.texts is not None:
            return Value(texts=value.texts, lists=value.lists)
        return value if value.kind and index.kind == "mask" else PLAIN

    def constant(self, node):
        text = node.value
        if type(text) is not str:
            return PLAIN
        if ".__" in text and FORMATTED_DUNDER.search(text):
            self.find_ground(reach.DYNAMIC, "A text that takes attributes like __class__ when it is formatted", node)
        return Value(texts=frozenset((text,)))

    def sequence(self, node):
        texts, is_named = set(), bool(node.elts)
        for one in node.elts:
            if type(one) is ast.Constant:
                is_named = is_named and type(one.value) is str
                if is_named:
                    texts.add(one.value)
                continue
            value = self.value(one)
            is_named = is_named and value.texts is not None and not value.lists
            if is_named:
                texts |= value.texts
            elif value is not PLAIN:
                self.escape(value, one)
        if not is_named:
            return PLAIN
        is_fixed = type(node) is ast.Tuple
        return Value(texts=frozenset(texts), lists=NONE if is_fixed else frozenset(((node.lineno, node.col_offset),)))

    def binary(self, node):
        # A sum of many terms is a deep tree to the left.
        chain = []
        while type(node) is ast.BinOp:
            chain.append(node)
            node = node.left
        left, at = self.value(node), node
        for one in reversed(chain):
            right = self.value(one.right)
            left = self.operated(one, left, right, at)
            at = one.right
        return left

    def operated(self, node, left, right, left_node):
        are_lists = left.lists and right.lists and left.texts is not None and right.texts is not None
        if type(node.op) is ast.Add and are_lists:
            return Value(texts=left.texts | right.texts, lists=left.lists | right.lists)
        if type(node.op) is ast.Div and any(one.startswith("pathlib.") for one in left.paths | right.paths):
            return Value(paths=left.paths | right.paths)
        for value, part in ((left, left_node), (right, node.right)):
            if value.tables or value.is_module:
                self.escape(value, part)
        kinds = (left.kind, right.kind)
        if "mask" in kinds and isinstance(node.op, BITS):
            return MASK
        return SERIES if "series" in kinds or "mask" in kinds else PLAIN

    def unary(self, node):
        value = self.value(node.operand)
        if value.tables:
            self.escape(value, node)
        return value if value.kind in ("mask", "series") and not value.tables else PLAIN

    def compare(self, node):
        is_same = all(isinstance(one, (ast.Is, ast.IsNot)) for one in node.ops)
        is_rows = False
        for one in (node.left, *node.comparators):
            value = self.value(one)
            is_rows = is_rows or (value.kind in ("mask", "series") and not value.tables)
            if value.tables and not is_same:
                self.escape(value, one)
        return MASK if is_rows else PLAIN

    def boolean(self, node):
        result = self.value(node.values[0])
        for one in node.values[1:]:
            result = joined(result, self.maybe(lambda part=one: self.value(part)))
        return result

    def conditional(self, node):
        self.truth(node.test)
        body = self.maybe(lambda: self.value(node.body))
        return joined(body, self.maybe(lambda: self.value(node.orelse)))

    def truth(self, node):
        value = self.value(node)
        if value.tables:
            self.escape(value, node)


GROUND_OF_KIND = {
    "dynamic-code": reach.DYNAMIC,
    "writes-files": reach.WRITES,
    "reads-files": reach.READS,
    "uses-network": reach.NETWORK,
    "starts-processes": reach.PROCESSES,
}

WALKS = {
    ast.Name: Expressions.name,
    ast.Constant: Expressions.constant,
    ast.Attribute: Expressions.attribute,
    ast.Call: Expressions.call,
    ast.Subscript: Expressions.subscript,
    ast.List: Expressions.sequence,
    ast.Tuple: Expressions.sequence,
    ast.Set: Expressions.sequence,
    ast.BinOp: Expressions.binary,
    ast.UnaryOp: Expressions.unary,
    ast.Compare: Expressions.compare,
    ast.BoolOp: Expressions.boolean,
    ast.IfExp: Expressions.conditional,
    ast.NamedExpr: Expressions.walrus,
    ast.Lambda: Expressions.later,
    ast.ListComp: Expressions.comprehension,
    ast.SetComp: Expressions.comprehension,
    ast.DictComp: Expressions.comprehension,
    ast.GeneratorExp: Expressions.comprehension,
}

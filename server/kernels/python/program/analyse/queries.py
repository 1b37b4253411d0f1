"""Texts that pandas computes: `frame.query("amount > @limit")`. Read as the code that they are."""

import ast
import re

from . import reach
from .attributes import ground_of_attribute
from .values import MASK, PLAIN, Value, frame

QUOTED = re.compile(r"`([^`]*)`")
LOCAL = re.compile(r"@([^\W\d]\w*)")
LONGEST = 20_000


def query(walk, node, value):
    """Takes every column whose name occurs in the text, and what the text takes of the code around it (`@name`)."""
    words = {one.arg: one.value for one in node.keywords}
    text = node.args[0] if node.args else words.get("expr")
    for one in (*node.args, *words.values()):
        if one is not text:
            walk.use(one)
    known = walk.value(text) if text is not None else PLAIN
    if text is not None:
        walk.escape(known, text)
    is_read = known.texts is not None and all([is_harmless(walk, one, node) for one in sorted(known.texts)])
    if not is_read:
        walk.escape(value, node, is_changed=True)
        named = f".{node.func.attr} of a text that is not written out"
        walk.find_ground(reach.DYNAMIC, named, node)
        return PLAIN
    for table in value.tables:
        columns = walk.reads.known[table] or ()
        named = [one for one in columns if any(one in text for text in known.texts)]
        walk.reads.take(frame((table,)), named, node)
    if node.func.attr == "query":
        return frame(value.tables, "frame", value.is_exact)
    if not any("=" in one.replace("==", "") for one in known.texts):
        return MASK
    walk.reads.makes_unknown = True
    return frame(value.tables, "frame", False)


def is_harmless(walk, text, node):
    """Walks what the text names with @; False when it can't be read, or reaches behind an object."""
    if len(text) > LONGEST or "__" in text:
        return False
    tree = tree_of(LOCAL.sub(r"\1", QUOTED.sub("0", text)).strip())
    if tree is None:
        return False
    for one in ast.walk(tree):
        if type(one) is ast.Attribute and ground_of_attribute(one.attr) is not None:
            return False
    for name in sorted(set(LOCAL.findall(text))):
        found = walk.name(ast.copy_location(ast.Name(name, ast.Load()), node))
        walk.escape(Value(found.tables, found.kind, lists=found.lists), node)
        if found.paths:
            # Something that was imported, called from within a text.
            return False
    return True


def tree_of(text):
    # On several lines it is one expression for `query`, and one assignment each for `eval`.
    for written in (text, f"({text})"):
        try:
            return ast.parse(written)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None

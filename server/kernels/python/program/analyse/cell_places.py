"""Where a name stands in a cell, in UTF-16 units from its beginning, so that it can be renamed there and nowhere else."""

import ast
import re

PROBE = "countersign_probe_"
#: With these, a name may also be read out of a text.
BY_TEXT = frozenset("query eval exec sql globals locals vars getattr setattr execute".split())


class Offsets:
    def __init__(self, code):
        self.lines = code.split("\n")
        self.starts, at = [], 0
        for line in self.lines:
            self.starts.append(at)
            at += units(line) + 1

    def of(self, line, byte):
        return self.starts[line - 1] + units(self.lines[line - 1].encode("utf-8")[:byte].decode("utf-8", "ignore"))

    def of_line(self, line):
        return self.starts[line - 1]

    def start(self, node):
        return self.of(node.lineno, node.col_offset)

    def end(self, node):
        return self.of(node.end_lineno, node.end_col_offset)


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def places_of(code, tree, offsets, uses, name):
    """None where they can't all be known: then nothing is renamed."""
    if any(name in one.placeless for one in uses) or is_in_text(tree, name):
        return None
    places = []
    for at, use in enumerate(uses):
        for node, found, role in use.found:
            if found == name:
                start = start_of(node, role, offsets)
                if start is None:
                    return None
                places.append({"start": start, "statement": at, "role": role})
    places.sort(key=lambda one: one["start"])
    if not is_proven(code, tree, uses, places, name):
        return None
    return places


def start_of(node, role, offsets):
    if role != "define":
        return offsets.start(node)
    line = offsets.lines[node.lineno - 1].encode("utf-8")[node.col_offset :].decode("utf-8", "ignore")
    head = re.match(r"(?:async\s+)?(?:def|class)\s+", line)
    return offsets.start(node) + head.end() if head else None


def is_in_text(tree, name):
    """`df.query("x > @limit")`, `sql("select * from df")`: who renames the name would have to change the text."""
    calls = {
        one.func.attr if isinstance(one.func, ast.Attribute) else getattr(one.func, "id", "")
        for one in ast.walk(tree)
        if isinstance(one, ast.Call)
    }
    if not calls & BY_TEXT:
        return False
    word = re.compile(rf"\b{re.escape(name)}\b")
    return any(
        isinstance(one, ast.Constant) and isinstance(one.value, str) and word.search(one.value) for one in ast.walk(tree)
    )


def is_proven(code, tree, uses, places, name):
    """Renamed by these places, the text must parse to the tree in which just these nodes are renamed."""
    probe = PROBE + "0"
    while probe in code:
        probe += "0"
    data = code.encode("utf-16-le", "surrogatepass")
    parts, last = [], 0
    for start in (2 * one["start"] for one in places):
        if start < last:
            return False
        end = start + 2 * units(name)
        if data[start:end].decode("utf-16-le", "replace") != name:
            return False
        parts.append(data[last:start].decode("utf-16-le", "surrogatepass"))
        last = end
    renamed = probe.join([*parts, data[last:].decode("utf-16-le", "surrogatepass")])
    nodes = [(node, role) for use in uses for node, found, role in use.found if found == name]
    for node, role in nodes:
        setattr(node, "name" if role == "define" else "id", probe)
    try:
        wanted = ast.dump(tree)
    finally:
        for node, role in nodes:
            setattr(node, "name" if role == "define" else "id", name)
    try:
        return ast.dump(ast.parse(renamed)) == wanted
    except (SyntaxError, ValueError):
        return False

"""The cells of a notebook, each by its own syntax tree: what its statements bind, read and change, and where. Nothing runs."""

import ast

from .cell_names import Uses
from .cell_places import Offsets, places_of
from .cell_values import Values
from .parsed import parsed

MOST_CELLS = 2000
# Names of one cell whose places are proven.
MOST_PLACED = 100
CARRIED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def cells_of(codes):
    read = [cell_of(code) for code in codes]
    bound = {name for cell in read for name in cell.touched}
    values = Values()
    # Twice: a cell may read what only a later one binds.
    for _ in range(2):
        for cell in read:
            cell.judge(values)
    return [cell.answer(bound) for cell in read]


def cell_of(code):
    """Lines that only a notebook knows (`%`, `!`, `?`) are commented out one by one, where Python's parser refuses them."""
    lines, magics = code.split("\n"), []
    while True:
        written = "\n".join(lines)
        tree, refused = parsed(written)
        if tree is not None:
            try:
                return Cell(written, tree, magics)
            except RecursionError:
                return Unread(written, {"text": "It is nested too deeply to be followed."}, magics)
        line = refused.get("line")
        if line is None or line > len(lines) or not is_magic(lines[line - 1]):
            problem = {"text": refused["text"], **({"line": line} if line is not None else {})}
            return Unread(code, problem, [])
        magics.append({"line": line, "text": lines[line - 1].strip()[:200]})
        indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
        lines[line - 1] = f"{lines[line - 1][:indent]}pass  # {lines[line - 1].strip()}" if indent else f"# {lines[line - 1]}"


def is_magic(line):
    text = line.strip()
    if text.startswith("#"):
        return False
    if text.startswith(("%", "!", "?")) or text.endswith("?"):
        return True
    _, equals, right = text.partition("=")
    return equals == "=" and right.lstrip().startswith(("!", "%"))


class Unread:
    touched = frozenset()

    def __init__(self, code, problem, magics):
        self.said = {"code": code, "magics": magics, "problem": problem, "statements": [], "files": [], "places": {}}

    def judge(self, values):
        pass

    def answer(self, _):
        return self.said


class Cell:
    def __init__(self, code, tree, magics):
        self.code, self.tree, self.magics = code, tree, magics
        self.offsets = Offsets(code)
        self.uses = [Uses(node) for node in tree.body]
        self.touched = {name for one in self.uses for name in (*one.binds, *one.changes)}
        self.kinds = [{} for _ in tree.body]
        self.shown = [None for _ in tree.body]
        self.files = []

    def judge(self, values):
        self.files = []
        for at, node in enumerate(self.tree.body):
            self.kinds[at], self.shown[at], files = values.judge(node, self.uses[at])
            self.files.extend((at, one) for one in files)

    def answer(self, bound):
        wanted = sorted(name for name in self.touched | self.read() if name in bound)[:MOST_PLACED]
        return {
            "code": self.code,
            "magics": self.magics,
            "problem": None,
            "statements": [self.statement(at) for at in range(len(self.tree.body))],
            "files": [self.file(at, one) for at, one in self.files],
            "places": {name: places_of(self.code, self.tree, self.offsets, self.uses, name) for name in wanted},
        }

    def read(self):
        return {name for one in self.uses for name in (*one.reads, *one.later)}

    def statement(self, at):
        node, use = self.tree.body[at], self.uses[at]
        first = min([node, *getattr(node, "decorator_list", [])], key=lambda one: one.lineno)
        # A decorator's `@` stands before it.
        start = self.offsets.of_line(first.lineno) if first is not node else self.offsets.start(node)
        return {
            "start": start,
            "end": self.offsets.end(node),
            "line": first.lineno,
            "kind": self.kind(node, use),
            "binds": [{"name": name, "value": self.kinds[at].get(name, "plain")} for name in use.binds],
            "isSure": not isinstance(node, (ast.If, ast.For, ast.While, ast.Try, ast.With)),
            "isAssignment": isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name),
            "reads": list(use.reads),
            "later": list(use.later),
            "changes": [{"name": name, "how": how} for name, how in use.changes.items()],
            "shows": self.shown[at],
        }

    def kind(self, node, use):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return "import"
        if isinstance(node, CARRIED):
            return "define"
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return "text"
        if isinstance(node, ast.Delete) and all(isinstance(one, ast.Name) for one in node.targets):
            return "delete"
        if isinstance(node, ast.Pass):
            return "text"
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and not use.changes:
            if isinstance(node.value, ast.Lambda):
                return "define"
            if not any(isinstance(one, (ast.Call, ast.Await, ast.Subscript, ast.Attribute)) for one in ast.walk(node.value)):
                if all(isinstance(one, ast.Name) for one in (node.targets if isinstance(node, ast.Assign) else [node.target])):
                    return "constant"
        return "work"

    def file(self, at, found):
        node, call, path, more = found
        return {
            "statement": at,
            "call": call[:100],
            "path": path,
            "start": self.offsets.start(node),
            "end": self.offsets.end(node),
            "more": more,
        }

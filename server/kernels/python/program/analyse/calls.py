"""Calls: of what was imported and what is built in, of frames' methods, and of everything else."""

import ast

from . import frames, reach
from .attributes import BY_NAME, PATH_WORDS, TEXT_WITHOUT_PATH, ground_of_attribute
from .combining import COMBINING
from .values import MASK, PLAIN, SERIES, path_value

BUFFERS = frozenset(("io.StringIO()", "io.BytesIO()"))
# Tell something of a value and hand nothing on.
LOOKING = frozenset("builtins.len builtins.isinstance builtins.type builtins.id builtins.callable".split())
SERIES_GIVING = frozenset(
    """pandas.to_datetime pandas.to_numeric pandas.to_timedelta pandas.cut pandas.qcut numpy.where numpy.log numpy.log2
    numpy.log10 numpy.log1p numpy.sqrt numpy.exp numpy.expm1 numpy.abs numpy.round numpy.floor numpy.ceil numpy.clip
    numpy.sign numpy.select numpy.maximum numpy.minimum numpy.square numpy.sin numpy.cos""".split()
)
MASK_GIVING = frozenset(
    """numpy.logical_and numpy.logical_or numpy.logical_not numpy.logical_xor numpy.isnan numpy.isin numpy.isfinite
    numpy.isinf pandas.isna pandas.isnull pandas.notna pandas.notnull numpy.isclose""".split()
)
ATTRIBUTE_BY_TEXT = frozenset("builtins.getattr builtins.setattr builtins.delattr builtins.hasattr".split())
GETTERS = frozenset(("operator.attrgetter", "operator.methodcaller"))
CLOCK_WITHOUT = {"time.localtime": 1, "time.gmtime": 1, "time.ctime": 1, "time.asctime": 1, "time.strftime": 2}
CLOCK_BY_TEXT = frozenset(("pandas.Timestamp", "pandas.to_datetime", "numpy.datetime64"))
SEEDED = frozenset("numpy.random.default_rng numpy.random.RandomState numpy.random.SeedSequence".split())
FROM_BUFFER = frozenset(
    one
    for one in reach.BY_PATH
    if one.startswith("pandas.read_") and one != "pandas.read_pickle" or one in ("numpy.loadtxt", "numpy.genfromtxt")
)


def is_judged_by_call(path):
    return path in GETTERS or path in CLOCK_WITHOUT or path in SEEDED or path in FROM_BUFFER


def shown_path(path):
    return path.replace("()", "").removeprefix("builtins.")


def call(walk, node):
    func = node.func
    if type(func) is ast.Attribute:
        base = walk.value(func.value)
        if base.tables:
            walk.judge_attribute(func, base, func.attr, node, has_path(walk, node, func.attr))
            judge_names(walk, node, func.attr)
            result = frames.method(walk, node, base)
            if result is None:
                arguments(walk, node)
                return PLAIN
            return result
        callee = walk.attribute_of(func, base, func.attr, is_called=True)
        walk.judge_attribute(func, base, func.attr, node, has_path(walk, node, func.attr))
        judge_names(walk, node, func.attr)
    elif type(func) is ast.Name:
        callee = walk.name(func, is_called=True)
    else:
        callee = walk.value(func)
        walk.mention(callee, node, is_called=True)
    if not callee.paths:
        if callee.tables or callee.is_module:
            walk.escape(callee, func)
        arguments(walk, node, is_changed=True)
        return callee if callee.kind and not callee.tables else PLAIN
    return called(walk, node, callee)


def called(walk, node, callee):
    """Of something that was imported or is built in."""
    walk.functions.update(shown_path(one) for one in callee.paths if "()" not in one)
    for path in callee.paths:
        judge(walk, node, path)
    path = next(iter(callee.paths)) if len(callee.paths) == 1 else ""
    if path in LOOKING:
        for one in node.args:
            walk.value(one)
        return PLAIN
    is_spread = any(type(one) is ast.Starred for one in node.args) or any(one.arg is None for one in node.keywords)
    if path in COMBINING and node.args and not is_spread:
        return COMBINING[path](walk, node)
    if path in ATTRIBUTE_BY_TEXT and len(node.args) > 1:
        return attribute_by_text(walk, node, path)
    is_known = path.startswith(("builtins.", "numpy.", "pandas.")) and path.count(".") == 1
    kinds = arguments(walk, node, is_known=is_known)
    if path in MASK_GIVING:
        return MASK if "series" in kinds or "mask" in kinds else PLAIN
    if path in SERIES_GIVING:
        return SERIES if "series" in kinds or "mask" in kinds else PLAIN
    if path.startswith("pathlib.") or f"{path}()" in BUFFERS or path == "pandas.Grouper":
        return path_value(f"{path}()")
    return PLAIN


def arguments(walk, node, is_changed=False, is_known=False):
    """Hands them on. `is_known`: to something that changes no list."""
    kinds = set()
    for one in (*node.args, *(word.value for word in node.keywords)):
        if type(one) is ast.Constant:
            walk.value(one)
            continue
        value = walk.value(one)
        if value is PLAIN:
            continue
        kinds.add(value.kind)
        if value.lists and is_known and not value.tables and not value.is_module:
            continue
        walk.escape(value, one, is_changed)
    return kinds


def judge(walk, node, path):
    """What depends on the arguments."""
    first = node.args[0] if node.args else None
    text = first.value if type(first) is ast.Constant and type(first.value) is str else None
    if path in FROM_BUFFER and not is_buffer(walk, first):
        is_address = text is not None and "://" in text
        walk.find_ground(reach.NETWORK if is_address else reach.ground_of(path), path, node)
    elif path in GETTERS:
        names = [one.value if type(one) is ast.Constant else None for one in node.args]
        names = names[:1] if path == "operator.methodcaller" else names
        if not names or any(type(one) is not str for one in names):
            walk.find_ground(reach.DYNAMIC, path, node)
        else:
            judge_texts(walk, node, [part for one in names for part in one.split(".")])
    elif path in CLOCK_WITHOUT and len(node.args) < CLOCK_WITHOUT[path]:
        walk.find_ground(reach.CLOCK, path, node)
    elif path in CLOCK_BY_TEXT and text in ("now", "today"):
        walk.find_ground(reach.CLOCK, f'{path}("{text}")', node)
    elif path in SEEDED:
        is_seeded = first is not None or any(one.arg in ("seed", "entropy") for one in node.keywords)
        is_none = type(first) is ast.Constant and first.value is None
        walk.find_ground(reach.RANDOM if is_seeded and not is_none else reach.UNSEEDED, path, node)


def attribute_by_text(walk, node, path):
    """getattr(thing, "name") is thing.name."""
    thing, name = walk.value(node.args[0]), node.args[1]
    for one in node.args[2:]:
        walk.use(one)
    key = walk.value(name)
    walk.escape(key, name)
    if key.texts is None or key.lists or len(key.texts) != 1:
        if path != "builtins.hasattr":
            named = f"{shown_path(path)} with a name that is not written out"
            walk.find_ground(reach.DYNAMIC, named, node)
        walk.escape(thing, node, is_changed=True)
        return PLAIN
    written = next(iter(key.texts))
    if path == "builtins.getattr":
        return walk.attribute_of(node, thing, written)
    walk.judge_attribute(node, thing, written)
    if path != "builtins.hasattr":
        walk.escape(thing, node, is_changed=True)
    return PLAIN


def has_path(walk, node, name):
    if name not in TEXT_WITHOUT_PATH:
        return True
    paths = [*node.args[:1], *(one.value for one in node.keywords if one.arg is None or one.arg in PATH_WORDS)]
    return any(not is_buffer(walk, one) and getattr(one, "value", 0) is not None for one in paths)


def is_buffer(walk, node):
    """Whether it is io.StringIO or io.BytesIO, as far as a glance tells."""
    if type(node) is ast.Call and type(node.func) in (ast.Name, ast.Attribute):
        inner = node.func.value if type(node.func) is ast.Attribute else node.func
        if type(inner) is not ast.Name:
            return False
        called_value = walk.value(node.func)
        return bool(called_value.paths) and all(f"{one}()" in BUFFERS for one in called_value.paths)
    if type(node) is not ast.Name:
        return False
    paths = walk.value(node).paths
    return bool(paths) and paths <= BUFFERS


def judge_names(walk, node, name):
    """frame.agg("to_csv") calls the method of that name."""
    if name not in BY_NAME:
        return
    texts = []
    for one in (*node.args, *(word.value for word in node.keywords)):
        inner = one.elts if type(one) in (ast.List, ast.Tuple) else one.values if type(one) is ast.Dict else (one,)
        texts.extend(part.value for part in inner if type(part) is ast.Constant and type(part.value) is str)
    judge_texts(walk, node, texts)


def judge_texts(walk, node, names):
    for name in names:
        if ground_of_attribute(name) is not None:
            walk.judge_attribute(node, PLAIN, name)

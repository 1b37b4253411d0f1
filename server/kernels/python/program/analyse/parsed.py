"""From text to syntax tree, or what is wrong with the text. Nothing is compiled to what could run."""

import __future__
import ast
import re
import symtable
import warnings

from .findings import LINE_END, shown

SURROGATE = re.compile("[\ud800-\udfff]")
TOO_DEEP = "The code is nested too deeply to be read: split it into more, flatter statements."
LOOPS = (ast.For, ast.AsyncFor, ast.While)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
ASYNC = (ast.AsyncFor, ast.AsyncWith)


def parsed(code):
    """A tree and None, or None and the finding."""
    at = code.find("\0")
    if at >= 0:
        return None, refused_at(code, at, "A null byte stands in the code: remove it.")
    lone = SURROGATE.search(code)
    if lone:
        return None, refused_at(code, lone.start(), "Half of a character stands in the code: remove it, or write it anew.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = compile(code, "<step>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
            symtable.symtable(code, "<step>", "exec")
        misplaced = misplaced_in(tree)
    except SyntaxError as problem:
        return None, refused_by(code, problem)
    except RecursionError:
        return None, too_deep()
    except MemoryError:
        # Python's parser says this of too many brackets within each other as well.
        return None, too_deep()
    except (ValueError, OverflowError, SystemError) as problem:
        return None, shown("deny", "syntax-error", f"Python can't read this: {problem}.")
    if misplaced is not None:
        node, text = misplaced
        return None, refused(code, text, node.lineno, prefix_of(code, node.lineno, node.col_offset))
    return tree, None


def too_deep():
    return shown("deny", "too-deep", TOO_DEEP)


def refused_by(code, problem):
    said = (problem.msg or "it is no Python").split("\n", 1)[0][:300]
    text = f"Python can't read this: {said}{'' if said.endswith(('.', '?')) else '.'}"
    if "too many statically nested" in said or "too many nested" in said or "too many levels" in said:
        return {**refused(code, TOO_DEEP, problem.lineno, ""), "code": "too-deep"}
    written = line_of(code, problem.lineno)
    offset = problem.offset or 1
    return refused(code, text, problem.lineno, written[: max(0, offset - 1)])


def refused_at(code, at, text):
    lines = LINE_END.split(code[:at])
    return refused(code, text, len(lines), lines[-1])


def refused(code, text, line, before):
    """`before`: what stands before it in its line."""
    if line is None or line < 1:
        return shown("deny", "syntax-error", text)
    column = len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1
    return shown("deny", "syntax-error", text, (line, column))


def line_of(code, number):
    lines = LINE_END.split(code)
    return lines[number - 1] if number is not None and 1 <= number <= len(lines) else ""


def prefix_of(code, number, byte):
    return line_of(code, number).encode("utf-8")[:byte].decode("utf-8", "ignore")


def misplaced_in(tree):
    """What the grammar lets pass and Python refuses all the same, before it runs a line: the first of these."""
    first = None
    stack = [(one, "module", False) for one in reversed(tree.body)]
    future = leading_imports(tree.body)
    while stack:
        node, place, is_looping = stack.pop()
        text = complaint_of(node, place, is_looping, future)
        if text is not None and (first is None or (node.lineno, node.col_offset) < first[1]):
            first = ((node, text), (node.lineno, node.col_offset))
        if isinstance(node, SCOPES):
            inner = "class" if isinstance(node, ast.ClassDef) else "async" if isinstance(node, ast.AsyncFunctionDef) else "function"
            body = node.body if isinstance(node.body, list) else [node.body]
            stack.extend((one, inner, False) for one in body)
            within = {id(one) for one in body}
            outer = [one for one in ast.iter_child_nodes(node) if id(one) not in within]
            stack.extend((one, place, is_looping) for one in outer)
            continue
        if isinstance(node, LOOPS):
            stack.extend((one, place, True) for one in node.body)
            stack.extend((one, place, is_looping) for one in node.orelse)
            heads = [node.test] if isinstance(node, ast.While) else [node.target, node.iter]
            stack.extend((one, place, is_looping) for one in heads)
            continue
        stack.extend((one, place, is_looping) for one in ast.iter_child_nodes(node) if type(one) not in PLAIN_NODES)
    return first[0] if first else None


PLAIN_NODES = (ast.Constant, ast.Name, ast.Load, ast.Store, ast.Del)


def complaint_of(node, place, is_looping, future):
    kind = type(node)
    if kind is ast.Return and place not in ("function", "async"):
        return "return stands outside a function: bind the output's name instead."
    if kind in (ast.Yield, ast.YieldFrom) and place not in ("function", "async"):
        return "yield stands outside a function."
    if (kind is ast.Await or kind in ASYNC) and place != "async":
        return "await, async for and async with stand only in an async function."
    if kind in (ast.Break, ast.Continue) and not is_looping:
        return f"{kind.__name__.lower()} stands outside a loop."
    if kind is ast.Try and any(one.type is None for one in node.handlers[:-1]):
        return "except without a kind of error comes last."
    if kind in (ast.Tuple, ast.List) and type(node.ctx) is ast.Store:
        if sum(type(one) is ast.Starred for one in node.elts) > 1:
            return "Only one name of an assignment can take the rest (*name)."
    if kind is ast.ImportFrom and node.module == "__future__" and node.level == 0:
        if node not in future:
            return "from __future__ imports stand at the beginning of the code."
        for alias in node.names:
            if alias.name not in __future__.all_feature_names:
                return f"Python has no future feature called {alias.name}."
    return None


def leading_imports(body):
    leading = []
    for at, node in enumerate(body):
        is_text = at == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text:
            continue
        if not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            break
        leading.append(node)
    return leading

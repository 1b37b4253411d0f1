"""Says what a Python step would read, bind, import and reach for. Looks at its syntax tree; runs and imports nothing of it.

`python -I -B analyse.py` answers one JSON line for each on its input, until that ends:

  {"id", "code", "output", "inputs": {"orders": ["id", "amount"]}, "packages": ["pandas"]}
  {"id", "reads": [{"name", "columns"}], "binds", "imports", "functions", "findings"}

A column list of null means: all of them, as far as can be told. What is said too much is safe; too little is not.
"""

import ast
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from looking import Looking
from nearest import nearest

sys.setrecursionlimit(3000)


def analyse(request):
    code, output, inputs = request["code"], request["output"], request["inputs"]
    try:
        tree = ast.parse(code)
    except SyntaxError as problem:
        text = f"Python can't read this: {problem.msg}."
        return refused("syntax-error", text, problem.lineno, problem.offset)
    except (RecursionError, MemoryError):
        return refused("too-deep", "The code is nested too deeply to be inspected; write it flatter.")
    except ValueError as problem:
        return refused("syntax-error", f"Python can't read this: {problem}.")
    looking = Looking(inputs, frozenset(request["packages"]))
    try:
        looking.module(tree)
    except RecursionError:
        return refused("too-deep", "The code is nested too deeply to be inspected; write it flatter.")
    if output is None:
        pass
    elif output not in looking.bound_anywhere:
        near = nearest(output, looking.bound_anywhere)
        hint = f" Did you mean {near}?" if near else ""
        text = f"Nothing in it is called {output}, which it is to hand over: write {output} = …{hint}"
        looking.find("deny", "output-not-bound", text)
    elif output not in looking.bound_for_sure:
        text = f"{output} is bound on some ways through the code only; when it is not, the run fails."
        looking.find("warn", "output-not-sure", text)
    if output in looking.reads:
        looking.find("deny", "reads-itself", f"It reads {output} before it makes it; give the result another name.")
    return {
        "reads": [{"name": name, "columns": columns} for name, columns in looking.columns_read().items()],
        "binds": sorted(looking.bound_anywhere),
        "imports": sorted(looking.imports),
        "functions": sorted(looking.functions),
        "findings": looking.findings,
    }


def refused(code, text, line=None, column=None):
    finding = {"severity": "deny", "code": code, "text": text}
    if line:
        finding["line"] = line
    if column and column > 0:
        finding["column"] = column
    return {"reads": [], "binds": [], "imports": [], "functions": [], "findings": [finding]}


def main():
    for line in sys.stdin:
        try:
            request = json.loads(line)
            answer = {"id": request["id"], **analyse(request)}
        except (ValueError, KeyError, TypeError) as problem:
            answer = {"id": None, "error": f"{type(problem).__name__}: {problem}"}
        sys.stdout.write(json.dumps(answer, separators=(",", ":")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

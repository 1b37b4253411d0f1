"""Says what a Python step would read, bind, import and reach for. Looks at its syntax tree; runs and imports nothing of it.

`python -I -B analyse.py` answers each line of its input with one line, until the input ends:

  {"id", "code", "outputs": ["sales"], "inputs": {"orders": ["id", "amount"]}, "packages": ["pandas"]}
  {"id", "reads": [{"name", "columns"}], "binds", "imports", "functions", "findings"}

  {"id", "cells": ["import pandas as pd", "df = pd.read_csv('a.csv')"]}
  {"id", "cells": [{"code", "magics", "problem", "statements", "files", "places"}]}

Columns of null mean: all of them, as far as can be told. A line that is no request is answered with {"id", "error"}.
"""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

# The folder beside this file: Python looks for a package before a module of the same name.
from analyse.answer import BadRequest, answer_of

MOST_BYTES = 16 * 1_048_576
# An expression takes about four calls a level; the stack of the main thread has room for these.
sys.setrecursionlimit(4000)


def lines_of(stream):
    """Each line; None in place of one that is too long to be held."""
    while line := stream.readline(MOST_BYTES):
        if line.endswith(b"\n") or len(line) < MOST_BYTES:
            yield line
            continue
        while (rest := stream.readline(MOST_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None


def answered(line):
    if line is None:
        return {"id": None, "error": f"A request is one line of at most {MOST_BYTES} bytes."}
    request = None
    try:
        request = json.loads(line.decode("utf-8"))
        return answer_of(request)
    except (BadRequest, ValueError, RecursionError) as problem:
        return {"id": id_of(request), "error": f"This is no request: {problem}"}
    except Exception as problem:
        # A mistake of ours, at this one code: nothing is said of it, and the next is served.
        return {"id": id_of(request), "error": f"The analysis failed: {type(problem).__name__}: {problem}"}


def id_of(request):
    asked = request.get("id") if isinstance(request, dict) else None
    return asked if isinstance(asked, int) and not isinstance(asked, bool) else None


def main():
    for line in lines_of(sys.stdin.buffer):
        sys.stdout.write(json.dumps(answered(line), separators=(",", ":")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

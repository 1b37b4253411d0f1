/** Python steps, and by hand what is to be said of their names, and that there is nothing to say of others. */

/** Each finding as severity, kind and line. */
export const FINDINGS: readonly (readonly [string, string, readonly string[]])[] = [
  ['a bracket that is not closed', 'result = (1', ['deny syntax-error 1']],
  ['Python of long ago', 'print "a"', ['deny syntax-error 1']],
  ['a return at the top', 'result = 1\nreturn result', ['deny syntax-error 2']],
  ['an await at the top', 'result = 1\nawait result', ['deny syntax-error 2']],
  ['a break outside a loop', 'if 1:\n  break', ['deny syntax-error 2']],
  ['a parameter given twice', 'def f(a, a): pass', ['deny syntax-error 1']],
  ['a late future', 'result = 1\nfrom __future__ import annotations', ['deny syntax-error 2']],
  ['a name that is not there', 'result = nosuch', ['deny undefined-name 1']],
  [
    'a name that is not there, in a function',
    'def f():\n  return nosuch\nresult = f()',
    ['deny undefined-name 2'],
  ],
  ['a name used before it is bound', 'x = y\ny = 1\nresult = x', ['deny undefined-name 1']],
  ['a name used after its deletion', 'x = 1\ndel x\nresult = x', ['deny undefined-name 3']],
  [
    'the name of an error after its handler',
    'try: pass\nexcept ValueError as e: pass\nresult = e',
    ['deny undefined-name 3'],
  ],
  ['a name of a comprehension after it', 'x = [i for i in [1]]\nresult = i', ['deny undefined-name 2']],
  [
    'a local name used before it is bound',
    'def f():\n  orders = orders.head()\nresult = f()',
    ['deny undefined-name 2'],
  ],
  ['a table in another case', 'result = Orders', ['deny undefined-name 1']],
  ['a hint without a value', 'result: int', ['deny output-not-bound']],
  ['an output in another case', 'Result = 1', ['deny output-not-bound']],
  ['an output in a function', 'def f():\n  result = 1\nf()', ['deny output-not-bound']],
  ['an output that is deleted again', 'result = 1\ndel result', ['deny output-not-bound']],
  ['an output on some ways', 'if len("a"):\n  result = 1', ['warn output-conditional']],
  ['an output in a loop', 'for i in []:\n  result = i', ['warn output-conditional']],
  ['an output by global', 'def f():\n  global result\n  result = 1\nf()', ['warn output-conditional']],
  ['a package that is not there', 'import polars\nresult = 1', ['deny missing-package 1']],
  [
    'a package that is not there, in a function',
    'def f(): import a.b\nresult = 1',
    ['deny missing-package 1'],
  ],
  [
    'a package that is done without',
    'try: import polars\nexcept ImportError: polars = None\nresult = 1',
    ['warn missing-package 1'],
  ],
  ['a relative import', 'from . import a\nfrom .b import c\nresult = 1', ['deny relative-import 1']],
  ['a relative star import', 'from .a import *\nresult = cos(1)', ['deny relative-import 1']],
  ['a star import', 'from math import *\nresult = cos(1)', ['deny star-import 1']],
  ['a column that is not there', "result = orders['amout']", ['warn unknown-column 1']],
  ['a column that is not there, in a list', "result = orders[['id', 'amout']]", ['warn unknown-column 1']],
  [
    'a change of an input',
    "orders['x'] = 1\norders.drop(columns=['id'], inplace=True)\nresult = 1",
    ['note changes-input 1'],
  ],
  ['a change of an input by del', "o = orders\ndel o['id']\nresult = 1", ['note changes-input 2']],
]

/** Code of which there is nothing to say. */
export const PEACEFUL: readonly (readonly [string, string])[] = [
  ['a column that is made before', "x = orders.assign(net=1)\nresult = x[['id', 'net']]"],
  ['a column that may be made elsewhere', "def add(d): d['x'] = 1\nadd(orders)\nresult = orders['x']"],
  ['a parameter called open', 'def f(open): return open(1)\nresult = f(len)'],
  [
    'a table as text',
    'import io\nb = io.StringIO()\norders.to_csv(b)\nresult = orders.to_csv() + orders.to_json(None)',
  ],
  ['a table of a text', "import io\nimport pandas as pd\nresult = pd.read_csv(io.StringIO('a,b'))"],
  [
    'paths that are only computed',
    "import os\nfrom pathlib import PurePath\nresult = os.path.join('a', str(PurePath('b').name))",
  ],
  ['functions that name each other', 'def f(): return g()\ndef g(): return 1\nresult = f()'],
  [
    'a class with a method that names it',
    'class A:\n  def make(self): return A()\n  def up(self): return __class__, super().__init__()\nresult = A()',
  ],
  ['what a loop binds for its next round', 'for i in [1, 2]:\n  if i > 1: print(x)\n  x = i\nresult = 1'],
  ['the name of a class in a message', 'result = type(1).__name__ + (1).__class__.__name__'],
  ['what runs as the main module', "if __name__ == '__main__':\n  result = 1"],
  [
    'the clock of the data',
    "import pandas as pd, time, datetime\nresult = [pd.Timestamp('2024-01-01'), datetime.date(2024, 1, 1), time.gmtime(0)]",
  ],
  ['a seeded identifier', "import uuid\nresult = uuid.uuid5(uuid.NAMESPACE_DNS, 'a')"],
  ['what is shown', 'display(1)\nresult = 1'],
  [
    'an output bound on all ways',
    'try:\n  result = 1\nexcept ValueError:\n  result = 2\nwhile True:\n  break',
  ],
  ['match on all ways', 'match 1:\n  case 1: result = 1\n  case _: result = 2'],
  ['a private name of a class', 'class A:\n  __x = 1\n  def f(self): return self.__x\n  y = __x\nresult = A'],
  [
    'functions around functions',
    'def a(n):\n  def b(): return n + c()\n  def c(): return 1\n  return b\nresult = a(1)()',
  ],
  [
    'await where it may stand',
    'async def f():\n  async with f() as x: return [await y async for y in x]\nresult = 1',
  ],
]

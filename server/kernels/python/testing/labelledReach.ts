/** Python steps that reach for what is outside of them, and by hand what is to be said of that. */

const READS_FILES = 'raise reads-files'
const WRITES_FILES = 'raise writes-files'
const NETWORK = 'raise uses-network'
const PROCESSES = 'raise starts-processes'
const NATIVE = 'raise uses-native-code'
const DYNAMIC = 'raise dynamic-code'

/** Each finding as severity, kind and line. */
export const GRAVE: readonly (readonly [string, string, readonly string[]])[] = [
  ['a file', "result = open('a').read()", [`${READS_FILES} 1`]],
  ['a file by another name', "o = open\nresult = o('a')", [`${READS_FILES} 1`]],
  [
    'a file by builtins',
    "import builtins\nresult = builtins.open('a')",
    [`${DYNAMIC} 1`, `${READS_FILES} 2`],
  ],
  ['a file by io', "from io import open as o\nresult = o('a')", [`${READS_FILES} 1`]],
  ['a path', "import pathlib\nresult = pathlib.Path('a').joinpath('b').read_text()", [`${READS_FILES} 2`]],
  [
    'a path of parts',
    "from pathlib import Path as P\n(P('a') / 'b').parent.write_text('x')\nresult = 1",
    [`${WRITES_FILES} 2`],
  ],
  [
    'a path from a list',
    "from pathlib import Path\nresult = [Path][0]('a').read_text()",
    [`${READS_FILES} 2`],
  ],
  ['a table from a file', "import pandas as pd\nresult = pd.read_csv('a.csv')", [`${READS_FILES} 2`]],
  ['a table from an address', "import pandas as pd\nresult = pd.read_csv('https://a.b/c')", [`${NETWORK} 2`]],
  ['a reader that is handed on', 'import pandas as pd\nresult = map(pd.read_csv, [])', [`${READS_FILES} 2`]],
  ['a table to a file', "orders[['id']].to_csv('a')\nresult = 1", [`${WRITES_FILES} 1`]],
  [
    'a table to a file, by class',
    "import pandas as pd\npd.DataFrame.to_csv(orders, 'a')\nresult = 1",
    [`${WRITES_FILES} 2`],
  ],
  ['a method that is kept', "w = orders.to_parquet\nresult = w('a')", [`${WRITES_FILES} 1`]],
  ['a method by its name', "orders.agg('to_pickle', path='a')\nresult = 1", [`${WRITES_FILES} 1`]],
  ['a method by getattr', "getattr(orders, 'to_csv')('a')\nresult = 1", [`${WRITES_FILES} 1`]],
  [
    'numpy to a file',
    "import numpy as np\nnp.save('a', 1)\nresult = np.load('a')",
    [`${WRITES_FILES} 2`, `${READS_FILES} 3`],
  ],
  [
    'a figure to a file',
    "import matplotlib.pyplot as plt\nfig = plt.figure()\nfig.savefig('a')\nresult = 1",
    [`${WRITES_FILES} 3`],
  ],
  [
    'files by os',
    "import os as o\no.remove('a')\nresult = o.listdir()",
    [`${WRITES_FILES} 2`, `${READS_FILES} 3`],
  ],
  [
    'a module that another holds',
    "import logging\nlogging.os.system('a')\nresult = 1",
    [`${DYNAMIC} 2`, `${PROCESSES} 2`],
  ],
  [
    'a module that is imported from another',
    'from random import _os as o\nresult = o.fork()',
    [`${DYNAMIC} 1`, 'note random 1', `${PROCESSES} 2`],
  ],
  [
    'the network',
    'import socket\nimport urllib.request as r\nfrom http import client\nresult = 1',
    [`${NETWORK} 1`, `${NETWORK} 2`, `${NETWORK} 3`],
  ],
  ['the network in a function', 'def f():\n  import ssl\nresult = 1', [`${NETWORK} 2`]],
  ['processes', 'import subprocess, multiprocessing\nresult = 1', [`${PROCESSES} 1`, `${PROCESSES} 1`]],
  ['processes by os', "from os import system as s\ns('a')\nresult = 1", [`${PROCESSES} 1`]],
  [
    'processes by a chain of names',
    "import os\na = b = os\nc = b\nresult = c.popen('a')",
    [`${PROCESSES} 4`],
  ],
  [
    'processes past a loop',
    "import math, os\nm = math\nfor i in [1, 2]:\n  m.system('a')\n  m = os\nresult = 1",
    [`${PROCESSES} 4`],
  ],
  ['native code', 'import ctypes\nresult = 1', [`${NATIVE} 1`]],
  ['eval', "result = eval('1')", [`${DYNAMIC} 1`]],
  ['eval by another name', 'e = eval\nresult = e', [`${DYNAMIC} 1`]],
  ['eval in letters of another alphabet', "result = ℯ𝓋al('1')", [`${DYNAMIC} 1`]],
  ['eval where the name is bound maybe', "if len('a'):\n  eval = len\nresult = eval('1')", [`${DYNAMIC} 3`]],
  ['eval in a default', 'def f(x=eval): pass\nresult = 1', [`${DYNAMIC} 1`]],
  ['__import__', "result = __import__('os')", [`${DYNAMIC} 1`]],
  ['__builtins__', "result = __builtins__['eval']", [`${DYNAMIC} 1`]],
  ['importlib', "from importlib import import_module as i\nresult = i('os')", [`${DYNAMIC} 1`]],
  ['a name that is made', "n = 'to' + '_csv'\nresult = getattr(orders, n)", [`${DYNAMIC} 2`]],
  ['a dunder by getattr', "result = getattr(1, '__class__')", [`${DYNAMIC} 1`]],
  [
    'subclasses',
    'result = ().__class__.__bases__[0].__subclasses__()',
    [`${DYNAMIC} 1`, `${DYNAMIC} 1`, `${DYNAMIC} 1`],
  ],
  [
    'a frame of a traceback',
    'try: pass\nexcept Exception as e: result = e.__traceback__.tb_frame.f_globals\nelse: result = 1',
    [`${DYNAMIC} 2`, `${DYNAMIC} 2`, `${DYNAMIC} 2`],
  ],
  ['a text that reaches behind', "result = '{0.__class__}'.format(1)", [`${DYNAMIC} 1`]],
  ['a module that is handed on', 'import os\nresult = (lambda m: m)(os)', [`${DYNAMIC} 2`]],
  ['a module in a list', 'import os\nx = [os]\nresult = 1', [`${DYNAMIC} 2`]],
  [
    'globals, locals and vars',
    'result = [globals, locals, vars]',
    [`${DYNAMIC} 1`, `${DYNAMIC} 1`, `${DYNAMIC} 1`],
  ],
  ['sys.modules', "import sys as s\nresult = s.modules['os']", [`${DYNAMIC} 2`]],
  ['pickle', 'import pickle\nresult = 1', [`${DYNAMIC} 1`]],
  [
    'a query that is made',
    "q = input\nresult = orders.query('a' + str(1))",
    ['raise reads-input 1', `${DYNAMIC} 2`],
  ],
  ['a query that reaches behind', "result = orders.query('@orders.__class__')", [`${DYNAMIC} 1`]],
  ['a query that calls', "import os\nresult = orders.query('@os.system(1)')", [`${DYNAMIC} 2`]],
  ['a name that exec may bind', "exec('x = 1')\nresult = x", [`${DYNAMIC} 1`, 'warn undefined-name 2']],
  [
    'random numbers',
    'import numpy as np, random\nresult = np.random.rand()',
    ['note random 1', 'note random 2'],
  ],
  [
    'a generator without a seed',
    'import numpy as np\nresult = np.random.default_rng()',
    ['warn not-repeatable 2', 'note random 2'],
  ],
  [
    'what no seed makes the same',
    'import uuid, secrets, os\nresult = [uuid.uuid4(), os.urandom(1)]',
    ['warn not-repeatable 1', 'warn not-repeatable 2', 'warn not-repeatable 2'],
  ],
  [
    'the clock',
    'from datetime import datetime, date\nimport time\nimport pandas as pd\nx = [datetime.now(), date.today(), time.time()]\nresult = pd.Timestamp.now()',
    ['warn reads-clock 4', 'warn reads-clock 4', 'warn reads-clock 4', 'warn reads-clock 5'],
  ],
  ['the clock by a text', "import pandas as pd\nresult = pd.Timestamp('now')", ['warn reads-clock 2']],
  [
    'threads',
    'import threading\nfrom concurrent.futures import ThreadPoolExecutor\nresult = 1',
    ['warn threads 1', 'warn threads 2'],
  ],
]

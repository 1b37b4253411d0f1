/** Notebooks as people leave them, as the text of their files. */
type Written =
  | { readonly md: string; readonly attachments?: Record<string, unknown> }
  | { readonly raw: string }
  | { readonly code: string; readonly count?: number; readonly outputs?: readonly unknown[] }

export function notebookText(cells: readonly Written[], more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    ...more,
    cells: cells.map((cell, at) => {
      const id = `cell-${at}`
      if ('md' in cell)
        return {
          id,
          cell_type: 'markdown',
          metadata: {},
          source: cell.md.split(/(?<=\n)/),
          ...(cell.attachments ? { attachments: cell.attachments } : {}),
        }
      if ('raw' in cell) return { id, cell_type: 'raw', metadata: {}, source: cell.raw }
      const { code, count = null, outputs = [] } = cell
      return {
        id,
        cell_type: 'code',
        metadata: {},
        execution_count: count,
        outputs,
        source: code.split(/(?<=\n)/),
      }
    }),
  })
}

/** Run from top to bottom: imports, a constant, a function, a file, changes, a table and a picture. */
export const TIDY = notebookText([
  { md: '# Delays by airline' },
  { code: '%matplotlib inline\nimport pandas as pd\nimport matplotlib.pyplot as plt\nLIMIT = 15', count: 1 },
  { code: "flights = pd.read_csv('data/flights.csv', parse_dates=['day'])\nflights.head()", count: 2 },
  {
    code: 'def late(table):\n    """More than LIMIT minutes."""\n    return table[table.delay > LIMIT]',
    count: 3,
  },
  { md: '## Only what was late' },
  { code: "# Late flights\nflights['hours'] = flights.delay / 60\ndelayed = late(flights)", count: 4 },
  { code: "by_airline = delayed.groupby('airline').delay.mean().reset_index()\nby_airline", count: 5 },
  { code: "plt.bar(by_airline.airline, by_airline.delay)\nplt.title('Verspätung')\nplt.show()", count: 6 },
])

/** Worked on for a week: run out of order, a cell deleted, names bound again and again. */
export const TANGLED = notebookText([
  { code: 'import pandas as pd, numpy as np', count: 1 },
  { code: "df = pd.read_csv('orders.csv')", count: 2 },
  { code: 'summary = df.groupby("region").net.sum().reset_index()', count: 9 },
  { code: 'df = df.dropna()', count: 4 },
  { code: 'df["net"] = df.amount * (1 - rate)\ndf.drop(columns=["amount"], inplace=True)', count: 7 },
  { code: 'best = summary.nlargest(top, "net")', count: 10 },
  { code: 'top = 3', count: 6 },
  { code: '!pip install seaborn\n?pd.merge', count: 11 },
  { code: '' },
])

export const SQL_CELLS = notebookText([
  { code: '%%sql big <<\nSELECT * FROM orders WHERE amount > 10;', count: 1 },
  { code: '%%sql postgresql://user@host/db\nDROP TABLE orders', count: 2 },
  { code: '%%bash\nrm -rf /', count: 3 },
  { code: '%%time\nx = 1\nprint(x)', count: 4 },
  { raw: 'as \\LaTeX{}' },
  {
    md: 'see ![a](attachment:a.png) <script>alert(1)</script>',
    attachments: { 'a.png': { 'image/png': 'AAAA' } },
  },
])

/** What somebody might send who means no good. */
export const HOSTILE = notebookText(
  [
    { md: '<script>globalThis.hit = 1</script><img src=x onerror="globalThis.hit = 1">' },
    {
      code: "print('\u202E gnp')\n",
      count: 1,
      outputs: [
        {
          output_type: 'display_data',
          metadata: {},
          data: { 'text/html': '<script>globalThis.hit = 1</script>' },
        },
        { output_type: 'stream', name: 'stdout', text: 'x'.repeat(2_000_000) },
      ],
    },
    { code: '__import__("os").system("touch /tmp/countersign-was-here")', count: 2 },
  ],
  { __proto__x: 1, constructor: { prototype: { polluted: true } } },
).replace('"__proto__x":1', '"__proto__":{"polluted":true}')

const cellsOf = (...codes: readonly string[]): string => notebookText(codes.map((code) => ({ code })))

/** One name through many cells: changed in place, bound anew, by hand and in a loop, and a number made on the way. */
export const CHAIN = cellsOf(
  'import pandas as pd\nimport numpy as np',
  "df = pd.read_csv('flights.csv')",
  "df['x'] = df['delay'] * 2",
  "df = df[df.x > 5]\ndf2 = df.copy()\ndf2['y'] = 1",
  "df = df.merge(df2[['day', 'y']], on='day')",
  "df.sort_values('x', inplace=True)\ntotal = df.x.sum()",
  'share = df.assign(s=df.x / total)',
  "for k in range(3):\n    df = df.assign(**{f'k{k}': k})",
  "final = df.join(share[['s']])",
)

/** Functions and constants of other cells, one of them bound anew; a list that grows; a name that is no table's. */
export const SHARED = cellsOf(
  'import pandas as pd\nfrom math import sqrt',
  "BASE = 2\ndef scale(v):\n    return v * BASE\ndef prep(t):\n    t = t.copy()\n    t['d'] = t.delay.apply(scale)\n    return t",
  "raw = pd.read_csv('flights.csv')\nwork = prep(raw)",
  'BASE = 3',
  'Über = prep(raw)',
  "cols = ['d']\ncols.append('delay')",
  'sub = work[cols]',
  'm = Über.d.mean()\nsd = sqrt(Über.d.var())',
  'z = Über.assign(z=(Über.d - m) / sd)',
  'if m > 2:\n    z = z[z.z > -10]\nelse:\n    z = z.head(1)',
  "del cols\nfinal = z.merge(sub, on='delay').groupby('airline').z.mean().reset_index()",
)

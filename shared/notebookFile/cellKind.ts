/** What a cell is before anything of its Python is known: prose, Python, SQL, or what only a notebook can do. */
import { readChartCell, readSqlCell } from '#shared/notebookFile/exportedCode.ts'
import type { NotebookCell } from '#shared/notebookFile/readNotebook.ts'

export type CellKind =
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'python'; readonly code: string; readonly dropped: readonly string[] }
  | { readonly kind: 'sql'; readonly code: string; readonly output: string | undefined }
  | { readonly kind: 'chart'; readonly code: string; readonly output: string }
  | { readonly kind: 'left-out'; readonly because: string }

/** What these say is about how the rest is run, and not what it makes. */
const ABOUT_RUNNING: ReadonlySet<string> = new Set(['time', 'timeit', 'capture', 'prun', 'memit'])

/** What the code of a step may have. */
const MOST_LETTERS = 200_000

export function cellKindOf({ kind, source }: NotebookCell): CellKind {
  if (source.trim() === '') return { kind: 'left-out', because: 'It is empty.' }
  if (source.length > MOST_LETTERS)
    return {
      kind: 'left-out',
      because: `It has more than ${MOST_LETTERS} letters, which no block takes: split it in Jupyter.`,
    }
  if (kind !== 'code') return { kind: 'note', text: source }
  return exportedKindOf(source) ?? codeKindOf(source, [])
}

/** A cell that an export of a workspace wrote, to the letter: it becomes what it was. */
function exportedKindOf(source: string): CellKind | undefined {
  const sql = readSqlCell(source)
  if (sql) return { kind: 'sql', ...sql }
  const chart = readChartCell(source)
  return chart && { kind: 'chart', ...chart }
}

function codeKindOf(source: string, dropped: readonly string[]): CellKind {
  const magic = /^\s*%%(\w+)([^\n]*)(?:\n|$)/.exec(source)
  if (!magic) return { kind: 'python', code: source, dropped }
  const [whole, name = '', rest = ''] = magic
  const body = source.slice(whole.length)
  if (ABOUT_RUNNING.has(name)) return codeKindOf(body, [...dropped, `%%${name}`])
  if (name === 'sql') return sqlKindOf(body, rest.trim())
  return {
    kind: 'left-out',
    because: `%%${name.slice(0, 40)} runs something else than Python, and a step can’t.`,
  }
}

function sqlKindOf(body: string, rest: string): CellKind {
  const output = /^(?:([A-Za-z_]\w*)\s*<<)?$/.exec(rest)
  const code = body.trim().replace(/;\s*$/, '')
  const isPlain = /^(?:select|with|from|values)\b/i.test(code) && !/;|\{\{|[^:]:[A-Za-z_]|\$\w/.test(code)
  if (!output || !isPlain)
    return {
      kind: 'left-out',
      because: 'Its %%sql is more than one plain query (a connection, a parameter or several statements).',
    }
  return { kind: 'sql', code, output: output[1] }
}

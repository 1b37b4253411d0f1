/** What may be written next in SQL: tables and columns in scope, functions that a step may call, keywords. Pure. */
import { nameIn, sqlTokens, writtenName, type SqlToken } from '#client/features/editor/sqlTokens.ts'
import { namesDefined, tablesNamed, type TableNamed } from '#client/features/editor/tablesNamed.ts'
import { NAMED_FUNCTIONS } from '#shared/allowedFunctions.ts'
import { nameKey } from '#shared/ids.ts'
import type { TableSchema } from '#shared/table.ts'

export type ScopeTable = { readonly name: string; readonly columns: TableSchema }

export type Completion = {
  readonly kind: 'column' | 'table' | 'function' | 'keyword' | 'value'
  readonly label: string
  /** What is written, where that is not the label. */
  readonly written: string
  /** A column's type, or what a table is. */
  readonly detail: string
}

export type Completions = {
  /** What is replaced. */
  readonly from: number
  readonly to: number
  /** The likeliest kind first. */
  readonly found: readonly Completion[]
}

const NOTHING = (at: number): Completions => ({ from: at, to: at, found: [] })

export function completionsAt(code: string, offset: number, scope: readonly ScopeTable[]): Completions {
  const tokens = sqlTokens(code)
  const within = tokens.find((one) => one.from < offset && offset <= one.to)
  if (within && isClosedTo(within, offset)) return NOTHING(offset)
  const typed = within && nameIn(within) !== undefined ? within : undefined
  const from = typed?.from ?? offset
  const to = typed?.kind === 'quoted' ? typed.to : offset
  const before = tokens.filter((one) => one.to <= from && one.kind !== 'comment')
  const named = tablesNamed(tokens).filter((one) => one.from < offset && offset <= one.to)
  const found = completionsAfter(before, named, namesDefined(tokens), scope)
  const isQuoted = typed?.kind === 'quoted'
  return { from, to, found: isQuoted ? found.flatMap(quoted) : found }
}

/** Within a comment, a text or a number nothing of ours is meant. A comment to the end of its line is open at its end. */
const isClosedTo = ({ kind, text, to }: SqlToken, offset: number): boolean =>
  kind === 'number' ||
  (kind === 'comment' && (offset < to || !text.endsWith('*/'))) ||
  (kind === 'text' && (offset < to || text.length < 2 || !text.endsWith(text.slice(0, 1))))

const quoted = (one: Completion): readonly Completion[] =>
  one.kind === 'column' || one.kind === 'table'
    ? [{ ...one, written: `"${one.label.replaceAll('"', '""')}"` }]
    : []

function completionsAfter(
  before: readonly SqlToken[],
  named: readonly TableNamed[],
  defined: readonly string[],
  scope: readonly ScopeTable[],
): readonly Completion[] {
  const last = before.at(-1)
  const word = last?.kind === 'word' ? last.text.toLowerCase() : last?.text
  if (word === '.') return columnsAfter(nameIn(before.at(-2)), named, scope)
  if (word === 'as') return []
  const tables = [...defined.map((name) => tableOf(name, 'defined here')), ...scope.map(tableIn)]
  if (word === 'from' || word === 'join' || (word === ',' && isInTableList(before))) return tables
  const mentioned = named.flatMap(({ table, alias }) => {
    const known = tableCalled(scope, table)
    return known ? [{ known, alias }] : []
  })
  const from = mentioned.length > 0 ? mentioned : scope.map((known) => ({ known, alias: known.name }))
  const aliases = named.filter(({ alias, table }) => alias !== table)
  return [
    ...unique(from.flatMap(({ known }) => columnsOf(known, ` · ${known.name}`))),
    ...aliases.map(({ alias, table }) => tableOf(alias, `is ${table}`)),
    ...tables,
    ...NAMED_FUNCTIONS.map((name) => plain('function', name, 'function')),
    ...KEYWORDS.map((name) => plain('keyword', name, '')),
  ]
}

/** Of tables that are called the same, the one in the innermost brackets. */
function columnsAfter(
  qualifier: string | undefined,
  named: readonly TableNamed[],
  scope: readonly ScopeTable[],
): readonly Completion[] {
  if (qualifier === undefined) return []
  const meant = named
    .filter(({ alias }) => nameKey(alias) === nameKey(qualifier))
    .toSorted((one, other) => other.from - one.from)[0]
  const known = tableCalled(scope, meant?.table ?? qualifier)
  return known ? columnsOf(known, '') : []
}

/** Whether the next word after these is a table's: a list of tables is open and waits for one. */
function isInTableList(before: readonly SqlToken[]): boolean {
  const last = before.at(-1)
  if (!last) return false
  const probe = { kind: 'word', text: 'probe', from: last.to, to: last.to + 5 } as const
  return tablesNamed([...before, probe]).some(({ table }) => table === probe.text)
}

const tableCalled = (scope: readonly ScopeTable[], name: string): ScopeTable | undefined =>
  scope.find((one) => nameKey(one.name) === nameKey(name))

const columnsOf = ({ columns }: ScopeTable, more: string): readonly Completion[] =>
  columns.map(({ name, type }) => ({
    kind: 'column',
    label: name,
    written: writtenName(name),
    detail: type + more,
  }))

const tableOf = (name: string, detail: string): Completion => ({
  kind: 'table',
  label: name,
  written: writtenName(name),
  detail,
})
const tableIn = ({ name, columns }: ScopeTable): Completion =>
  tableOf(name, columns.length === 1 ? '1 column' : `${columns.length} columns`)
const plain = (kind: Completion['kind'], label: string, detail: string): Completion => ({
  kind,
  label,
  written: label,
  detail,
})

function unique(found: readonly Completion[]): readonly Completion[] {
  const seen = new Map<string, Completion>()
  for (const one of found)
    if (!seen.has(`${one.label} ${one.detail}`)) seen.set(`${one.label} ${one.detail}`, one)
  return [...seen.values()]
}

const KEYWORDS: readonly string[] =
  `SELECT DISTINCT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET QUALIFY WINDOW WITH RECURSIVE AS AND OR NOT IN IS NULL
   CASE WHEN THEN ELSE END JOIN LEFT RIGHT INNER FULL OUTER CROSS LATERAL ASOF SEMI ANTI ON USING UNION ALL EXCEPT
   INTERSECT BETWEEN LIKE ILIKE EXISTS CAST TRY_CAST FILTER OVER PARTITION ROWS RANGE PRECEDING FOLLOWING UNBOUNDED
   CURRENT ROW ASC DESC NULLS FIRST LAST VALUES TRUE FALSE INTERVAL DATE TIMESTAMP PIVOT UNPIVOT ROLLUP CUBE`
    .trim()
    .split(/\s+/)

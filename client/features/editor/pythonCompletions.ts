/** What may be written next in Python: names in scope, columns of data frames, and what data frames can do. Pure. */
import type { Completion, Completions, ScopeTable } from '#client/features/editor/sqlCompletions.ts'

const METHODS =
  `agg apply assign astype columns copy corr describe drop drop_duplicates dropna dtypes explode fillna
  groupby head iloc isna loc max mean median melt merge min nlargest nsmallest nunique pivot_table plot quantile query
  rename reset_index resample rolling round sample shape sort_index sort_values std sum tail unique value_counts
  where`.split(/\s+/)
const WORDS =
  `and as assert break class continue def del elif else except False finally for from if import in is lambda
  None not or pass raise return True try while with yield display len print range round sorted sum min max abs enumerate
  zip list dict set str int float isinstance`.split(/\s+/)

export function pythonCompletionsAt(code: string, offset: number, scope: readonly ScopeTable[]): Completions {
  const line = code.slice(code.lastIndexOf('\n', offset - 1) + 1, offset)
  const inColumn = /(\w+)\s*\[\s*\[?\s*(?:(['"])[^'"]*\2\s*,\s*)*(['"])([^'"]*)$/.exec(line)
  if (inColumn) {
    const typed = inColumn[4] ?? ''
    const table = scope.find((one) => one.name === inColumn[1])
    return { from: offset - typed.length, to: offset, found: table ? columnsOf(table) : [] }
  }
  if (isInTextOrComment(line)) return { from: offset, to: offset, found: [] }
  const typed = /\w*$/.exec(line)?.[0] ?? ''
  const from = offset - typed.length
  const before = line.slice(0, line.length - typed.length)
  const owner = /(\w+)\.$/.exec(before)?.[1]
  if (owner !== undefined) {
    const table = scope.find((one) => one.name === owner)
    const columns = table ? columnsOf(table).filter(({ label }) => /^[A-Za-z_]\w*$/.test(label)) : []
    return {
      from,
      to: offset,
      found: [...columns, ...METHODS.map((name) => completion('function', name, ''))],
    }
  }
  if (before.endsWith('.') || /^\d/.test(typed)) return { from, to: offset, found: [] }
  return {
    from,
    to: offset,
    found: [
      ...scope.map(({ name, columns }) => completion('table', name, `${columns.length} columns`)),
      ...boundIn(code, from).map((name) => completion('value', name, 'of this step')),
      ...WORDS.map((name) => completion('keyword', name, '')),
    ],
  }
}

const columnsOf = ({ columns }: ScopeTable): readonly Completion[] =>
  columns.map(({ name, type }) => completion('column', name, type))

const completion = (kind: Completion['kind'], label: string, detail: string): Completion => ({
  kind,
  label,
  written: label,
  detail,
})

/** Names that the code gives to something, but for the one that is being written. */
function boundIn(code: string, but: number): readonly string[] {
  const names = new Set<string>()
  const bindings =
    /(?:^|\n)[ \t]*(?:(?:def|class)[ \t]+(\w+)|(?:import|from)[^\n]*?[ \t](\w+)[ \t]*(?=\n|$)|(\w+)[ \t]*=(?!=))/g
  for (const found of code.matchAll(bindings)) {
    const name = found[1] ?? found[2] ?? found[3]
    if (name !== undefined && found.index + found[0].indexOf(name) !== but) names.add(name)
  }
  return [...names]
}

function isInTextOrComment(line: string): boolean {
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? ''
    if (quote === '' && sign === '#') return true
    if (quote === '' && (sign === "'" || sign === '"')) quote = sign
    else if (sign === '\\' && quote !== '') at += 1
    else if (sign === quote) quote = ''
  }
  return quote !== ''
}

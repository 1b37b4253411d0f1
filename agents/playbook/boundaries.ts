/** What constraints leave to the playbook: columns and tables that it may read, languages, rows. Read from the checks' plain words. */
import type { Intent } from '#agents/playbook/intent.ts'

export type Boundaries = {
  readonly mayReadTable: (table: string) => boolean
  readonly mayReadColumn: (table: string, column: string) => boolean
  readonly languages: readonly ('sql' | 'python' | 'chart')[]
  readonly mostRows: number | null
  /** Groups of fewer rows say too little. */
  readonly leastRows: number | null
}

type Told = { readonly text: string; readonly checks: readonly string[] }
type Named = { readonly name: string; readonly columns: readonly string[] }

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** A list may hold names that have commas themselves, so the known names are looked for in it. */
const holds = (list: string, name: string): boolean => {
  const padded = `, ${list.toLowerCase()}, `
  return padded.includes(`, ${name.toLowerCase()}, `)
}

/** The name as a word of its own, not within another. */
const names = (text: string, column: string): boolean =>
  text
    .toLowerCase()
    .split(column.toLowerCase())
    .slice(0, -1)
    .some((before, at, parts) => {
      const after = text.toLowerCase().slice(parts.slice(0, at + 1).join(column).length + column.length)
      return !/[\p{L}\p{N}_]$/u.test(before) && !/^[\p{L}\p{N}_]/u.test(after)
    })

/** "fewer than 20 flights", or a check that a count beside each group must pass. */
export function leastIn(texts: readonly string[]): number | null {
  const said = texts.flatMap((text) => [
    /\b(?:leave out|exclude|ignore|drop|hide|skip|groups?)\b/i.test(text)
      ? /\b(?:fewer|less) than (\d{1,6})\b/i.exec(text)?.[1]
      : undefined,
    /each row satisfies: \w+_count >= (\d{1,6})$/.exec(text)?.[1],
  ])
  const least = Math.max(...said.flatMap((digits) => (digits === undefined ? [] : [Number(digits)])))
  return Number.isFinite(least) ? least : null
}

export const withLeast = (intents: readonly Intent[], leastRows: number | null): readonly Intent[] =>
  leastRows === null
    ? intents
    : intents.map((intent) => ({ ...intent, scope: { ...intent.scope, leastRows } }))

export function boundariesOf(constraints: readonly Told[], datasets: readonly Named[]): Boundaries {
  const checks = constraints.flatMap((one) => one.checks)
  const lists = checks.flatMap((check) => /^No step reads ([\s\S]+)$/.exec(check)?.[1] ?? [])
  const prose = constraints.filter(
    (one) =>
      /\b(do not|don't|never|must not|may not|avoid|without|no)\b/i.test(one.text) && one.checks.length === 0,
  )
  const columns = datasets.flatMap((dataset) =>
    dataset.columns.map((column) => ({ table: dataset.name, column })),
  )
  const isForbidden = (table: string, column: string): boolean =>
    lists.some((list) => {
      const own = new RegExp(` of ${table}$`, 'i')
      return holds(list, column) || (own.test(list) && holds(list.replace(own, ''), column))
    }) || prose.some((one) => names(one.text, column))
  const hidden = new Set(
    columns.filter((one) => isForbidden(one.table, one.column)).map((one) => `${one.table}\n${one.column}`),
  )
  const said = checks.flatMap((check) => /^Steps are written in (.+) only$/.exec(check)?.[1] ?? [])
  const rows = checks
    .flatMap((check) => Number(/^A result has at most (\d+) rows$/.exec(check)?.[1] ?? Number.NaN))
    .filter(Number.isFinite)
  return {
    mayReadTable: (table) => !lists.some((list) => holds(list, table)),
    mayReadColumn: (table, column) =>
      !hidden.has(`${datasets.find((one) => same(one.name, table))?.name ?? table}\n${column}`),
    languages: (['sql', 'python', 'chart'] as const).filter((language) =>
      said.every((list) => holds(list, language)),
    ),
    leastRows: leastIn([...constraints.map((one) => one.text), ...checks]),
    mostRows: rows.length > 0 ? Math.min(...rows) : null,
  }
}

const sizeIn = (intent: Extract<Intent, { readonly kind: 'aggregate' | 'share' }>): number =>
  intent.by.reduce(
    (size, by) =>
      size *
      (by.kind === 'column' ? by.field.column.distinct : by.kind === 'entity' ? by.key.column.distinct : 24),
    1,
  )

/** Lists are cut to what may be; groups beyond that become the first so many. */
export function withinRows(intents: readonly Intent[], most: number | null): readonly Intent[] {
  if (most === null) return intents
  return intents.map((intent): Intent => {
    if (intent.kind === 'rows' || intent.kind === 'rank')
      return { ...intent, limit: Math.min(intent.limit, most) }
    if (intent.kind === 'aggregate' && intent.by.length > 0 && sizeIn(intent) > most)
      return { ...intent, kind: 'rank', limit: most, ascending: false }
    return intent
  })
}

/** The playbook's intents and their parts in words: for titles, rationales and conclusions. */
import type { Dimension, Filter, Measure, Scope } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import { spokenName, spokenNumber, unitOf } from '#agents/playbook/units.ts'

export function measurePhrase(measure: Measure): string {
  if (measure.field === null) return 'number of rows'
  const name = spokenName(measure.field.column.name)
  switch (measure.fn) {
    case 'count':
      return 'number of rows'
    case 'sum':
      return /^total/i.test(name) ? name : `total ${name}`
    case 'avg':
      return /^(avg|average|mean)/i.test(name) ? name : `average ${name}`
    case 'median':
      return `median ${name}`
    case 'min':
      return `lowest ${name}`
    case 'max':
      return `highest ${name}`
    case 'distinct':
      return `number of different ${name}`
    case 'rate':
      return `share of rows with ${name}`
  }
}

export const measureUnit = (measure: Measure): string | null => {
  if (measure.fn === 'rate') return '%'
  if (measure.field === null || measure.fn === 'count' || measure.fn === 'distinct') return null
  return unitOf(measure.field.column.name)
}

export function dimensionPhrase(by: Dimension): string {
  switch (by.kind) {
    case 'column':
      return spokenName(by.field.column.name)
    case 'entity':
      return spokenName(by.key.column.name)
    case 'part':
      return by.part
    case 'grain':
      return by.grain
  }
}

export const byPhrase = (by: readonly Dimension[]): string =>
  by.length === 0 ? '' : ` by ${by.map(dimensionPhrase).join(' and ')}`

export function filterPhrase(filter: Filter): string {
  const name = spokenName(filter.field.column.name)
  switch (filter.kind) {
    case 'values':
      if (filter.field.column.kind === 'boolean') return filter.not ? `not ${name}` : `only ${name}`
      return `${name} ${filter.not ? 'is not' : 'is'} ${filter.values.join(' or ')}`
    case 'compare':
      return `${name} ${filter.op} ${spokenNumber(filter.number)}`
    case 'between':
      return `${name} from ${spokenNumber(filter.low)} to ${spokenNumber(filter.high)}`
    case 'period':
      return [name, filter.from ? `from ${filter.from}` : '', filter.to ? `before ${filter.to}` : '']
        .filter((x) => x !== '')
        .join(' ')
  }
}

export const scopePhrase = (scope: Scope): string =>
  scope.filters.length === 0 ? '' : `, where ${scope.filters.map(filterPhrase).join(' and ')}`

/** How many rows an explicit `IS NOT NULL` leaves out, from the profile. */
export function missingPhrases(fields: readonly Field[], scope: Scope): readonly string[] {
  const seen = new Set<string>()
  return fields.flatMap(({ table, column }) => {
    const key = `${table.name}.${column.name}`
    if (column.nulls === 0 || seen.has(key) || table.rows === 0) return []
    seen.add(key)
    const isOwn =
      table.columns === scope.table.columns ||
      scope.joins.every((join) => join.right.table.name !== table.name)
    const before = scope.filters.length > 0 ? ' (before filters)' : ''
    if (!isOwn)
      return [
        `${spokenNumber(column.nulls)} rows of ${table.name} have no ${column.name}; what they would tell is left out.`,
      ]
    return [
      `${spokenNumber(column.nulls)} of ${spokenNumber(table.rows)} rows have no ${column.name} and are left out${before}.`,
    ]
  })
}

export const leastTold = (scope: Scope): readonly string[] =>
  scope.leastRows === null ? [] : [`Groups of fewer than ${scope.leastRows} rows are left out, as asked.`]

export const joinPhrases = (scope: Scope): readonly string[] =>
  scope.joins.map(
    ({ left, right }) =>
      `Looks up ${right.table.name} by ${left.column.name} = ${right.column.name}, which is unique there, so no row is counted twice.`,
  )

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** The table that a Python step reads: the dataset itself, or what SQL makes of it where rows are chosen, looked up, typed or too many. */
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Scope, Statistic } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import { mayStandInPython } from '#agents/playbook/analyses/python/pythonText.ts'
import { joinPhrases, scopePhrase } from '#agents/playbook/phrases.ts'
import { columnIn, numberIn, selectFrom, timeIn } from '#agents/playbook/select.ts'
import {
  chartable,
  freshName,
  isNumberText,
  isNumeric,
  isTime,
  lines,
  tableNameOf,
} from '#agents/playbook/sqlText.ts'
import { spokenNumber } from '#agents/playbook/units.ts'

export type Source = {
  readonly name: string
  /** The SQL step that makes it, where one is needed. */
  readonly steps: readonly DraftStep[]
  readonly columnOf: (field: Field) => string
  readonly told: readonly string[]
}

export function sourceOf(
  intent: Statistic,
  fields: readonly Field[],
  nameFor: NameFor,
  mostRows: number,
  /** Names of columns that the step itself makes; given where charts draw the columns that are read. */
  drawnBeside: readonly string[] | null = null,
): Source {
  const { scope } = intent
  const names = namesOf(fields, drawnBeside)
  const columnOf = (field: Field): string => names.get(keyOf(field)) ?? field.column.name
  const isThinned = scope.table.rows > mostRows
  const isRenamed = fields.some((field) => columnOf(field) !== field.column.name)
  if (!isThinned && !isRenamed && isPlain(scope, fields))
    return { name: scope.table.name, steps: [], columnOf, told: [] }
  const once = fields.filter((field, at) => fields.findIndex((other) => keyOf(other) === keyOf(field)) === at)
  const items = once.map((field) => ({ sql: typedIn(scope, field), name: columnOf(field) }))
  const columns = items.map(({ sql }) => sql)
  const select = selectFrom(scope, { items })
  // The hash of the values themselves: the same rows each time, and none preferred for where it stands.
  const thinned = lines(
    select,
    `QUALIFY row_number() OVER (ORDER BY hash(${columns.join(', ')}), ${columns.join(', ')}) <= ${mostRows}`,
  )
  const sampled = `Of ${spokenNumber(scope.table.rows)} rows a fixed sample of ${spokenNumber(mostRows)} is used, by a hash of their values.`
  const name = nameFor(tableNameOf(`${scope.table.called} for ${WORDS[intent.kind]}`), 'before')
  const step: DraftStep = {
    output: name,
    language: 'sql',
    code: isThinned ? thinned : select,
    title: `${scope.table.called} for ${WORDS[intent.kind]}${scopePhrase(scope)}`,
    rationale: [
      'The rows and columns that the Python step reads, as numbers and times where they were text.',
      ...(isThinned ? [sampled] : []),
      ...joinPhrases(scope),
    ].join(' '),
    columns: once.map((field): OutColumn => ({
      name: columnOf(field),
      kind: isTime(field.column) ? 'time' : isNumeric(field.column) ? 'number' : 'text',
      title: field.column.name,
      unit: null,
    })),
    intent,
    part: 'prepared',
  }
  return { name, steps: [step], columnOf, told: isThinned ? [sampled] : [] }
}

const WORDS: Readonly<Record<Statistic['kind'], string>> = {
  correlations: 'correlations',
  outliers: 'outliers',
  forecast: 'a forecast',
  clusters: 'clusters',
  prediction: 'a model',
}

const keyOf = ({ table, column }: Field): string => `${table.name}\n${column.name}`

function namesOf(
  fields: readonly Field[],
  drawnBeside: readonly string[] | null,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const field of fields) {
    if (names.has(keyOf(field))) continue
    const wanted = drawnBeside ? chartable(field.column.name) : field.column.name
    names.set(keyOf(field), freshName(wanted, [...(drawnBeside ?? []), ...names.values()]))
  }
  return names
}

const isPlain = (scope: Scope, fields: readonly Field[]): boolean =>
  scope.joins.length === 0 &&
  scope.filters.length === 0 &&
  mayStandInPython(scope.table.name) &&
  fields.every(({ column }) => !isNumberText(column) && (column.kind === 'time' || !isTime(column)))

function typedIn(scope: Scope, field: Field): string {
  if (isTime(field.column)) return timeIn(scope, field)
  return isNumeric(field.column) ? numberIn(scope, field) : columnIn(scope, field)
}

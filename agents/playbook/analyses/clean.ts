/** Cleaning, each kind of change as a step of its own that reads the one before: a person can see and refuse any of them. */
import { allColumns } from '#agents/playbook/analyses/upkeep.ts'
import type { DraftStep, NameFor } from '#agents/playbook/draftStep.ts'
import type { CleanAction, Intent } from '#agents/playbook/intent.ts'
import { type Field, type KnownColumn, type KnownTable } from '#agents/playbook/knownTable.ts'
import { scopePhrase } from '#agents/playbook/phrases.ts'
import { whereOf } from '#agents/playbook/select.ts'
import {
  columnsList,
  isNumberText,
  isTime,
  lines,
  literal,
  numberOf,
  quoted,
  tableNameOf,
  timeOf,
} from '#agents/playbook/sqlText.ts'
import { spokenNumber } from '#agents/playbook/units.ts'

type Clean = Intent & { readonly kind: 'clean' }
type Stage = {
  readonly steps: readonly DraftStep[]
  readonly table: KnownTable
  readonly notes: readonly string[]
}

export function cleanSteps(intent: Clean, nameFor: NameFor): Stage {
  let stage: Stage = { steps: [], table: intent.scope.table, notes: [] }
  const inOrder: readonly CleanAction[] = ['types', 'duplicates', 'missing']
  for (const action of inOrder.filter((one) => intent.actions.includes(one))) {
    const next = stageOf(action, intent, stage.table, stage.steps.length === 0, nameFor)
    stage = {
      steps: [...stage.steps, ...next.steps],
      table: next.table,
      notes: [...stage.notes, ...next.notes],
    }
  }
  return stage
}

function stageOf(
  action: CleanAction,
  intent: Clean,
  table: KnownTable,
  isFirst: boolean,
  nameFor: NameFor,
): Stage {
  switch (action) {
    case 'types':
      return types(intent, table, isFirst, nameFor)
    case 'duplicates':
      return duplicates(intent, table, isFirst, nameFor)
    case 'missing':
      return missing(intent, table, isFirst, nameFor)
  }
}

const stepOf = (
  intent: Clean,
  output: string,
  code: string,
  title: string,
  rationale: string,
): DraftStep => ({
  output,
  language: 'sql',
  code,
  title,
  rationale,
  columns: [],
  intent,
  part: 'main',
})

/** The person's filters hold from the first step on. */
const filtersIn = (intent: Clean, isFirst: boolean, more: readonly string[] = []): string =>
  isFirst ? whereOf(intent.scope, more) : whereOf({ ...intent.scope, filters: [] }, more)

const isMistyped = (column: KnownColumn): boolean =>
  column.kind === 'text' && (isNumberText(column) || isTime(column))

const retyped = (column: KnownColumn): string =>
  isNumberText(column) ? numberOf(column, quoted(column.name)) : timeOf(column, quoted(column.name))

/** `* REPLACE` keeps the order of columns and shows only what changes. */
function replacing(table: KnownTable, changes: ReadonlyMap<string, string>): string {
  if (table.hidden === 0)
    return `  * REPLACE (\n${[...changes].map(([name, sql]) => `    ${sql} AS ${quoted(name)}`).join(',\n')}\n  )`
  return columnsList(
    table.columns.map(({ name }) =>
      changes.has(name) ? `${changes.get(name)} AS ${quoted(name)}` : quoted(name),
    ),
  )
}

function types(intent: Clean, table: KnownTable, isFirst: boolean, nameFor: NameFor): Stage {
  const wrong = table.columns.filter(isMistyped)
  if (wrong.length === 0)
    return {
      steps: [],
      table,
      notes: [`No text column of ${table.name} reads as numbers or dates, so no type needs a change.`],
    }
  const output = nameFor(tableNameOf(`${intent.scope.table.name} typed`))
  const code = lines(
    'SELECT',
    replacing(table, new Map(wrong.map((column) => [column.name, retyped(column)]))),
    `FROM ${quoted(table.name)}`,
    filtersIn(intent, isFirst),
  )
  const named = wrong.map((column) => column.name).join(', ')
  const step = stepOf(
    intent,
    output,
    code,
    `Give ${named} of ${table.name} the fitting type${scopePhrase(intent.scope)}`,
    `By the least and the greatest value, ${named} hold numbers or dates kept as text. A value that does not convert becomes missing; compare the gaps before and after.`,
  )
  const columns = table.columns.map((column): KnownColumn => {
    if (!isMistyped(column)) return column
    return isNumberText(column)
      ? { ...column, type: 'DOUBLE', kind: 'number', role: 'measure', values: [] }
      : { ...column, type: 'TIMESTAMP', kind: 'time', role: 'time', values: [] }
  })
  return { steps: [step], table: { ...table, name: output, columns }, notes: [] }
}

function duplicates(intent: Clean, table: KnownTable, isFirst: boolean, nameFor: NameFor): Stage {
  if (table.duplicateRows === 0)
    return {
      steps: [],
      table,
      notes: [`${table.name} has no exact copies of rows, so none needs to be removed.`],
    }
  const output = nameFor(tableNameOf(`${intent.scope.table.name} without duplicates`))
  const code = lines(
    `SELECT DISTINCT ${allColumns(table)}`,
    `FROM ${quoted(table.name)}`,
    filtersIn(intent, isFirst),
  )
  const count =
    table.duplicateRows === null
      ? 'The profile did not count them.'
      : `The profile counts ${spokenNumber(table.duplicateRows)}.`
  const step = stepOf(
    intent,
    output,
    code,
    `Keep one of each exact copy of a row of ${table.name}${isFirst ? scopePhrase(intent.scope) : ''}`,
    `Only rows that are equal in every column are taken as duplicates. ${count}`,
  )
  return {
    steps: [step],
    table: { ...table, name: output, rows: table.rows - (table.duplicateRows ?? 0), duplicateRows: 0 },
    notes: [],
  }
}

/** Gaps in the columns that the person named; else in those with few gaps, so that little is lost. */
function gapsOf(intent: Clean, table: KnownTable): readonly KnownColumn[] {
  const named = new Set(intent.columns.map((field: Field) => field.column.name))
  const usable = table.columns.filter((column) => column.kind !== 'nested' && column.nulls > 0)
  if (named.size > 0) return usable.filter((column) => named.has(column.name))
  if (intent.fill) return usable.filter((column) => column.role !== 'identifier').slice(0, 40)
  return usable.filter((column) => column.nulls <= 0.05 * table.rows)
}

function missing(intent: Clean, table: KnownTable, isFirst: boolean, nameFor: NameFor): Stage {
  const gaps = gapsOf(intent, table)
  if (gaps.length === 0) {
    const many = table.columns.filter((column) => column.nulls > 0)
    const why =
      many.length === 0
        ? 'no missing values'
        : `too many missing values in ${many.map((c) => c.name).join(', ')} to drop these rows without a word from you`
    return { steps: [], table, notes: [`${table.name} has ${why}; no rows are dropped.`] }
  }
  const counts = gaps.map((column) => `${column.name} (${spokenNumber(column.nulls)})`).join(', ')
  if (intent.fill) return filled(intent, table, gaps, counts, isFirst, nameFor)
  const output = nameFor(tableNameOf(`${intent.scope.table.name} complete`))
  const code = lines(
    `SELECT ${allColumns(table)}`,
    `FROM ${quoted(table.name)}`,
    filtersIn(
      intent,
      isFirst,
      gaps.map((column) => `${quoted(column.name)} IS NOT NULL`),
    ),
  )
  const most = gaps.reduce((sum, column) => sum + column.nulls, 0)
  const step = stepOf(
    intent,
    output,
    code,
    `Leave out rows of ${table.name} without ${gaps.map((column) => column.name).join(', ')}`,
    `Missing values: ${counts}; at most ${spokenNumber(most)} of ${spokenNumber(table.rows)} rows go. Columns with more gaps stay as they are.`,
  )
  const columns = table.columns.map((column) => (gaps.includes(column) ? { ...column, nulls: 0 } : column))
  return {
    steps: [step],
    table: { ...table, name: output, rows: Math.max(0, table.rows - most), columns },
    notes: [],
  }
}

function filled(
  intent: Clean,
  table: KnownTable,
  gaps: readonly KnownColumn[],
  counts: string,
  isFirst: boolean,
  nameFor: NameFor,
): Stage {
  const fillable = gaps.filter(
    (column) => (column.kind === 'number' && column.role === 'measure') || /^VARCHAR/i.test(column.type),
  )
  if (fillable.length === 0)
    return {
      steps: [],
      table,
      notes: [`Only numbers and text can be filled; the gaps of ${table.name} are of other types.`],
    }
  const changes = new Map(
    fillable.map((column): readonly [string, string] => {
      const value = quoted(column.name)
      return [
        column.name,
        column.kind === 'number'
          ? `coalesce(${value}, median(${value}) OVER ())`
          : `coalesce(${value}, ${literal('unknown')})`,
      ]
    }),
  )
  const output = nameFor(tableNameOf(`${intent.scope.table.name} filled`))
  const code = lines(
    'SELECT',
    replacing(table, changes),
    `FROM ${quoted(table.name)}`,
    filtersIn(intent, isFirst),
  )
  const step = stepOf(
    intent,
    output,
    code,
    `Fill gaps of ${table.name} in ${fillable.map((column) => column.name).join(', ')}`,
    `Missing values: ${counts}. Numbers get the median, text becomes 'unknown'. Filled values make spreads look smaller than they are.`,
  )
  const columns = table.columns.map((column) =>
    fillable.includes(column) ? { ...column, nulls: 0 } : column,
  )
  return { steps: [step], table: { ...table, name: output, columns }, notes: [] }
}

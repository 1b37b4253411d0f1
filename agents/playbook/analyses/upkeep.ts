/** What one has before asking: a profile of each column, a list of quality problems, the rows themselves, and tables put together. */
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Intent } from '#agents/playbook/intent.ts'
import type { KnownColumn, KnownTable } from '#agents/playbook/knownTable.ts'
import { joinPhrases, missingPhrases, scopePhrase } from '#agents/playbook/phrases.ts'
import {
  columnIn,
  fromOf,
  type Item,
  itemOf,
  numberIn,
  selectFrom,
  whereOf,
} from '#agents/playbook/select.ts'
import {
  columnsList,
  freshName,
  lines,
  literal,
  quoted,
  tableNameOf,
  valueOf,
} from '#agents/playbook/sqlText.ts'
import { spokenName } from '#agents/playbook/units.ts'

const MOST_COLUMNS = 40

const text = (name: string, title: string): OutColumn => ({ name, kind: 'text', title, unit: null })
const number = (name: string, title: string): OutColumn => ({ name, kind: 'number', title, unit: null })

/** A table's columns as one writes them: `*`, unless some may not be read. */
export const allColumns = (table: KnownTable): string =>
  table.hidden === 0 ? '*' : table.columns.map(({ name }) => quoted(name)).join(', ')

const cutNote = (table: KnownTable): readonly string[] =>
  table.columns.length > MOST_COLUMNS
    ? [`${table.name} has ${table.columns.length} columns; these are the first ${MOST_COLUMNS}.`]
    : []

export function profileSteps(
  intent: Intent & { readonly kind: 'profile' },
  nameFor: NameFor,
): readonly DraftStep[] {
  const { scope } = intent
  const { table } = scope
  const parts = table.columns.slice(0, MOST_COLUMNS).map((column, index) => {
    const value = quoted(column.name)
    const isPlain = column.kind !== 'nested'
    const items: readonly Item[] = [
      { sql: String(index + 1), name: 'position_in_table' },
      { sql: literal(column.name), name: 'column_name' },
      { sql: literal(column.type.slice(0, 60)), name: 'column_type' },
      { sql: `count(${value})`, name: 'rows_with_value' },
      { sql: `count(*) - count(${value})`, name: 'rows_without' },
      { sql: isPlain ? `count(DISTINCT ${value})` : 'NULL::BIGINT', name: 'different_values' },
      { sql: isPlain ? `min(${value})::VARCHAR` : 'NULL::VARCHAR', name: 'least' },
      { sql: isPlain ? `max(${value})::VARCHAR` : 'NULL::VARCHAR', name: 'greatest' },
    ]
    return lines(
      'SELECT',
      columnsList(index === 0 ? items.map(itemOf) : items.map(({ sql }) => sql)),
      fromOf(scope),
      whereOf(scope),
    )
  })
  return [
    {
      output: nameFor(tableNameOf(`${table.name} profile`)),
      language: 'sql',
      code: lines(parts.join('\nUNION ALL\n'), 'ORDER BY position_in_table'),
      title: `Profile of ${table.name}: values, gaps and range of each column${scopePhrase(scope)}`,
      rationale: ['A first look before any question.', ...cutNote(table)].join(' '),
      columns: [
        number('position_in_table', 'Position'),
        text('column_name', 'Column'),
        text('column_type', 'Type'),
        number('rows_with_value', 'Rows with a value'),
        number('rows_without', 'Rows without'),
        number('different_values', 'Different values'),
        text('least', 'Least'),
        text('greatest', 'Greatest'),
      ],
      intent,
      part: 'main',
    },
  ]
}

type Check = { readonly check: string; readonly column: string; readonly count: string }

function checksOf(table: KnownTable): readonly Check[] {
  const columns = table.columns.slice(0, MOST_COLUMNS)
  return columns.flatMap((column) => {
    const value = quoted(column.name)
    const missing = { check: 'missing value', column: column.name, count: `count(*) - count(${value})` }
    const blank = {
      check: 'blank text',
      column: column.name,
      count: `count(*) FILTER (WHERE trim(${value}) = '')`,
    }
    const isVarchar = /^VARCHAR/i.test(column.type)
    return [missing, ...(isVarchar ? [blank] : []), ...outlier(column)]
  })
}

/** Far from the middle half by three times its width: worth a look, not wrong in itself. */
function outlier(column: KnownColumn): readonly Check[] {
  const [, low, , high] = column.quantiles
  if (
    column.kind !== 'number' ||
    column.role !== 'measure' ||
    low === undefined ||
    high === undefined ||
    high <= low
  )
    return []
  const from = Number((low - 3 * (high - low)).toPrecision(6))
  const to = Number((high + 3 * (high - low)).toPrecision(6))
  if (!/^-?\d+(\.\d+)?$/.test(String(from)) || !/^-?\d+(\.\d+)?$/.test(String(to))) return []
  const value = quoted(column.name)
  return [
    {
      check: `far from the usual (below ${from} or above ${to})`,
      column: column.name,
      count: `count(*) FILTER (WHERE ${value} < ${from} OR ${value} > ${to})`,
    },
  ]
}

export function qualitySteps(
  intent: Intent & { readonly kind: 'quality' },
  nameFor: NameFor,
): readonly DraftStep[] {
  const { scope } = intent
  const { table } = scope
  const where = whereOf(scope)
  const checks = checksOf(table).map(({ check, column, count }, index) => {
    const names =
      index === 0
        ? [' AS check_name', ' AS column_name', ' AS rows_affected', ' AS rows_checked']
        : ['', '', '', '']
    const values = [literal(check), literal(column), count, 'count(*)']
    return lines(
      'SELECT',
      columnsList(values.map((value, at) => `${value}${names[at]}`)),
      fromOf(scope),
      where,
    )
  })
  const distinct = `(SELECT count(*) FROM (SELECT DISTINCT ${allColumns(table)} ${lines(fromOf(scope), where).replaceAll(/\s+/g, ' ')}))`
  const duplicates = lines(
    'SELECT',
    columnsList([literal('exact copy of another row'), 'NULL', `count(*) - ${distinct}`, 'count(*)']),
    fromOf(scope),
    where,
  )
  return [
    {
      output: nameFor(tableNameOf(`${table.name} quality`)),
      language: 'sql',
      code: lines(
        [...checks, duplicates].join('\nUNION ALL\n'),
        'ORDER BY rows_affected DESC, check_name, column_name',
      ),
      title: `Data quality of ${table.name}${scopePhrase(scope)}`,
      rationale: [
        'Counts gaps, blanks, values far from the usual and exact copies; changes nothing.',
        ...cutNote(table),
      ].join(' '),
      columns: [
        text('check_name', 'Check'),
        text('column_name', 'Column'),
        number('rows_affected', 'Rows'),
        number('rows_checked', 'Of rows'),
      ],
      intent,
      part: 'main',
    },
  ]
}

export function rowsSteps(
  intent: Intent & { readonly kind: 'rows' },
  nameFor: NameFor,
): readonly DraftStep[] {
  const { scope, order, ascending, limit } = intent
  const wanted = scope.table.columns.slice(0, 20).map((column) => ({ table: scope.table, column }))
  const shown =
    order && !wanted.some(({ column }) => column.name === order.column.name) ? [...wanted, order] : wanted
  const items: Item[] = []
  for (const field of shown) {
    items.push({
      sql: columnIn(scope, field),
      name: freshName(
        field.column.name,
        items.map((item) => item.name),
      ),
    })
  }
  const value = order ? numberIn(scope, order) : null
  const what = order
    ? `by ${ascending ? 'lowest' : 'highest'} ${spokenName(order.column.name)}`
    : `at most ${limit}`
  return [
    {
      output: nameFor(
        tableNameOf(
          `${scope.table.name} ${order ? `${ascending ? 'lowest' : 'highest'} ${spokenName(order.column.name)}` : 'rows'}`,
        ),
      ),
      language: 'sql',
      code: selectFrom(scope, {
        items,
        where: value ? [`${value} IS NOT NULL`] : [],
        orderBy: [
          ...(value ? [`${value}${ascending ? '' : ' DESC'}`] : []),
          ...items.slice(0, 3).map((item) => item.sql),
        ].filter((sql, at, all) => all.indexOf(sql) === at),
        limit,
      }),
      title: `Rows of ${scope.table.name}, ${what}${scopePhrase(scope)}`,
      rationale: [...joinPhrases(scope), ...(order ? missingPhrases([order], scope) : [])].join(' '),
      columns: items.map(({ name }) => text(name, spokenName(name))),
      intent,
      part: 'main',
    },
  ]
}

export function joinSteps(
  intent: Intent & { readonly kind: 'join' },
  nameFor: NameFor,
): readonly DraftStep[] {
  const { scope } = intent
  const { table, joins } = scope
  if (joins.length === 0) return []
  const taken = table.columns.map((column) => column.name)
  const items: string[] =
    table.hidden === 0
      ? [`${quoted(table.name)}.*`]
      : table.columns.map((column) => valueOf({ table, column }, true))
  for (const { right } of joins) {
    for (const column of right.table.columns) {
      if (column.name === right.column.name) continue
      const name = taken.some((one) => one.toLowerCase() === column.name.toLowerCase())
        ? freshName(tableNameOf(`${right.table.name} ${column.name}`), taken)
        : column.name
      taken.push(name)
      items.push(itemOf({ sql: valueOf({ table: right.table, column }, true), name }))
    }
  }
  return [
    {
      output: nameFor(
        tableNameOf(`${table.name} with ${joins.map(({ right }) => right.table.name).join(' and ')}`),
      ),
      language: 'sql',
      code: lines('SELECT', columnsList(items), fromOf(scope), whereOf(scope)),
      title: `${table.name} with what ${joins.map(({ right }) => right.table.name).join(' and ')} tells of each row${scopePhrase(scope)}`,
      rationale: [...joinPhrases(scope), 'Rows without a match are kept, with gaps.'].join(' '),
      columns: taken.map((name) => text(name, spokenName(name))),
      intent,
      part: 'main',
    },
  ]
}

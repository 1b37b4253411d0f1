/** Do two numbers go together? Correlation and slope, means over ten equal parts, and the rows themselves, thinned out alike each time. */
import { chartStep } from '#agents/playbook/analyses/chartOf.ts'
import { scatter } from '#agents/playbook/charts.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Intent } from '#agents/playbook/intent.ts'
import { type Field, present } from '#agents/playbook/knownTable.ts'
import { missingPhrases, scopePhrase, joinPhrases } from '#agents/playbook/phrases.ts'
import { aliasIn, isThere, numberIn, selectFrom } from '#agents/playbook/select.ts'
import { chartable, columnsList, freshName, lines, quoted, tableNameOf } from '#agents/playbook/sqlText.ts'
import { spokenName, spokenNumber, unitOf, withUnit } from '#agents/playbook/units.ts'

type Relation = Intent & { readonly kind: 'relation' }

export const MOST_POINTS = 5000

const axis = (name: string, field: Field, before = ''): OutColumn => {
  const unit = unitOf(field.column.name)
  return { name, kind: 'number', title: withUnit(`${before}${spokenName(field.column.name)}`, unit), unit }
}

export function relationSteps(intent: Relation, nameFor: NameFor): readonly DraftStep[] {
  const numbers = correlation(intent, nameFor)
  const means = binnedMeans(intent, nameFor)
  const points = rowsThinned(intent, nameFor)
  return [numbers, ...means, ...points]
}

function about(intent: Relation): {
  readonly title: string
  readonly notes: readonly string[]
  readonly where: readonly string[]
  readonly x: string
  readonly y: string
} {
  const { scope } = intent
  const [x, y] = [numberIn(scope, intent.x), numberIn(scope, intent.y)]
  return {
    x,
    y,
    where: [isThere(x), isThere(y)],
    title: `${spokenName(intent.y.column.name)} and ${spokenName(intent.x.column.name)}${scopePhrase(scope)}`,
    notes: [...joinPhrases(scope), ...missingPhrases([intent.x, intent.y], scope)],
  }
}

function correlation(intent: Relation, nameFor: NameFor): DraftStep {
  const { scope } = intent
  const { x, y, where, title, notes } = about(intent)
  const stats = [
    ['row_count', 'count(*)', 'Number of rows'],
    ['correlation', `corr(${y}, ${x})`, "Pearson's correlation"],
    [
      'slope',
      `regr_slope(${y}, ${x})`,
      `Change of ${spokenName(intent.y.column.name)} for 1 more of ${spokenName(intent.x.column.name)}`,
    ],
    ['r_squared', `regr_r2(${y}, ${x})`, 'Share of variance explained'],
  ] as const
  const items = stats.map(([wanted, sql]) => ({ name: aliasIn(scope, wanted), sql }))
  return {
    output: nameFor(
      tableNameOf(`${spokenName(intent.y.column.name)} and ${spokenName(intent.x.column.name)} correlation`),
    ),
    language: 'sql',
    code: selectFrom(scope, { items, where }),
    title: `Correlation of ${title}`,
    rationale: ['How closely the two follow one straight line. A correlation is no cause.', ...notes].join(
      ' ',
    ),
    columns: items.map(({ name }, index): OutColumn => ({
      name,
      kind: 'number',
      title: stats[index]?.[2] ?? name,
      unit: null,
    })),
    intent,
    part: 'main',
  }
}

/** Ten parts of equal size by x, so that each mean rests on as many rows. Ties are broken by y: the same each time. */
function binnedMeans(intent: Relation, nameFor: NameFor): readonly DraftStep[] {
  const { scope } = intent
  const { x, y, where, title, notes } = about(intent)
  const [xName, yName] = ['x', 'y'].map((wanted) => aliasIn(scope, wanted))
  const part = aliasIn(scope, 'tenth')
  if (!xName || !yName) return []
  const names = {
    from: aliasIn(scope, `lowest_${tableNameOf(intent.x.column.name)}`, [part]),
    mean: aliasIn(scope, `avg_${tableNameOf(intent.x.column.name)}`, [part]),
    value: aliasIn(scope, `avg_${tableNameOf(intent.y.column.name)}`, [part]),
    count: aliasIn(scope, 'row_count', [part]),
  }
  const mean = freshName(names.mean, [names.from])
  const value = freshName(names.value, [names.from, mean])
  const inner = selectFrom(scope, {
    items: [
      { sql: x, name: xName },
      { sql: y, name: yName },
      { sql: `ntile(10) OVER (ORDER BY ${x}, ${y})`, name: part },
    ],
    where,
  })
  const columns: readonly OutColumn[] = [
    { name: part, kind: 'number', title: 'Tenth of the rows', unit: null },
    { name: names.count, kind: 'number', title: 'Number of rows', unit: null },
    axis(names.from, intent.x, 'Lowest '),
    axis(mean, intent.x, 'Average '),
    axis(value, intent.y, 'Average '),
  ]
  const cte = aliasIn(scope, 'parts')
  const table: DraftStep = {
    output: nameFor(
      tableNameOf(`${spokenName(intent.y.column.name)} by tenth of ${spokenName(intent.x.column.name)}`),
    ),
    language: 'sql',
    code: lines(
      `WITH ${cte} AS (`,
      inner
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n'),
      ')',
      'SELECT',
      columnsList([
        part,
        `count(*) AS ${quoted(names.count)}`,
        `min(${xName}) AS ${quoted(names.from)}`,
        `avg(${xName}) AS ${quoted(mean)}`,
        `avg(${yName}) AS ${quoted(value)}`,
      ]),
      `FROM ${cte}`,
      `GROUP BY ${part}`,
      `ORDER BY ${part}`,
    ),
    title: `Average ${spokenName(intent.y.column.name)} over ten equal parts by ${spokenName(intent.x.column.name)}${scopePhrase(scope)}`,
    rationale: ['Shows a bend that one correlation would hide.', ...notes].join(' '),
    columns,
    intent,
    part: 'means',
  }
  const [, , , meanOut, valueOut] = columns
  if (!meanOut || !valueOut) return [table]
  const drawn = { input: table.output, title: `Average of ${title}`, all: columns }
  return [
    table,
    chartStep(
      table,
      nameFor,
      'a line through the means',
      scatter(drawn, meanOut, valueOut, 'means'),
      'means chart',
    ),
  ]
}

function rowsThinned(intent: Relation, nameFor: NameFor): readonly DraftStep[] {
  const { scope } = intent
  const { x, y, where, title, notes } = about(intent)
  const xName = chartable(intent.x.column.name)
  const yName = freshName(chartable(intent.y.column.name), [xName])
  const rows = Math.min(present(intent.x), present(intent.y))
  const every = Math.ceil(rows / MOST_POINTS)
  const items = [
    { sql: x, name: xName },
    { sql: y, name: yName },
  ]
  const all = selectFrom(scope, { items, where, orderBy: [x, y] })
  const thinned = lines(
    selectFrom(scope, { items, where }),
    `QUALIFY row_number() OVER (ORDER BY ${x}, ${y}) % ${every} = 0`,
    `ORDER BY ${x}, ${y}`,
    `LIMIT ${MOST_POINTS}`,
  )
  const columns = [axis(xName, intent.x), axis(yName, intent.y)]
  const table: DraftStep = {
    output: nameFor(
      tableNameOf(
        `${spokenName(intent.y.column.name)} and ${spokenName(intent.x.column.name)} ${every > 1 ? 'sample' : 'points'}`,
      ),
    ),
    language: 'sql',
    code: every > 1 ? thinned : all,
    title: `${every > 1 ? `Every ${spokenNumber(every)}th row of` : 'The rows of'} ${title}`,
    rationale: [
      every > 1
        ? `Ordered by both columns and thinned to at most ${spokenNumber(MOST_POINTS)} rows: the same rows each time.`
        : 'All rows with both values.',
      ...notes,
    ].join(' '),
    columns,
    intent,
    part: 'points',
  }
  const [xOut, yOut] = columns
  if (!xOut || !yOut) return [table]
  const drawn = { input: table.output, title, all: columns }
  return [
    table,
    chartStep(table, nameFor, 'a scatter plot', scatter(drawn, xOut, yOut, 'points'), 'points chart'),
  ]
}

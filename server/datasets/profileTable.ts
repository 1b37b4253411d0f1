/** Profiles a table in few passes: one over all columns, one for histograms and exact counts, and one short one a category. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { personalReasonOf } from '#server/datasets/personalData.ts'
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { ColumnProfile, TableProfile } from '#shared/profile.ts'
import type { Column, TableSchema } from '#shared/table.ts'

const BINS = 20
/** Above this, values are counted by HyperLogLog only. */
const EXACT_DISTINCT = 10_000
const DUPLICATES_UP_TO = 2_000_000
const LONGEST_SHOWN = 200
const SAMPLED_WHOLE_UP_TO = 100_000
/** Of each column in the summary. */
const FACTS = 8

type Kind = 'number' | 'time' | 'text' | 'boolean' | 'nested'
type Row = readonly unknown[]
type Bin = ColumnProfile['histogram'][number]

/** `relation` is SQL that can follow FROM and has the columns of `schema`. */
export async function profileTable(
  connection: DuckDBConnection,
  relation: string,
  schema: TableSchema,
): Promise<TableProfile> {
  const firstRow = async (sql: string): Promise<Row> =>
    (await connection.runAndReadAll(sql)).getRowsJson()[0] ?? []
  const summary = await firstRow(summarySql(relation, schema))
  const rows = Number(summary[0])
  const samples = (await connection.runAndReadAll(sampleSql(relation, schema, rows))).getRowsJson()
  const facts = schema.map((_, at) => summary.slice(1 + at * FACTS, 1 + (at + 1) * FACTS))
  const isExact = schema.map(
    ({ type }, at) => Number(facts[at]?.[1]) <= EXACT_DISTINCT * 1.1 && kindOf(type) !== 'nested',
  )
  const hasDuplicates = rows <= DUPLICATES_UP_TO
  const counted = await firstRow(
    countsSql(relation, schema, {
      edges: facts.map((fact) => [fact[6], fact[7]]),
      isExact,
      hasDuplicates,
    }),
  )

  const columns: ColumnProfile[] = []
  for (const [at, column] of schema.entries()) {
    const [present, about, min, max, mean, listed] = facts[at] ?? []
    const kind = kindOf(column.type)
    const nulls = rows - Number(present)
    const name = quotedName(column.name)
    const distinct = isExact[at]
      ? Number(counted[schema.length + at])
      : Math.min(Number(about), Number(present))
    const role = roleOf(column, kind, distinct, Number(present))
    const isCounted = kind === 'boolean' || (kind === 'text' && distinct <= EXACT_DISTINCT)
    const top = isCounted ? (await connection.runAndReadAll(topSql(relation, name))).getRowsJson() : []
    const bins = counted[at]
    const values = samples.map((row) => row[at]).filter((value) => typeof value === 'string')
    const personal = personalReasonOf(column.name, column.type, values)
    columns.push({
      name: column.name,
      type: column.type,
      role,
      nulls,
      distinct,
      min: textOf(min),
      max: textOf(max),
      mean: textOf(mean),
      quantiles: Array.isArray(listed) ? listed.map(String) : [],
      histogram: isCounted ? top.map(categoryOf) : Array.isArray(bins) ? bins.map(binOf) : [],
      ...(personal === undefined ? {} : { personal }),
    })
  }
  if (!hasDuplicates) return { rows, columns }
  return { rows, duplicateRows: rows - Number(counted[schema.length * 2]), columns }
}

/** The count of rows, then for each column: present, about how many distinct, min, max, mean, quantiles, and the edges of its histogram. */
function summarySql(relation: string, schema: TableSchema): string {
  const asked = schema.flatMap(({ name, type }) => {
    const column = quotedName(name)
    const kind = kindOf(type)
    const isOrdered = kind !== 'nested'
    const levels = '[0.05, 0.25, 0.5, 0.75, 0.95]'
    const quantiles =
      kind === 'number'
        ? `list_transform(approx_quantile(${finite(column)}, ${levels}), lambda x: x::VARCHAR)`
        : kind === 'time' && type !== 'TIME'
          ? `list_transform(approx_quantile(epoch(${column}), ${levels}), lambda x: CAST(to_timestamp(x) AS ${type})::VARCHAR)`
          : 'NULL'
    return [
      `count(${column})`,
      kind === 'nested' ? `approx_count_distinct(${column}::VARCHAR)` : `approx_count_distinct(${column})`,
      isOrdered ? shown(`min(${column})`) : 'NULL',
      isOrdered ? shown(`max(${column})`) : 'NULL',
      kind === 'number' ? `avg(${finite(column)})::VARCHAR` : 'NULL',
      quantiles,
      ...placeEdges(placeOf(column, type)),
    ]
  })
  return `SELECT ${['count(*)', ...asked].join(', ')} FROM ${relation}`
}

/** Where a value stands on a line of numbers; undefined when it has no place there. */
function placeOf(column: string, type: string): string | undefined {
  const kind = kindOf(type)
  if (kind === 'number') return finite(column)
  return kind === 'time' && type !== 'TIME'
    ? `CASE WHEN isfinite(${column}) THEN epoch(${column}) END`
    : undefined
}

const placeEdges = (place: string | undefined): readonly string[] =>
  place === undefined ? ['NULL', 'NULL'] : [`min(${place})::VARCHAR`, `max(${place})::VARCHAR`]

interface Counting {
  /** From the summary, as text. */
  readonly edges: readonly (readonly unknown[])[]
  readonly isExact: readonly boolean[]
  readonly hasDuplicates: boolean
}

/** For each column a list of [from, to, count], then for each the number of distinct values, then that of distinct rows; NULL where not asked for. */
function countsSql(
  relation: string,
  schema: TableSchema,
  { edges, isExact, hasDuplicates }: Counting,
): string {
  const binned: string[] = []
  const listed = schema.map(({ name, type }, at) => {
    const place = placeOf(quotedName(name), type)
    const [lowest, highest] = edges[at] ?? []
    if (place === undefined || typeof lowest !== 'string' || typeof highest !== 'string') return 'NULL'
    const [low, high] = [`${quotedText(lowest)}::DOUBLE`, `${quotedText(highest)}::DOUBLE`]
    const size = lowest === highest ? 1 : BINS
    // Halved, because the range of doubles is wider than a double.
    const bin =
      size === 1
        ? '0'
        : `least(${BINS - 1}, floor((${place} / 2 - ${low} / 2) / (${high} / 2 - ${low} / 2) * ${BINS}))::INTEGER`
    binned.push(`histogram(${bin}) FILTER (WHERE ${place} IS NOT NULL) AS b${at}`)
    const edge = (step: string): string => {
      const number = `(${low} * (1 - (${step}) / ${size}) + ${high} * ((${step}) / ${size}))`
      return kindOf(type) === 'time'
        ? `CAST(to_timestamp(${number}) AS ${type})::VARCHAR`
        : `${number}::VARCHAR`
    }
    return `list_transform(range(${size}), lambda i: [${edge('i')}, ${edge('i + 1')}, coalesce(b${at}[i::INTEGER], 0)::VARCHAR])`
  })
  const distinct = schema.map(({ name }, at) => {
    if (isExact[at] !== true) return 'NULL'
    binned.push(`count(DISTINCT ${quotedName(name)}) AS d${at}`)
    return `d${at}`
  })
  const row = schema.map(({ name }) => quotedName(name)).join(', ')
  if (hasDuplicates) binned.push(`count(DISTINCT hash(${row})) AS different`)
  const asked = [...listed, ...distinct, hasDuplicates ? 'different' : 'NULL'].join(', ')
  return `SELECT ${asked} FROM (SELECT ${['count(*)', ...binned].join(', ')} FROM ${relation})`
}

/** In a large table whole stretches of rows are taken, so that the others need not be read. */
function sampleSql(relation: string, schema: TableSchema, rows: number): string {
  const values = schema.map(({ name }) => shown(quotedName(name))).join(', ')
  return rows > SAMPLED_WHOLE_UP_TO
    ? `SELECT ${values} FROM ${relation} TABLESAMPLE system(${(SAMPLED_WHOLE_UP_TO * 100) / rows}%) REPEATABLE (1) LIMIT 1000`
    : `SELECT ${values} FROM ${relation} USING SAMPLE reservoir(1000 ROWS) REPEATABLE (1)`
}

const topSql = (relation: string, name: string): string =>
  `SELECT ${shown(name)}, count(*) FROM ${relation} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY count(*) DESC, ${name} LIMIT ${BINS}`

const shown = (sql: string): string => `left(${sql}::VARCHAR, ${LONGEST_SHOWN})`
/** Infinities and NaN have no place in a mean or a histogram. */
const finite = (column: string): string => `CASE WHEN isfinite(${column}::DOUBLE) THEN ${column}::DOUBLE END`
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const categoryOf = ([value, count]: Row): Bin => ({
  from: String(value),
  to: String(value),
  count: Number(count),
})

const Bins = z.tuple([z.string(), z.string(), z.string()])

function binOf(bin: unknown): Bin {
  const [from, to, count] = Bins.parse(bin)
  return { from, to, count: Number(count) }
}

function kindOf(type: string): Kind {
  if (
    /[[(].*[\])]$|^(STRUCT|MAP|UNION)/.test(type) &&
    !type.startsWith('DECIMAL') &&
    !type.startsWith('ENUM')
  )
    return 'nested'
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|DOUBLE|FLOAT)$/.test(type)) return 'number'
  if (/^(DATE|TIMESTAMP.*)$/.test(type)) return 'time'
  return type === 'BOOLEAN' ? 'boolean' : 'text'
}

function roleOf(
  { name, type }: Column,
  kind: Kind,
  distinct: number,
  present: number,
): ColumnProfile['role'] {
  const isNamedKey =
    /(^|[_\s])(id|key|uuid|guid|code|no|nr|number)$/i.test(name) || /[a-z](Id|ID|Key)$/.test(name)
  const isUnique = present > 1 && distinct >= present * 0.98
  switch (kind) {
    case 'nested':
    case 'boolean':
    case 'time':
      return kind
    case 'number':
      return isNamedKey && /INT/.test(type) ? 'identifier' : 'measure'
    case 'text':
      if (isUnique && (isNamedKey || present > 50)) return isNamedKey ? 'identifier' : 'text'
      return distinct <= Math.max(50, present / 2) ? 'category' : isNamedKey ? 'identifier' : 'text'
  }
}

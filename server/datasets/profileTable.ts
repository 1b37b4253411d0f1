/** Profiles a table in few passes: one over all columns, one over the histograms, and one short one a category. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { personalReasonOf } from '#server/datasets/personalData.ts'
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { ColumnProfile, TableProfile } from '#shared/profile.ts'
import type { Column, TableSchema } from '#shared/table.ts'

const BINS = 20
/** Above this, values are counted by HyperLogLog only. */
const EXACT_DISTINCT = 10_000
const DUPLICATES_UP_TO = 2_000_000
const LONGEST_SHOWN = 200

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
  const samples = (
    await connection.runAndReadAll(
      `SELECT ${schema.map(({ name }) => shown(quotedName(name))).join(', ')} FROM ${relation} USING SAMPLE reservoir(1000 ROWS) REPEATABLE (1)`,
    )
  ).getRowsJson()
  const binned = await firstRow(binsSql(relation, schema))

  const columns: ColumnProfile[] = []
  for (const [at, column] of schema.entries()) {
    const [present, about, min, max, mean, listed] = summary.slice(1 + at * 6, 7 + at * 6)
    const kind = kindOf(column.type)
    const nulls = rows - Number(present)
    const exact = Number(about) <= EXACT_DISTINCT * 1.1 && kind !== 'nested'
    const name = quotedName(column.name)
    const distinct = exact
      ? Number((await firstRow(`SELECT count(DISTINCT ${name}) FROM ${relation}`))[0])
      : Math.min(Number(about), Number(present))
    const role = roleOf(column, kind, distinct, Number(present))
    const isCounted = kind === 'boolean' || (kind === 'text' && distinct <= EXACT_DISTINCT)
    const top = isCounted ? (await connection.runAndReadAll(topSql(relation, name))).getRowsJson() : []
    const bins = binned[at]
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
  if (rows > DUPLICATES_UP_TO) return { rows, columns }
  const row = schema.map(({ name }) => quotedName(name)).join(', ')
  const different = Number(
    (await firstRow(`SELECT count(DISTINCT md5_number(to_json(row(${row}))::VARCHAR)) FROM ${relation}`))[0],
  )
  return { rows, duplicateRows: rows - different, columns }
}

/** The count of rows, then for each column: present, about how many distinct, min, max, mean, quantiles. */
export function summarySql(relation: string, schema: TableSchema): string {
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
    ]
  })
  return `SELECT ${['count(*)', ...asked].join(', ')} FROM ${relation}`
}

/** One list of [from, to, count] for each column of numbers or times, NULL for the others. */
export function binsSql(relation: string, schema: TableSchema): string {
  const places = schema.map(({ name, type }) => {
    const column = quotedName(name)
    const kind = kindOf(type)
    return kind === 'number'
      ? finite(column)
      : kind === 'time' && type !== 'TIME'
        ? `epoch(${column})`
        : undefined
  })
  const edges = places.flatMap((place, at) =>
    place === undefined ? [] : [`min(${place}) AS lo${at}, max(${place}) AS hi${at}`],
  )
  if (edges.length === 0) return `SELECT ${schema.map(() => 'NULL').join(', ')}`
  const counted = schema.map((_, at) => {
    const place = places[at]
    if (place === undefined) return `NULL AS b${at}`
    const bin = `CASE WHEN hi${at} > lo${at} THEN least(${BINS - 1}, floor((${place} - lo${at}) / (hi${at} - lo${at}) * ${BINS}))::INTEGER WHEN ${place} IS NOT NULL THEN 0 END`
    const edge = (step: string): string => {
      const value = `(any_value(lo${at}) + (any_value(hi${at}) - any_value(lo${at})) * (${step}) / ${BINS})`
      return `${value} AS ${edgeName(step)}${at}`
    }

    return `histogram(${bin}) FILTER (WHERE ${place} IS NOT NULL) AS b${at}, ${edge('0')}, ${edge(String(BINS))}`
  })
  const listed = schema.map(({ type }, at) => {
    if (places[at] === undefined) return 'NULL'
    const value = (step: string): string => {
      const number = `(zero${at} + (full${at} - zero${at}) * (${step}) / ${BINS})`
      return kindOf(type) === 'time'
        ? `CAST(to_timestamp(${number}) AS ${type})::VARCHAR`
        : `${number}::VARCHAR`
    }
    const size = `CASE WHEN full${at} > zero${at} THEN ${BINS} ELSE 1 END`
    return `CASE WHEN zero${at} IS NOT NULL THEN list_transform(range(${size}), lambda i: [${value('i')}, ${value('i + 1')}, coalesce(b${at}[i::INTEGER], 0)::VARCHAR]) END`
  })
  return `WITH edges AS (SELECT ${edges.join(', ')} FROM ${relation}),
    counted AS (SELECT ${counted.join(', ')} FROM ${relation}, edges)
    SELECT ${listed.join(', ')} FROM counted`
}

const edgeName = (step: string): string => (step === '0' ? 'zero' : 'full')

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

/** The ways in which a column of text can be read as a type, narrowest first; each is SQL that gives NULL for what does not fit. */
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'

export interface Reading {
  readonly key: string
  readonly type: string
  /** SQL over the trimmed text `t`, never NULL. */
  sql(t: string): string
  readonly finding?: string
}

const NOTHING = "('', 'na', 'n/a', '#n/a', 'null', 'none', 'nan', 'nil', '-', '?')"

/** The text trimmed, and NULL for the ways to write "no value". */
export const presentText = (column: string): string => {
  const name = quotedName(column)
  return `CASE WHEN lower(trim(${name})) IN ${NOTHING} THEN NULL ELSE trim(${name}) END`
}

/** Zip codes, phone numbers and keys begin with zeros that a number would lose. */
const plain = (t: string): string => `NOT regexp_matches(${t}, '^[-+]?0[0-9]|[^-+0-9.eE]|^[+]')`

const decimal = (scale: number): Reading => ({
  key: `decimal${scale}`,
  type: `DECIMAL(18,${scale})`,
  sql: (t) =>
    `CASE WHEN ${plain(t)} AND NOT regexp_matches(${t}, '[eE]|[.][0-9]{${scale + 1}}') THEN TRY_CAST(${t} AS DECIMAL(18,${scale})) END`,
})

const time = (key: string, type: string, shape: string, format: string, finding?: string): Reading => ({
  key,
  type,
  sql: (t) =>
    `CASE WHEN regexp_full_match(${t}, '${shape}') THEN TRY_CAST(try_strptime(${t}, ${format}) AS ${type}) END`,
  ...(finding === undefined ? {} : { finding }),
})

const CLOCK = '[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?'
const clocks = (date: string): string =>
  `[${['%H:%M', '%H:%M:%S', '%H:%M:%S.%f'].flatMap((clock) => [`'${date} ${clock}'`, `'${date}T${clock}'`]).join(', ')}]`

const dates = (key: string, shape: string, format: string, finding?: string): Reading[] => [
  time(key, 'DATE', shape, `'${format}'`, finding),
  time(`${key} time`, 'TIMESTAMP', shape + CLOCK, clocks(format), finding),
]

const PLAIN_POINT = { group: ',', point: '.' }
const PLAIN_COMMA = { group: '.', point: ',' }

/** Numbers with separators of thousands or with a decimal comma: whole, then decimals that are exact, then doubles. */
function separated(
  key: string,
  { group, point }: typeof PLAIN_POINT,
  finding: string,
  wholeFinding: string,
): Reading[] {
  const shape = (places: string): string =>
    `'[-+]?([1-9][0-9]{0,2}([${group}][0-9]{3})+|0|[1-9][0-9]*)${places}'`
  const read = (type: string, places: string, said: string): Reading => ({
    key: `${key} ${type}`,
    type,
    finding: said,
    sql: (t) =>
      `CASE WHEN regexp_full_match(${t}, ${shape(places)}) THEN TRY_CAST(replace(replace(${t}, '${group}', ''), '${point}', '.') AS ${type}) END`,
  })
  return [
    read('BIGINT', '', wholeFinding),
    read('DECIMAL(18,2)', `([${point}][0-9]{1,2})?`, finding),
    read('DECIMAL(18,4)', `([${point}][0-9]{1,4})?`, finding),
    read('DOUBLE', `([${point}][0-9]+)?`, finding),
  ]
}

const PERCENT_SIGN = "'[ \u00a0]*%$'"

/** Only where every value has the sign; the figure stays as it is written. */
const percent = (reading: Reading): Reading => ({
  key: `percent ${reading.key}`,
  type: reading.type,
  finding: [
    'percent signs were taken away (5% became 5)',
    ...(reading.finding ? [reading.finding] : []),
  ].join('; '),
  sql: (t) =>
    `CASE WHEN suffix(${t}, '%') THEN ${reading.sql(`regexp_replace(${t}, ${PERCENT_SIGN}, '')`)} END`,
})

const NUMBERS: readonly Reading[] = [
  {
    key: 'integer',
    type: 'BIGINT',
    sql: (t) =>
      `CASE WHEN ${plain(t)} AND NOT regexp_matches(${t}, '[.eE]') THEN TRY_CAST(${t} AS BIGINT) END`,
  },
  decimal(2),
  decimal(4),
  {
    key: 'double',
    type: 'DOUBLE',
    sql: (t) =>
      `CASE WHEN ${plain(t)} AND NOT regexp_full_match(${t}, '[-+]?[0-9]{18,}') THEN TRY_CAST(${t} AS DOUBLE) END`,
  },
]

const SEPARATED: readonly Reading[] = [
  ...separated(
    'thousands',
    PLAIN_POINT,
    'commas were read as separators of thousands',
    'commas were read as separators of thousands',
  ),
  ...separated(
    'decimal comma',
    PLAIN_COMMA,
    'commas were read as decimal points',
    'points were read as separators of thousands',
  ),
]

export const READINGS: readonly Reading[] = [
  {
    key: 'boolean',
    type: 'BOOLEAN',
    sql: (t) =>
      `CASE WHEN lower(${t}) IN ('true', 'yes', 't', 'y') THEN true WHEN lower(${t}) IN ('false', 'no', 'f', 'n') THEN false END`,
  },
  ...NUMBERS,
  ...dates('iso', '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}', '%Y-%m-%d'),
  {
    key: 'iso zone',
    type: 'TIMESTAMP WITH TIME ZONE',
    sql: (t) =>
      `CASE WHEN regexp_full_match(${t}, '[0-9]{4}-[0-9]{2}-[0-9]{2}${CLOCK} ?(Z|[-+][0-9]{2}(:?[0-9]{2})?)') THEN TRY_CAST(${t} AS TIMESTAMPTZ) END`,
  },
  ...dates('slashed', '[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}', '%Y/%m/%d'),
  ...dates('dotted', '[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}', '%d.%m.%Y'),
  ...dates(
    'day first',
    '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}',
    '%d/%m/%Y',
    'dates with slashes were read as day/month/year',
  ),
  ...dates(
    'month first',
    '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}',
    '%m/%d/%Y',
    'dates with slashes were read as month/day/year',
  ),
  ...SEPARATED,
  ...[...NUMBERS, ...SEPARATED].map(percent),
]

/** The other order of day and month, which may fit the same values. */
export const otherOrderOf = ({ key }: Reading): Reading | undefined =>
  key.startsWith('day first')
    ? READINGS.find((reading) => reading.key === key.replace('day first', 'month first'))
    : undefined

const CANONICAL: Readonly<Record<string, number | undefined>> = { integer: 0, iso: 10, 'iso time': 19 }

/**
 * The value in one pass that stops with an error where a value does not fit, so that nothing need be read twice.
 * Where a value is spelt as DuckDB itself would spell it, no pattern is tried.
 */
export function strictSql(column: string, reading: Reading): string {
  const { key, type } = reading
  const name = quotedName(column)
  const slow = `WHEN (${presentText(column)}) IS NULL THEN NULL ELSE coalesce(${reading.sql(`trim(${name})`)}, CAST(error('unfit') AS ${type}))`
  const length = CANONICAL[key]
  const quick =
    length !== undefined
      ? `WHEN TRY_CAST(${name} AS ${type})::VARCHAR = ${name} ${length > 0 ? `AND length(${name}) = ${length}` : ''} THEN TRY_CAST(${name} AS ${type})`
      : key === 'boolean'
        ? `WHEN ${name} = 'true' THEN true WHEN ${name} = 'false' THEN false`
        : key === 'decimal2'
          ? `WHEN regexp_full_match(${name}, '-?(0|[1-9][0-9]{0,14})([.][0-9]{1,2})?') THEN CAST(${name} AS ${type})`
          : ''
  return `CASE ${quick} ${slow} END`
}

/** How a person's correction is read: as the type says, through the readings of that type first; never both orders of day and month. */
export function correctedSql(column: string, type: string, isMonthFirst = false): string {
  const t = presentText(column)
  if (type === 'VARCHAR') return quotedName(column)
  const other = isMonthFirst ? 'day first' : 'month first'
  const known = READINGS.filter((reading) => reading.type === type && !reading.key.startsWith(other)).map(
    (reading) => reading.sql('t'),
  )
  const tries = [...known, `TRY_CAST(t AS ${type})`]
  return `list_transform([${t}], lambda t: CASE WHEN t IS NOT NULL THEN coalesce(${tries.join(', ')}) END)[1]`
}

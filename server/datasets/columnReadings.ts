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

const GROUPED = (t: string, group: string, point: string): string =>
  `regexp_full_match(${t}, '[-+]?([1-9][0-9]{0,2}([${group}][0-9]{3})+|0|[1-9][0-9]*)([${point}][0-9]+)?')`

export const READINGS: readonly Reading[] = [
  {
    key: 'boolean',
    type: 'BOOLEAN',
    sql: (t) =>
      `CASE WHEN lower(${t}) IN ('true', 'yes', 't', 'y') THEN true WHEN lower(${t}) IN ('false', 'no', 'f', 'n') THEN false END`,
  },
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
    'american',
    '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}',
    '%m/%d/%Y',
    'dates with slashes were read as month/day/year',
  ),
  ...dates(
    'british',
    '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}',
    '%d/%m/%Y',
    'dates with slashes were read as day/month/year',
  ),
  {
    key: 'thousands',
    type: 'DOUBLE',
    finding: 'commas were read as separators of thousands',
    sql: (t) => `CASE WHEN ${GROUPED(t, ',', '.')} THEN TRY_CAST(replace(${t}, ',', '') AS DOUBLE) END`,
  },
  {
    key: 'decimal comma',
    type: 'DOUBLE',
    finding: 'commas were read as decimal points',
    sql: (t) =>
      `CASE WHEN ${GROUPED(t, '.', ',')} THEN TRY_CAST(replace(replace(${t}, '.', ''), ',', '.') AS DOUBLE) END`,
  },
]

/** How a person's correction is read: as the type says, through the readings of that type first. */
export function correctedSql(column: string, type: string): string {
  const t = presentText(column)
  if (type === 'VARCHAR') return quotedName(column)
  const known = READINGS.filter((reading) => reading.type === type).map((reading) => reading.sql('t'))
  const tries = [...known, `TRY_CAST(t AS ${type})`]
  return `list_transform([${t}], lambda t: CASE WHEN t IS NOT NULL THEN coalesce(${tries.join(', ')}) END)[1]`
}

/** How the values of one number lie: bins of a round width. */
import { chartStep } from '#agents/playbook/analyses/chartOf.ts'
import { histogram } from '#agents/playbook/charts.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Intent } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import { joinPhrases, missingPhrases, scopePhrase } from '#agents/playbook/phrases.ts'
import { aliasIn, isThere, numberIn, selectFrom } from '#agents/playbook/select.ts'
import { quoted, tableNameOf } from '#agents/playbook/sqlText.ts'
import { spokenName, spokenNumber, unitOf, withUnit } from '#agents/playbook/units.ts'

type Distribution = Intent & { readonly kind: 'distribution' }

/** 1, 2 or 5 times a power of ten, for about 25 bins. Far tails are gathered in the outermost bins. */
export function binsOf({ column }: Field): {
  readonly width: number
  readonly low: number | null
  readonly high: number | null
} {
  const min = Number(column.min ?? 0)
  const max = Number(column.max ?? 1)
  const low = column.quantiles.at(0)
  const high = column.quantiles.at(-1)
  const isTailed = low !== undefined && high !== undefined && high > low && max - min > 6 * (high - low)
  const span = isTailed ? (high - low) * 1.5 : max - min
  if (!(span > 0) || !Number.isFinite(span)) return { width: 1, low: null, high: null }
  const raw = span / 25
  const power = 10 ** Math.floor(Math.log10(raw))
  const width = ([1, 2, 5, 10].find((step) => step * power >= raw * 0.999) ?? 10) * power
  const isWhole = /INT/i.test(column.type)
  const clean = Number((isWhole ? Math.max(1, width) : width).toPrecision(3))
  if (!isTailed) return { width: clean, low: null, high: null }
  return {
    width: clean,
    low: Math.floor((low - span / 6) / clean),
    high: Math.ceil((high + span / 6) / clean),
  }
}

export function distributionSteps(intent: Distribution, nameFor: NameFor): readonly DraftStep[] {
  const { scope, field } = intent
  const value = numberIn(scope, field)
  const { width, low, high } = binsOf(field)
  const said = spokenName(field.column.name)
  const unit = unitOf(field.column.name)
  const [start, end, count] = [
    aliasIn(scope, 'bin_start'),
    aliasIn(scope, 'bin_end'),
    aliasIn(scope, 'row_count'),
  ]
  const place = `floor(${value} / ${width})`
  const kept = low === null || high === null ? place : `greatest(least(${place}, ${high}), ${low})`
  const isFloat = !Number.isInteger(width)
  const edge = (sql: string): string => (isFloat ? `round(${sql}, ${decimalsOf(width)})` : sql)
  const columns: readonly OutColumn[] = [
    { name: start, kind: 'number', title: withUnit(said, unit), unit },
    { name: end, kind: 'number', title: withUnit(`${said}, up to`, unit), unit },
    { name: count, kind: 'number', title: 'Number of rows', unit: null },
  ]
  const table: DraftStep = {
    output: nameFor(tableNameOf(`${said} distribution`)),
    language: 'sql',
    code: selectFrom(scope, {
      items: [
        { sql: edge(`${kept} * ${width}`), name: start },
        { sql: edge(`(${kept} + 1) * ${width}`), name: end },
        { sql: 'count(*)', name: count },
      ],
      where: [isThere(value)],
      groupBy: [quoted(start), quoted(end)],
      orderBy: [quoted(start)],
    }),
    title: `Distribution of ${said}${scopePhrase(scope)}`,
    rationale: [
      `Bins of ${spokenNumber(width)}${unit ? ` ${unit}` : ''}; a bin holds its lower edge, not its upper. Empty bins have no row.`,
      ...(low === null ? [] : ['Far values are gathered in the first and the last bin.']),
      ...joinPhrases(scope),
      ...missingPhrases([field], scope),
    ].join(' '),
    columns,
    intent,
    part: 'main',
  }
  const [from, to, rows] = columns
  if (!from || !to || !rows) return [table]
  return [
    table,
    chartStep(
      table,
      nameFor,
      'a histogram',
      histogram({ input: table.output, title: table.title, all: columns }, from, to, rows),
    ),
  ]
}

const decimalsOf = (width: number): number => Math.max(0, Math.ceil(-Math.log10(width)) + 2)

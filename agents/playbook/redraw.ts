/** Charts over the columns that their tables really have, when a person's edit renamed or dropped some; or why there is none. */
import { z } from 'zod'
import { barChart, fieldName, heatMap, lineChart } from '#agents/playbook/charts.ts'
import type { OutColumn } from '#agents/playbook/draftStep.ts'
import { kindOf } from '#agents/playbook/knownTable.ts'
import { capital } from '#agents/playbook/phrases.ts'
import type { Draft, PlacedStep } from '#agents/playbook/stepsOf.ts'
import { spokenName, unitOf, withUnit } from '#agents/playbook/units.ts'
import type { SeenProposal } from '#agents/seen.ts'

type Redrawn = { readonly code: string } | { readonly because: string }

/** More bars than this are no picture. */
const MOST_BARS = 60

export function withRedrawn(draft: Draft, proposals: readonly SeenProposal[]): Draft {
  const notes: string[] = []
  const steps = draft.steps.flatMap((step): readonly PlacedStep[] => {
    const table = tableOf(step, draft.steps)
    const actual = table && editedColumns(table, proposals)
    if (!table || !actual) return [step]
    const redrawn = redrawnOf(step, table, actual)
    if ('code' in redrawn) return [{ ...step, code: redrawn.code, isRedrawn: redrawn.code !== step.code }]
    notes.push(`No chart of ${table.output} as it was edited: ${redrawn.because}`)
    return []
  })
  return { ...draft, steps, notes: [...draft.notes, ...notes] }
}

const tableOf = (step: PlacedStep, steps: readonly PlacedStep[]): PlacedStep | undefined =>
  step.language === 'chart'
    ? steps.find((other) => step.code.includes(`"name": ${JSON.stringify(other.output)}`))
    : undefined

type Actual = { readonly columns: readonly OutColumn[]; readonly rows: number | null }

/** The columns of a table that a person wrote last; null when nobody did, or when they aren't known yet. */
function editedColumns(table: PlacedStep, proposals: readonly SeenProposal[]): Actual | null {
  const latest = proposals.findLast(
    (one) => one.output.toLowerCase() === table.output.toLowerCase() && one.status !== 'superseded',
  )
  if (latest?.author !== 'person') return null
  const columns = (latest.run?.kind === 'table' ? latest.run.columns : latest.schema) ?? []
  if (columns.length === 0) return null
  return {
    columns: columns.map(
      ({ name, type }) => table.columns.find((one) => one.name === name) ?? outOf(name, type),
    ),
    rows: latest.run?.kind === 'table' ? latest.run.totalRows : null,
  }
}

function outOf(name: string, type: string): OutColumn {
  const kind = kindOf(type)
  const unit = unitOf(name)
  return {
    name,
    kind: kind === 'number' || kind === 'time' ? kind : 'text',
    title: withUnit(capital(spokenName(name)), unit),
    unit,
  }
}

/** The same picture where each lost column has one in its place; else the plain one that fits what is left. */
function redrawnOf(chart: PlacedStep, table: PlacedStep, actual: Actual): Redrawn {
  const lost = table.columns.filter((column) => !actual.columns.some((one) => one.name === column.name))
  const free = actual.columns.filter((column) => !table.columns.some((one) => one.name === column.name))
  if (labelsIn(free).length > labelsIn(lost).length) return plainChart(chart, table, actual)
  const drawn = drawnFields(chart.code)
  const renamed = new Map<string, string>()
  for (const column of lost) {
    if (!drawn.has(fieldName(column.name))) continue
    const by = free.find((one) => one.kind === column.kind && ![...renamed.values()].includes(one.name))
    if (!by) return plainChart(chart, table, actual)
    renamed.set(column.name, by.name)
  }
  return { code: rewritten(chart.code, lost, renamed) }
}

const Spec = z.looseObject({ encoding: z.record(z.string(), z.unknown()).default({}) })
const Tooltip = z.array(z.looseObject({ field: z.string() }))
const WithField = z.looseObject({ field: z.string() })

const fieldIn = (channel: unknown): readonly string[] => {
  const parsed = WithField.safeParse(channel)
  return parsed.success ? [parsed.data.field] : []
}

/** Fields that the marks stand for; what is only told when pointed at is no part of the picture. */
function drawnFields(code: string): ReadonlySet<string> {
  const { encoding } = Spec.parse(JSON.parse(code))
  const channels = Object.entries(encoding).filter(([name]) => name !== 'tooltip')
  return new Set(channels.flatMap(([, channel]) => fieldIn(channel)))
}

function rewritten(code: string, lost: readonly OutColumn[], renamed: ReadonlyMap<string, string>): string {
  const spec = Spec.parse(JSON.parse(code))
  const tooltip = Tooltip.safeParse(spec.encoding['tooltip'])
  const gone = new Set(lost.filter((one) => !renamed.has(one.name)).map((one) => fieldName(one.name)))
  const encoding = tooltip.success
    ? { ...spec.encoding, tooltip: tooltip.data.filter((one) => !gone.has(one.field)) }
    : spec.encoding
  return [...renamed].reduce(
    (text, [from, to]) =>
      text.replaceAll(
        `"field": ${JSON.stringify(fieldName(from))}`,
        `"field": ${JSON.stringify(fieldName(to))}`,
      ),
    JSON.stringify({ ...spec, encoding }, null, 2),
  )
}

/** One label more than before divides the rows further: the old picture would lay them over one another. */
const labelsIn = (columns: readonly OutColumn[]): readonly OutColumn[] =>
  columns.filter((column) => column.kind !== 'number')

function plainChart(chart: PlacedStep, table: PlacedStep, { columns, rows }: Actual): Redrawn {
  const labels = labelsIn(columns)
  const numbers = columns.filter((column) => column.kind === 'number')
  const value = numbers.at(-1)
  if (!value) return { because: 'it has no column of numbers to draw.' }
  const groups = labels.length > 0 ? labels : numbers.slice(0, -1)
  const [first, second] = groups
  if (!first)
    return { because: `${value.name} is its only column, and one column alone shows no comparison.` }
  const title = `${value.title} by ${groups
    .slice(0, 2)
    .map((one) => one.title)
    .join(' and ')}`
  const drawn = { input: table.output, title, all: columns }
  const time = labels.find((column) => column.kind === 'time')
  if (time) {
    const series = labels.find((column) => column.kind === 'text') ?? null
    const grain = 'grain' in chart.intent ? chart.intent.grain : 'day'
    return { code: lineChart(drawn, time, value, grain, series) }
  }
  if (rows !== null && rows > MOST_BARS && !second)
    return { because: `${rows} bars would be too many to read.` }
  if (second && labels.length > 1)
    return { code: heatMap(drawn, first, second, value, ['ascending', 'ascending']) }
  return { code: barChart(drawn, first, value, { field: fieldName(value.name), order: 'descending' }) }
}

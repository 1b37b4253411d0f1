/** The chart that fits a grouped result, as the step after it. */
import { barChart, heatMap } from '#agents/playbook/charts.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Dimension } from '#agents/playbook/intent.ts'
import { fieldName } from '#agents/playbook/charts.ts'
import { capital } from '#agents/playbook/phrases.ts'

export const chartStep = (
  table: DraftStep,
  nameFor: NameFor,
  shape: string,
  code: string,
  part = 'chart',
): DraftStep => ({
  output: nameFor(`${table.output}_chart`),
  language: 'chart',
  code,
  title: `Draw: ${table.title.slice(0, 1).toLowerCase()}${table.title.slice(1)}`,
  rationale: `${capital(shape)} of ${table.output}.`,
  columns: [],
  intent: table.intent,
  part,
})

type Order = Readonly<Record<string, unknown>> | string

const orderOf = (by: Dimension, outs: readonly OutColumn[], shown: OutColumn): Order => {
  if (by.kind !== 'part') return 'ascending'
  const number = outs.find((out) => out.kind === 'number')
  return { field: fieldName(number?.name ?? shown.name), op: 'min', order: 'ascending' }
}

/** Bars for one dimension, a heat map for two. None for a single number, or when the result would not be readable. */
export function groupChart(
  table: DraftStep,
  nameFor: NameFor,
  by: readonly Dimension[],
  groups: readonly { readonly outs: readonly OutColumn[]; readonly shown: OutColumn }[],
  value: OutColumn,
  ascending = false,
): readonly DraftStep[] {
  const [first, second] = groups
  const [firstBy, secondBy] = by
  if (!first || !firstBy) return []
  const drawn = { input: table.output, title: table.title, all: table.columns }
  if (second && secondBy) {
    const order: readonly [Order, Order] = [
      orderOf(firstBy, first.outs, first.shown),
      orderOf(secondBy, second.outs, second.shown),
    ]
    return [chartStep(table, nameFor, 'heat map', heatMap(drawn, first.shown, second.shown, value, order))]
  }
  const isOrdered = firstBy.kind === 'part'
  const sort: Order = isOrdered
    ? orderOf(firstBy, first.outs, first.shown)
    : { field: fieldName(value.name), order: ascending ? 'ascending' : 'descending' }
  return [
    chartStep(
      table,
      nameFor,
      isOrdered ? 'bars in the order of time' : 'bars, sorted by value',
      barChart(drawn, first.shown, value, sort),
    ),
  ]
}

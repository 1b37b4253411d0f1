/** Vega-Lite specs: one fitting mark for each shape of result; colours that colour-blind readers can tell apart. */
import type { OutColumn } from '#agents/playbook/draftStep.ts'
import type { Grain } from '#agents/playbook/intent.ts'

export type Spec = Readonly<Record<string, unknown>>

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json'
/** Okabe and Ito's palette. */
const COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442', '#999999']
export const FIRST = '#0072B2'
export const SECOND = '#D55E00'

/** Dots and brackets in a name would be read as a path. */
export const fieldName = (name: string): string => name.replaceAll(/[\\.[\]]/g, String.raw`\$&`)

const numberFormat = (column: OutColumn): string => (column.unit === '%' ? ',.1f' : ',.3~f')

export const quantitative = (column: OutColumn, more: Spec = {}): Spec => ({
  field: fieldName(column.name),
  type: 'quantitative',
  title: column.title,
  axis: { format: '~s' },
  ...more,
})

export const TIME_UNIT: Readonly<Record<Grain, string>> = {
  hour: 'yearmonthdatehours',
  day: 'utcyearmonthdate',
  week: 'utcyearmonthdate',
  month: 'utcyearmonth',
  quarter: 'utcyearquarter',
  year: 'utcyear',
}

export const tooltipOf = (columns: readonly OutColumn[]): readonly Spec[] =>
  columns.map((column) => ({
    field: fieldName(column.name),
    title: column.title,
    type: column.kind === 'number' ? 'quantitative' : 'nominal',
    ...(column.kind === 'number' ? { format: numberFormat(column) } : {}),
  }))

export const specOf = (input: string, title: string, rest: Spec): string =>
  JSON.stringify(
    {
      $schema: SCHEMA,
      title: { text: title, anchor: 'start' },
      data: { name: input },
      width: 'container',
      autosize: { type: 'fit-x', contains: 'padding' },
      ...rest,
      config: { range: { category: COLOURS } },
    },
    null,
    2,
  )

export type Drawn = { readonly input: string; readonly title: string; readonly all: readonly OutColumn[] }

/** Groups from top to bottom, in the order of the value or, for weekdays and the like, their own. */
export function barChart(drawn: Drawn, group: OutColumn, value: OutColumn, sort: Spec | string): string {
  return specOf(drawn.input, drawn.title, {
    mark: { type: 'bar', color: FIRST },
    height: { step: 20 },
    encoding: {
      y: { field: fieldName(group.name), type: 'nominal', title: group.title, sort },
      x: quantitative(value, { scale: { zero: true } }),
      tooltip: tooltipOf(drawn.all),
    },
  })
}

export function lineChart(
  drawn: Drawn,
  time: OutColumn,
  value: OutColumn,
  grain: Grain,
  series: OutColumn | null,
): string {
  return specOf(drawn.input, drawn.title, {
    mark: { type: 'line', point: true, ...(series ? {} : { color: FIRST }) },
    height: 280,
    encoding: {
      x: { field: fieldName(time.name), type: 'temporal', timeUnit: TIME_UNIT[grain], title: time.title },
      y: quantitative(value, { scale: { zero: false } }),
      ...(series ? { color: { field: fieldName(series.name), type: 'nominal', title: series.title } } : {}),
      tooltip: tooltipOf(drawn.all),
    },
  })
}

export function histogram(drawn: Drawn, from: OutColumn, to: OutColumn, count: OutColumn): string {
  return specOf(drawn.input, drawn.title, {
    mark: { type: 'bar', color: FIRST },
    height: 280,
    encoding: {
      x: { field: fieldName(from.name), type: 'quantitative', bin: { binned: true }, title: from.title },
      x2: { field: fieldName(to.name) },
      y: quantitative(count, { scale: { zero: true } }),
      tooltip: tooltipOf(drawn.all),
    },
  })
}

export function scatter(drawn: Drawn, x: OutColumn, y: OutColumn, mark: 'points' | 'means'): string {
  return specOf(drawn.input, drawn.title, {
    mark:
      mark === 'points'
        ? { type: 'point', color: FIRST, opacity: 0.35, size: 18 }
        : { type: 'line', point: true, color: FIRST },
    height: 320,
    encoding: {
      x: quantitative(x, { scale: { zero: false } }),
      y: quantitative(y, { scale: { zero: false } }),
      tooltip: tooltipOf(drawn.all),
    },
  })
}

export function heatMap(
  drawn: Drawn,
  a: OutColumn,
  b: OutColumn,
  value: OutColumn,
  order: readonly [Spec | string, Spec | string],
): string {
  return specOf(drawn.input, drawn.title, {
    mark: 'rect',
    height: { step: 22 },
    encoding: {
      x: { field: fieldName(b.name), type: 'nominal', title: b.title, sort: order[1] },
      y: { field: fieldName(a.name), type: 'nominal', title: a.title, sort: order[0] },
      color: {
        field: fieldName(value.name),
        type: 'quantitative',
        title: value.title,
        scale: { scheme: 'viridis' },
      },
      tooltip: tooltipOf(drawn.all),
    },
  })
}

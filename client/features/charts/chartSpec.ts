/** A Vega-Lite specification as the simple builder reads and writes it: one mark, three channels. All else in it is kept as it is. */
import { z } from 'zod'
import { isNumeric } from '#client/workspace/columnWidths.ts'

export const MARKS = ['bar', 'line', 'area', 'point', 'arc', 'rect', 'tick', 'boxplot'] as const
export const CHANNELS = ['x', 'y', 'color'] as const
export type Channel = (typeof CHANNELS)[number]
export const AGGREGATES = ['count', 'sum', 'mean', 'median', 'min', 'max', 'distinct'] as const
export const TIME_UNITS = [
  'year',
  'yearquarter',
  'yearmonth',
  'yearmonthdate',
  'month',
  'day',
  'hours',
] as const
export const SORTS = ['ascending', 'descending', '-y', '-x'] as const

const Encoded = z.looseObject({
  field: z.string().optional(),
  type: z.string().optional(),
  aggregate: z.unknown().optional(),
  bin: z.unknown().optional(),
  timeUnit: z.unknown().optional(),
  sort: z.unknown().optional(),
})
export type Encoded = z.infer<typeof Encoded>

const Spec = z.looseObject({
  data: z.looseObject({ name: z.string().optional() }).optional(),
  mark: z.union([z.string(), z.looseObject({ type: z.string() })]).optional(),
  encoding: z.record(z.string(), z.unknown()).optional(),
})
export type ChartSpec = z.infer<typeof Spec>

/** Undefined for what the builder can't show: no JSON, or a chart of several views. */
export function specOf(code: string): ChartSpec | undefined {
  try {
    const spec = Spec.safeParse(JSON.parse(code)).data
    return spec && !COMPOSED.some((key) => key in spec) ? spec : undefined
  } catch {
    return undefined
  }
}
const COMPOSED = ['layer', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec']

export const tableOf = (spec: ChartSpec): string => spec.data?.name ?? ''
export const markOf = ({ mark }: ChartSpec): string => (typeof mark === 'object' ? mark.type : (mark ?? ''))
export const encodedOf = (spec: ChartSpec, channel: Channel): Encoded =>
  Encoded.safeParse(spec.encoding?.[channel]).data ?? {}

export const withTable = (spec: ChartSpec, name: string): ChartSpec => ({
  ...spec,
  data: { ...spec.data, name },
})

export const withMark = (spec: ChartSpec, type: string): ChartSpec => ({
  ...spec,
  mark: typeof spec.mark === 'object' ? { ...spec.mark, type } : type,
})

/** What is given as undefined is taken out; a channel of which nothing is left goes. */
export function withEncoded(spec: ChartSpec, channel: Channel, changes: Encoded): ChartSpec {
  const next = Object.entries({ ...encodedOf(spec, channel), ...changes }).filter(
    ([, value]) => value !== undefined,
  )
  const encoding = { ...spec.encoding, [channel]: Object.fromEntries(next) }
  const isEmpty = !next.some(([key]) => key === 'field' || key === 'aggregate' || key === 'value')
  if (!isEmpty) return { ...spec, encoding }
  const { [channel]: _gone, ...others } = encoding
  return { ...spec, encoding: others }
}

/** How a column of this type is measured. */
export function measureOf(type: string): 'quantitative' | 'temporal' | 'nominal' {
  if (isNumeric(type)) return 'quantitative'
  return /^(DATE|TIMESTAMP)/.test(type) ? 'temporal' : 'nominal'
}

/** Written as the code before was written, where that is a way of writing JSON that is known. */
export function codeOf(spec: ChartSpec, before: string): string {
  const indents = ['  ', '    ', '\t', '']
  const parsed: unknown = JSON.parse(before)
  const indent = indents.find((one) => JSON.stringify(parsed, null, one) === before.trim()) ?? '  '
  return JSON.stringify(spec, null, indent)
}

/** The column that the marks measure: where a click on one asks for the origin of a number. */
export function measuredColumn(spec: ChartSpec): string | undefined {
  const channels = ['y', 'x', 'theta', 'size', 'color']
  const encoded = channels.flatMap((channel) => {
    const one = Encoded.safeParse(spec.encoding?.[channel]).data
    return one ? [one] : []
  })
  const measured = encoded.find(
    ({ field, type, aggregate }) =>
      field !== undefined && (type === 'quantitative' || aggregate !== undefined),
  )
  return (measured ?? encoded.find(({ field }) => field !== undefined))?.field
}

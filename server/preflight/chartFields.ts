/** Walks a Vega-Lite specification, views within views, for the fields and expressions that it uses. */
import { z } from 'zod'
import {
  afterTransforms,
  usePredicate,
  type FieldScope,
  type FieldUse,
} from '#server/preflight/chartTransforms.ts'

const Spec = z.record(z.string(), z.unknown())
type Spec = z.infer<typeof Spec>

/** All that a Vega-Lite view may say; anything else is of another language, or a way out of this one. */
const VIEW_KEYS: ReadonlySet<string> = new Set(
  `$schema name title description data transform params mark encoding projection width height view layer concat
  hconcat vconcat columns align bounds center spacing resolve facet repeat spec config autosize background
  padding`.split(/\s+/),
)

export type ChartUse = FieldUse & {
  readonly strangeKey: (key: string) => void
  readonly everyField: () => void
}

export function walkChart(spec: unknown, scope: FieldScope, use: ChartUse): void {
  const parsed = Spec.safeParse(spec)
  if (!parsed.success) return
  const view = parsed.data
  for (const key of Object.keys(view)) if (!VIEW_KEYS.has(key)) use.strangeKey(key)
  const within = afterTransforms(view['transform'], scope, use)
  for (const one of lists(view['repeat'])) use.field(one, within)
  useChannels(view['encoding'], within, use)
  useChannels(view['facet'], within, use)
  useMark(view['mark'], within, use)
  // Parameters and looks have no fields of their own but in a selection; their datum is a tick, a legend's entry or none.
  for (const key of ['params', 'config', 'title', 'view', 'projection', 'resolve', 'width', 'height'])
    useAside(view[key], within, use)
  for (const key of ['layer', 'concat', 'hconcat', 'vconcat'])
    for (const child of Array.isArray(view[key]) ? view[key] : []) walkChart(child, within, use)
  walkChart(view['spec'], within, use)
}

/** Repeats name fields in a list, or in lists for row, column and layer. */
function lists(repeat: unknown): readonly string[] {
  if (Array.isArray(repeat)) return repeat.filter((one) => typeof one === 'string')
  const parsed = Spec.safeParse(repeat)
  return parsed.success ? Object.values(parsed.data).flatMap(lists) : []
}

/** Parts of a channel whose expressions see something else than a row. */
const ASIDE: ReadonlySet<string> = new Set(['axis', 'legend', 'header'])

function useChannels(part: unknown, scope: FieldScope, use: ChartUse): void {
  if (Array.isArray(part)) {
    for (const one of part) useChannels(one, scope, use)
    return
  }
  const parsed = Spec.safeParse(part)
  if (!parsed.success) return
  for (const [key, value] of Object.entries(parsed.data)) {
    if (key === 'field' && typeof value === 'string') use.field(value, scope)
    else if (key === 'expr' && typeof value === 'string') use.expression(value, scope)
    else if (key === 'test') usePredicate(value, scope, use)
    else if (ASIDE.has(key)) useAside(value, scope, use)
    else useChannels(value, scope, use)
  }
}

function useMark(mark: unknown, scope: FieldScope, use: ChartUse): void {
  const parsed = Spec.safeParse(mark)
  if (!parsed.success) return
  const tooltip = Spec.safeParse(parsed.data['tooltip'])
  if (tooltip.success && tooltip.data['content'] === 'data') use.everyField()
  useChannels(mark, scope, use)
}

const EXPRESSION_KEYS: ReadonlySet<string> = new Set(['expr', 'labelExpr', 'test', 'update', 'filter'])

/** A selection's own fields are the rows'; any other datum here is not a row. */
function useAside(part: unknown, scope: FieldScope, use: ChartUse): void {
  if (Array.isArray(part)) {
    for (const one of part) useAside(one, scope, use)
    return
  }
  const parsed = Spec.safeParse(part)
  if (!parsed.success) return
  const anything: FieldScope = { names: new Set(), isOpen: true }
  for (const [key, value] of Object.entries(parsed.data)) {
    if (EXPRESSION_KEYS.has(key) && typeof value === 'string') use.expression(value, anything)
    else if (key === 'fields') for (const one of lists(value)) use.field(one, scope)
    else useAside(value, scope, use)
  }
}

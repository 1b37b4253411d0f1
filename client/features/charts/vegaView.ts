/** One drawing of a Vega-Lite spec. Expressions are interpreted, never compiled to code, and nothing is loaded from anywhere. */
import { loader, parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'
import { z } from 'zod'
import type { ChartSpec } from '#client/features/charts/chartSpec.ts'
import { chartTheme } from '#client/features/charts/chartTheme.ts'
import type { Theme } from '#client/ui/theme.ts'

export type LiteSpec = TopLevelSpec & ChartSpec

const isSpec = (value: unknown): value is LiteSpec => typeof value === 'object' && value !== null
export const LiteSpec = z.custom<LiteSpec>(isSpec)

export type Drawn = { readonly view: View; readonly close: () => void }

/** `spec` holds all of its data; `label` is read out where it has no description. Throws what Vega throws: it can't be drawn. */
export async function drawSpec(
  element: HTMLElement,
  spec: LiteSpec,
  label: string,
  theme: Theme,
): Promise<Drawn> {
  const isSized = ['width', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat'].some((key) => key in spec)
  const sized: object = isSized
    ? {}
    : { width: widthIn(element), autosize: { type: 'fit-x', contains: 'padding' } }
  const whole = LiteSpec.parse({ description: label, ...sized, ...spec })
  const { spec: vegaSpec } = compile(whole, { config: chartTheme(theme), logger: SILENT })
  const nothing = loader()
  nothing.load = () => Promise.reject(new Error('A chart loads nothing'))
  // Every address of a picture or a link goes through here.
  nothing.sanitize = () => Promise.reject(new Error('A chart has no addresses'))
  // Of its own: one drawing that ends must not clear the next.
  const container = document.createElement('div')
  element.append(container)
  const view = new View(parse(vegaSpec, undefined, { ast: true }), {
    renderer: 'svg',
    container,
    hover: true,
    expr: expressionInterpreter,
    loader: nothing,
  })
  await view.runAsync()
  // A bar that is cut off tells a wrong number: the chart follows its box.
  const isFluid = !isSized || ('width' in spec && spec.width === 'container')
  const watch = new ResizeObserver(() => {
    const now = widthIn(element)
    if (Math.abs(now - view.width()) > 2) void view.width(now).runAsync()
  })
  if (isFluid) watch.observe(element)
  return {
    view,
    close() {
      watch.disconnect()
      view.finalize()
      container.remove()
    },
  }
}

const widthIn = (element: HTMLElement): number => Math.max(240, Math.min(860, element.clientWidth - 40))

const SILENT = {
  level: () => SILENT,
  error: () => SILENT,
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
}

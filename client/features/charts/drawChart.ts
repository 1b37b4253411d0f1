/**
 * Draws a chart from its recorded spec and the rows of its one input. Expressions are interpreted, never compiled to code,
 * and nothing is loaded but what is handed over here.
 */
import { loader, parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'
import { z } from 'zod'
import { measuredColumn, type ChartSpec } from '#client/features/charts/chartSpec.ts'
import { chartTheme } from '#client/features/charts/chartTheme.ts'
import { readRows } from '#client/features/charts/readRows.ts'
import type { Theme } from '#client/ui/theme.ts'
import { countOf } from '#client/workspace/when.ts'
import type { Artifact } from '#shared/artifact.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'

export type ChartView = {
  readonly save: (format: 'png' | 'svg', name: string) => Promise<void>
  readonly close: () => void
  /** What the chart leaves out, if it does. */
  readonly note: string | undefined
}

const isSpec = (value: unknown): value is TopLevelSpec & ChartSpec =>
  typeof value === 'object' && value !== null
const Spec = z.custom<TopLevelSpec & ChartSpec>(isSpec)

export async function drawChart(
  element: HTMLElement,
  workspaceId: WorkspaceId,
  { digest, input }: Extract<Artifact, { kind: 'chart' }>,
  theme: Theme,
  onMark: (column: string | undefined) => void,
): Promise<Result<ChartView, string>> {
  const response = await fetch(`/api/workspaces/${workspaceId}/artifacts/${digest}`).catch(() => undefined)
  if (!response?.ok) return err('The chart could not be fetched.')
  const spec = Spec.safeParse(await response.json())
  if (!spec.success) return err('What was recorded is not a chart.')
  const rows = await readRows(workspaceId, input.digest)
  if (!rows.ok) return err(rows.error.detail)

  const width = widthIn(element)
  const isSized = ['width', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat'].some((key) => key in spec.data)
  const sized: object = isSized ? {} : { width, autosize: { type: 'fit-x', contains: 'padding' } }
  // As the spec's own data, so that its times are read as times.
  const whole = Spec.parse({ ...sized, ...spec.data, datasets: { [input.name]: rows.value.rows } })
  const { spec: vegaSpec } = compile(whole, { config: chartTheme(theme), logger: SILENT })
  const nothing = loader()
  nothing.load = () => Promise.reject(new Error('A chart loads nothing'))
  // Every address of a picture or a link goes through here.
  nothing.sanitize = () => Promise.reject(new Error('A chart has no addresses'))
  const view = new View(parse(vegaSpec, undefined, { ast: true }), {
    renderer: 'svg',
    container: element,
    hover: true,
    expr: expressionInterpreter,
    loader: nothing,
  })
  const measured = measuredColumn(spec.data)
  view.addEventListener('click', (_event, item) => {
    if (item?.mark.role === 'mark') onMark(measured)
  })
  await view.runAsync()
  // A bar that is cut off tells a wrong number: the chart follows its box.
  const isFluid = !isSized || ('width' in spec.data && spec.data.width === 'container')
  const watch = new ResizeObserver(() => {
    const now = widthIn(element)
    if (Math.abs(now - view.width()) > 2) void view.width(now).runAsync()
  })
  if (isFluid) watch.observe(element)
  return ok({
    note: rows.value.isWhole
      ? undefined
      : `Drawn from the first ${countOf(rows.value.rows.length)} of ${countOf(rows.value.total)} rows: the rest is not in the picture. Aggregate in a step before to draw them all.`,
    async save(format, name) {
      const address =
        format === 'png'
          ? await view.toImageURL('png', 2)
          : `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await view.toSVG())}`
      const link = document.createElement('a')
      link.href = address
      link.download = `${name}.${format}`
      link.click()
    },
    close() {
      watch.disconnect()
      view.finalize()
      element.replaceChildren()
    },
  })
}

const widthIn = (element: HTMLElement): number => Math.max(240, Math.min(860, element.clientWidth - 40))

const SILENT = {
  level: () => SILENT,
  error: () => SILENT,
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
}

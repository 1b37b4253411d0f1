/**
 * Draws a chart from its recorded spec and the rows of its one input. Expressions are interpreted, never compiled to code,
 * and nothing is loaded but what is handed over here.
 */
import { loader, parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'
import { z } from 'zod'
import { chartTheme } from '#client/features/charts/chartTheme.ts'
import { readRows } from '#client/features/charts/readRows.ts'
import type { Theme } from '#client/ui/theme.ts'
import type { Artifact } from '#shared/artifact.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'

export type ChartView = {
  readonly save: (format: 'png' | 'svg', name: string) => Promise<void>
  readonly close: () => void
  /** What the chart leaves out, if it does. */
  readonly note: string | undefined
}

const isSpec = (value: unknown): value is TopLevelSpec => typeof value === 'object' && value !== null
const Spec = z.custom<TopLevelSpec>(isSpec)

export async function drawChart(
  element: HTMLElement,
  workspaceId: WorkspaceId,
  { digest, input }: Extract<Artifact, { kind: 'chart' }>,
  theme: Theme,
): Promise<Result<ChartView, string>> {
  const response = await fetch(`/api/workspaces/${workspaceId}/artifacts/${digest}`).catch(() => undefined)
  if (!response?.ok) return err('The chart could not be fetched.')
  const spec = Spec.safeParse(await response.json())
  if (!spec.success) return err('What was recorded is not a chart.')
  const rows = await readRows(workspaceId, input.digest)
  if (!rows.ok) return err(rows.error.detail)

  const width = Math.max(240, Math.min(860, element.clientWidth - 40))
  const isSized = ['width', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat'].some((key) => key in spec.data)
  const sized: object = isSized ? {} : { width, autosize: { type: 'fit-x', contains: 'padding' } }
  // As the spec's own data, so that its times are read as times.
  const whole = Spec.parse({ ...sized, ...spec.data, datasets: { [input.name]: rows.value.rows } })
  const { spec: vegaSpec } = compile(whole, { config: chartTheme(theme), logger: SILENT })
  const nothing = loader()
  nothing.load = () => Promise.reject(new Error('A chart loads nothing'))
  const view = new View(parse(vegaSpec, undefined, { ast: true }), {
    renderer: 'svg',
    container: element,
    hover: true,
    expr: expressionInterpreter,
    loader: nothing,
  })
  await view.runAsync()
  return ok({
    note: rows.value.isWhole
      ? undefined
      : `Drawn from the first ${rows.value.rows.length} of ${rows.value.total} rows.`,
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
      view.finalize()
      element.replaceChildren()
    },
  })
}

const SILENT = {
  level: () => SILENT,
  error: () => SILENT,
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
}

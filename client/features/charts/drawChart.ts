/** Draws a chart from its recorded spec and the rows of its one input. */
import { measuredColumn } from '#client/features/charts/chartSpec.ts'
import { readRows } from '#client/features/charts/readRows.ts'
import { drawSpec, LiteSpec } from '#client/features/charts/vegaView.ts'
import type { Theme } from '#client/ui/theme.ts'
import { countOf } from '#client/workspace/when.ts'
import type { Artifact } from '#shared/artifact.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'

export type ChartView = {
  readonly save: (format: 'png' | 'svg') => Promise<void>
  readonly close: () => void
  /** What the chart leaves out, if it does. */
  readonly note: string | undefined
}

export async function drawChart(
  element: HTMLElement,
  workspaceId: WorkspaceId,
  { name, digest, input }: Extract<Artifact, { kind: 'chart' }>,
  theme: Theme,
  onMark: (column: string | undefined) => void,
): Promise<Result<ChartView, string>> {
  const response = await fetch(`/api/workspaces/${workspaceId}/artifacts/${digest}`).catch(() => undefined)
  if (!response?.ok) return err('The chart could not be fetched.')
  const spec = LiteSpec.safeParse(await response.json())
  if (!spec.success) return err('What was recorded is not a chart.')
  const rows = await readRows(workspaceId, input.digest)
  if (!rows.ok) return err(rows.error.detail)

  // As the spec's own data, so that its times are read as times.
  const whole = LiteSpec.parse({ ...spec.data, datasets: { [input.name]: rows.value.rows } })
  const { view, close } = await drawSpec(element, whole, `Chart ${name}`, theme)
  const measured = measuredColumn(spec.data)
  view.addEventListener('click', (_event, item) => {
    if (item?.mark.role === 'mark') onMark(measured)
  })
  return ok({
    note: rows.value.isWhole
      ? undefined
      : `Drawn from the first ${countOf(rows.value.rows.length)} of ${countOf(rows.value.total)} rows: the rest is not in the picture. Aggregate in a step before to draw them all.`,
    async save(format) {
      const address =
        format === 'png'
          ? await view.toImageURL('png', 2)
          : `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await view.toSVG())}`
      const link = document.createElement('a')
      link.href = address
      link.download = `${name}.${format}`
      link.click()
    },
    close,
  })
}

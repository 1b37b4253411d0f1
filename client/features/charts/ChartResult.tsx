import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ChartView } from '#client/features/charts/drawChart.ts'
import { useTheme } from '#client/ui/useTheme.ts'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { usePage } from '#client/workspace/page.ts'
import { useSession } from '#client/workspace/useSession.ts'
import type { Artifact } from '#shared/artifact.ts'

type Props = { readonly artifact: Extract<Artifact, { kind: 'chart' }> }

export function ChartResult({ artifact }: Props) {
  const { workspaceId } = useSession()
  const theme = useTheme()
  const { showLineage } = usePage()
  const origin = useRef(showLineage)
  origin.current = showLineage
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<ChartView>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    const element = box.current
    if (!element) return
    let isGone = false
    let drawn: ChartView | undefined
    void import('#client/features/charts/drawChart.ts')
      .then(({ drawChart }) =>
        drawChart(element, workspaceId, artifact, theme, (column) =>
          origin.current({
            artifact: artifact.input.digest,
            name: artifact.input.name,
            ...(column === undefined ? {} : { column }),
          }),
        ),
      )
      .then((made) => {
        if (isGone) return made.ok ? made.value.close() : undefined
        if (!made.ok) return setProblem(made.error)
        drawn = made.value
        setProblem(undefined)
        setView(made.value)
      })
      .catch((failure: unknown) => setProblem(`This chart could not be drawn: ${String(failure)}`))
    return () => {
      isGone = true
      drawn?.close()
    }
  }, [workspaceId, artifact, theme])
  return (
    <div className="chart-frame">
      <div ref={box} className="chart" data-testid="chart" />
      {view?.note && <Notice look="warn">{view.note}</Notice>}
      {problem && <Notice look="bad">{problem}</Notice>}
      {view && (
        <div className="actions">
          <Button isSmall look="quiet" icon={<Download size={13} />} onClick={() => void view.save('png')}>
            PNG
          </Button>
          <Button isSmall look="quiet" icon={<Download size={13} />} onClick={() => void view.save('svg')}>
            SVG
          </Button>
        </div>
      )}
    </div>
  )
}

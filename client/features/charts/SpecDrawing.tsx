import { useEffect, useRef, useState } from 'react'
import { Notice } from '#client/ui/Notice.tsx'
import { useTheme } from '#client/ui/useTheme.ts'

type Props = {
  /** A Vega-Lite spec that holds its own data, as a hostile process wrote it. */
  readonly spec: unknown
  readonly label: string
}

/** A chart that a Python step showed or handed over: drawn without code and without any address. */
export function SpecDrawing({ spec, label }: Props) {
  const theme = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    const element = box.current
    if (!element) return
    let isGone = false
    let close = (): void => undefined
    void import('#client/features/charts/vegaView.ts')
      .then(({ drawSpec, LiteSpec }) => drawSpec(element, LiteSpec.parse(spec), label, theme))
      .then((drawn) => {
        setProblem(undefined)
        if (isGone) drawn.close()
        else close = drawn.close
      })
      .catch((failure: unknown) => {
        if (!isGone) setProblem(`This chart could not be drawn: ${String(failure).slice(0, 300)}`)
      })
    return () => {
      isGone = true
      close()
    }
  }, [spec, label, theme])
  return (
    <div className="chart-frame">
      <div ref={box} className="chart" />
      {problem && <Notice look="bad">{problem}</Notice>}
    </div>
  )
}

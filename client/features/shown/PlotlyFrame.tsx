import { useEffect, useRef } from 'react'

type Props = {
  /** A figure as Plotly's own JSON, as a hostile process wrote it. */
  readonly figure: unknown
  readonly label: string
}

/** Drawn in a frame that has no origin, no network and nothing to lose. */
export function PlotlyFrame({ figure, label }: Props) {
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent): void => {
      const inner = frame.current?.contentWindow
      // It has no origin that it could be told by.
      if (inner && source === inner && data === 'ready') inner.postMessage(figure, '*')
    }
    addEventListener('message', onMessage)
    return () => removeEventListener('message', onMessage)
  }, [figure])
  return (
    <iframe
      key={label}
      ref={frame}
      className="shown-frame shown-plotly"
      title={label}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      src="/plotlyFrame.html"
    />
  )
}

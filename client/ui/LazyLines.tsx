import { useEffect, useRef, useState, type ReactNode } from 'react'

type Props = {
  readonly count: number
  readonly draw: (at: number) => ReactNode
  /** How high one is, for the room of those that are not drawn yet. */
  readonly linePixels?: number
}

const CODE_LINE = 20
/** What is drawn at once, in pixels: some windows full. */
const CHUNK_PIXELS = 2_000

/** Many lines, drawn when they come near the window. What is not drawn yet keeps its place, so all of it is in reach. */
export function LazyLines({ count, draw, linePixels = CODE_LINE }: Props) {
  const size = Math.floor(CHUNK_PIXELS / linePixels)
  return Array.from({ length: Math.ceil(count / size) }, (_, chunk) => (
    <Chunk
      key={chunk}
      from={chunk * size}
      to={Math.min(count, (chunk + 1) * size)}
      isFirst={chunk === 0}
      draw={draw}
      linePixels={linePixels}
    />
  ))
}

type ChunkProps = {
  readonly from: number
  readonly to: number
  readonly isFirst: boolean
  readonly draw: Props['draw']
  readonly linePixels: number
}

function Chunk({ from, to, isFirst, draw, linePixels }: ChunkProps) {
  const [isDrawn, setDrawn] = useState(isFirst)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element || isDrawn) return
    const watch = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && setDrawn(true),
      { root: element.closest('main, .tab-body, .panel'), rootMargin: '600px' },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [isDrawn])
  if (!isDrawn) return <div ref={place} style={{ height: (to - from) * linePixels }} />
  return Array.from({ length: to - from }, (_, at) => draw(from + at))
}

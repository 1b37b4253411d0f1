import { useEffect, useRef, useState, type ReactNode } from 'react'

type Props = {
  readonly count: number
  readonly draw: (at: number) => ReactNode
}

const CHUNK = 200
const LINE_PIXELS = 20

/** Many lines, drawn when they come near the window. What is not drawn yet keeps its place, so all of it is in reach. */
export function LazyLines({ count, draw }: Props) {
  return Array.from({ length: Math.ceil(count / CHUNK) }, (_, chunk) => (
    <Chunk
      key={chunk}
      from={chunk * CHUNK}
      to={Math.min(count, (chunk + 1) * CHUNK)}
      isFirst={chunk === 0}
      draw={draw}
    />
  ))
}

type ChunkProps = {
  readonly from: number
  readonly to: number
  readonly isFirst: boolean
  readonly draw: Props['draw']
}

function Chunk({ from, to, isFirst, draw }: ChunkProps) {
  const [isDrawn, setDrawn] = useState(isFirst)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element || isDrawn) return
    const watch = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && setDrawn(true),
      { root: element.closest('main, .tab-body'), rootMargin: '1200px' },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [isDrawn])
  if (!isDrawn) return <div ref={place} style={{ height: (to - from) * LINE_PIXELS }} />
  return Array.from({ length: to - from }, (_, at) => draw(from + at))
}

import { useEffect, useRef, useState, type ReactNode } from 'react'

type Props = {
  readonly count: number
  readonly draw: (at: number) => ReactNode
  /** How high one is, as a length of CSS, for the room of those that are not drawn yet. */
  readonly line?: string
}

const CODE_LINE = '20px'
/** What is drawn at once, in lines: some windows full. */
const CHUNK = 100

/** Many lines, drawn when they come near the window. What is not drawn yet keeps its place, so all of it is in reach. */
export function LazyLines({ count, draw, line = CODE_LINE }: Props) {
  return Array.from({ length: Math.ceil(count / CHUNK) }, (_, chunk) => (
    <Chunk
      key={chunk}
      from={chunk * CHUNK}
      to={Math.min(count, (chunk + 1) * CHUNK)}
      isFirst={chunk === 0}
      draw={draw}
      line={line}
    />
  ))
}

type ChunkProps = {
  readonly from: number
  readonly to: number
  readonly isFirst: boolean
  readonly draw: Props['draw']
  readonly line: string
}

function Chunk({ from, to, isFirst, draw, line }: ChunkProps) {
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
  if (!isDrawn) return <div ref={place} style={{ height: `calc(${line} * ${to - from})` }} />
  return Array.from({ length: to - from }, (_, at) => draw(from + at))
}

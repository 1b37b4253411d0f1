/** The blocks painted, where they are many and small. */
import { useCallback, useMemo, useRef } from 'react'
import type { Box } from '#client/features/canvas/boxes.ts'
import { cardsOf } from '#client/features/canvas/cards.ts'
import type { Edge } from '#client/features/canvas/layers.ts'
import { paintCards, paintFrames, type Pen } from '#client/features/canvas/paintCards.ts'
import { paintEdges, waysOf } from '#client/features/canvas/paintEdges.ts'
import { signPathsIn } from '#client/features/canvas/signPaths.ts'
import { SignSheet } from '#client/features/canvas/SignSheet.tsx'
import { useDocVersion } from '#client/features/canvas/useDocVersion.ts'
import { usePainting, type Paint } from '#client/features/canvas/usePainting.ts'

type Props = {
  readonly boxes: readonly Box[]
  readonly edges: readonly Edge[]
  readonly lit: ReadonlySet<string>
  readonly isFarthest: boolean
}

export function PaintedBlocks({ boxes, edges, lit, isFarthest }: Props) {
  const sheet = useRef<HTMLDivElement>(null)
  const signs = useRef<ReadonlyMap<string, Path2D>>(undefined)
  const typed = useDocVersion()
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `typed` stands for the texts of the drafts
  const cards = useMemo(() => cardsOf(boxes), [boxes, typed])
  const ways = useMemo(() => waysOf(boxes, edges, lit), [boxes, edges, lit])
  const paint: Paint = useCallback(
    (context, view, colours) => {
      signs.current ??= signPathsIn(sheet.current)
      const { x, y, zoom, width, height } = view
      const [left, top] = [-x / zoom, -y / zoom]
      const seen = { left, top, right: left + width / zoom, bottom: top + height / zoom }
      context.translate(x, y)
      context.scale(zoom, zoom)
      const pen: Pen = { context, colours, signs: signs.current, zoom, isFarthest }
      const inSight = cards.filter(
        (card) =>
          card.x <= seen.right &&
          card.x + card.width >= seen.left &&
          card.y <= seen.bottom &&
          card.y + card.height >= seen.top,
      )
      paintFrames(
        pen,
        inSight.filter(({ kind }) => kind === 'frame'),
      )
      paintEdges(context, ways, seen, zoom, colours)
      paintCards(
        pen,
        inSight.filter(({ kind }) => kind !== 'frame'),
      )
    },
    [cards, ways, isFarthest],
  )
  const canvas = usePainting(paint)
  return (
    <>
      <SignSheet ref={sheet} />
      {/* What is drawn is said by the canvas around it. */}
      <canvas ref={canvas} className="canvas-painted" aria-hidden />
    </>
  )
}

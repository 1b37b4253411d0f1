import { useLayoutEffect, useRef } from 'react'
import { WIDTH, widthWithin } from '#client/features/shell/useWindowLayout.ts'

type Props = {
  readonly label: string
  readonly side: 'left' | 'right'
  readonly width: number | null
  readonly onWidth: (width: number | null) => void
}

const STEP = 24

const panelBeside = (edge: HTMLElement, side: Props['side']): HTMLElement | null =>
  edge.parentElement?.querySelector<HTMLElement>(`.panel.${side}`) ?? null

/** The edge of a panel: dragged, or moved by the arrow keys; a double click gives back the width of the style sheet. */
export function PanelEdge({ label, side, width, onWidth }: Props) {
  const edge = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // Without a chosen width only the page knows how wide the style sheet makes it.
    const shown = width ?? (edge.current && panelBeside(edge.current, side)?.offsetWidth)
    edge.current?.setAttribute('aria-valuenow', String(shown ?? WIDTH.least))
  }, [width, side])
  const grow = side === 'left' ? 1 : -1
  return (
    // A separator that can be moved is a control: it has a value, a focus and keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={WIDTH.least}
      aria-valuemax={WIDTH.most}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="panel-edge"
      onDoubleClick={() => onWidth(null)}
      onKeyDown={(event) => {
        const now = panelBeside(event.currentTarget, side)?.offsetWidth
        const step = { ArrowRight: STEP, ArrowLeft: -STEP }[event.key]
        if (now === undefined || step === undefined) return
        event.preventDefault()
        onWidth(widthWithin(now + step * grow))
      }}
      onPointerDown={(event) => {
        const panel = panelBeside(event.currentTarget, side)
        if (!panel) return
        const [from, start] = [event.clientX, panel.offsetWidth]
        const grip = event.currentTarget
        grip.setPointerCapture(event.pointerId)
        const move = (moved: PointerEvent): void =>
          onWidth(widthWithin(start + (moved.clientX - from) * grow))
        const end = (): void => {
          grip.removeEventListener('pointermove', move)
          grip.removeEventListener('pointerup', end)
        }
        grip.addEventListener('pointermove', move)
        grip.addEventListener('pointerup', end)
      }}
    />
  )
}

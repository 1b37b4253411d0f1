type Props = {
  readonly column: string
  readonly width: number
  readonly onWidth: (width: number | undefined) => void
}

/** The right edge of a column: dragged it makes the column wider or narrower, clicked twice it fits its content. */
export function ColumnEdge({ column, width, onWidth }: Props) {
  return (
    <button
      type="button"
      className="head-edge"
      // It is moved by keys from its head cell.
      tabIndex={-1}
      aria-label={`Width of ${column}`}
      title="Drag to change the width, click twice to fit"
      onDoubleClick={() => onWidth(undefined)}
      onPointerDown={(event) => {
        event.preventDefault()
        event.stopPropagation()
        const edge = event.currentTarget
        const start = event.clientX
        const move = (to: PointerEvent): void => onWidth(width + to.clientX - start)
        const end = (): void => {
          edge.removeEventListener('pointermove', move)
          edge.removeEventListener('pointerup', end)
          edge.removeEventListener('pointercancel', end)
        }
        edge.setPointerCapture(event.pointerId)
        edge.addEventListener('pointermove', move)
        edge.addEventListener('pointerup', end)
        edge.addEventListener('pointercancel', end)
      }}
    />
  )
}

/** Boxes set in rows, in their order, so that the whole is about as wide as a screen is. */
type Box = { readonly width: number; readonly height: number }
type Corner = { readonly x: number; readonly y: number }

const WIDE = 1.7

export function packed(boxes: readonly Box[], gap: number): readonly Corner[] {
  const area = boxes.reduce((sum, box) => sum + (box.width + gap) * (box.height + gap), 0)
  const widest = boxes.reduce((most, box) => Math.max(most, box.width), 0)
  const limit = Math.max(widest, Math.sqrt(area * WIDE))
  let x = 0
  let y = 0
  let rowHeight = 0
  return boxes.map((box) => {
    if (x > 0 && x + box.width > limit) {
      y += rowHeight + gap
      x = 0
      rowHeight = 0
    }
    const corner = { x, y }
    x += box.width + gap
    rowHeight = Math.max(rowHeight, box.height)
    return corner
  })
}

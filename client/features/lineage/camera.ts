/** Which part of the drawing is seen, and how large. */
export type Camera = { readonly x: number; readonly y: number; readonly scale: number }
export type Size = { readonly width: number; readonly height: number }
type Box = Size & { readonly x: number; readonly y: number }
type Spot = { readonly x: number; readonly y: number }

const SMALLEST = 0.01
const LARGEST = 3
const MARGIN = 28

const limited = (scale: number): number => Math.min(LARGEST, Math.max(SMALLEST, scale))

export const toWorld = ({ x, y, scale }: Camera, spot: Spot): Spot => ({
  x: x + spot.x / scale,
  y: y + spot.y / scale,
})

export const panned = (camera: Camera, dx: number, dy: number): Camera => ({
  ...camera,
  x: camera.x + dx / camera.scale,
  y: camera.y + dy / camera.scale,
})

/** What is under the spot stays under it. */
export function zoomed(camera: Camera, by: number, spot: Spot): Camera {
  const scale = limited(camera.scale * by)
  const still = toWorld(camera, spot)
  return { x: still.x - spot.x / scale, y: still.y - spot.y / scale, scale }
}

/** All of the box in the middle, no larger than `most`. */
export function fitted(box: Box, screen: Size, most = 1): Camera {
  const wide = (screen.width - 2 * MARGIN) / Math.max(1, box.width)
  const high = (screen.height - 2 * MARGIN) / Math.max(1, box.height)
  const scale = limited(Math.min(most, wide, high))
  return {
    x: box.x + box.width / 2 - screen.width / 2 / scale,
    y: box.y + box.height / 2 - screen.height / 2 / scale,
    scale,
  }
}

/** The least pan that shows the whole box with some room around it. */
export function broughtIn(camera: Camera, box: Box, screen: Size): Camera {
  const room = 40 / camera.scale
  const axis = (at: number, seen: number, from: number, length: number): number => {
    if (from - room < at) return from - room
    return from + length + room > at + seen ? from + length + room - seen : at
  }
  return {
    ...camera,
    x: axis(camera.x, screen.width / camera.scale, box.x, box.width),
    y: axis(camera.y, screen.height / camera.scale, box.y, box.height),
  }
}

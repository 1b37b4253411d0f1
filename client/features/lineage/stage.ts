/** The canvas and its camera: draws once a frame when something changed, and says what is at a spot. Not React's, as it moves sixty times a second. */
import {
  broughtIn,
  fitted,
  panned,
  toWorld,
  zoomed,
  type Camera,
  type Size,
} from '#client/features/lineage/camera.ts'
import { drawScene, LEGIBLE } from '#client/features/lineage/drawScene.ts'
import { NO_MARKS, type Marks } from '#client/features/lineage/marks.ts'
import { boxAt, type Box, type Scene } from '#client/features/lineage/scene.ts'
import { readColours } from '#client/features/lineage/sceneColours.ts'

type Spot = { readonly x: number; readonly y: number }

export type Stage = {
  /** `keep` stays where it is on the screen. The first scene is fitted. */
  readonly setScene: (scene: Scene, keep: string | undefined) => void
  readonly setMarks: (marks: Marks) => void
  readonly readTheme: () => void
  readonly resize: () => void
  readonly fit: () => void
  /** Close enough to read it. */
  readonly zoomTo: (id: string) => void
  /** Into sight, at this zoom or one at which it can be read. */
  readonly bringIn: (id: string) => void
  readonly pan: (dx: number, dy: number) => void
  readonly zoom: (by: number, spot?: Spot) => void
  readonly boxAt: (spot: Spot) => Box | undefined
  readonly close: () => void
}

const NEAR = 1.1

export function openStage(canvas: HTMLCanvasElement): Stage {
  // Opaque, as the ground is drawn too: blending with the page below costs every frame.
  const context = canvas.getContext('2d', { alpha: false })
  let scene: Scene | undefined
  let marks = NO_MARKS
  let colours = readColours(canvas)
  let camera: Camera = { x: 0, y: 0, scale: 1 }
  let screen: Size = { width: 1, height: 1 }
  let frame = 0
  /** While all is shown, all stays shown when the window's size changes. */
  let isWhole = true

  const draw = (): void => {
    frame = 0
    if (!context || !scene) return
    drawScene({ context, camera, screen, density: devicePixelRatio, colours }, scene, marks)
    canvas.dataset['drawn'] = String(scene.boxes.length)
  }
  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }
  const look = (next: Camera): void => {
    isWhole = false
    camera = next
    soon()
  }
  const middle = (): Spot => ({ x: screen.width / 2, y: screen.height / 2 })
  const all = (): Camera =>
    fitted({ x: 0, y: 0, width: scene?.width ?? 1, height: scene?.height ?? 1 }, screen)
  const fit = (): void => {
    look(all())
    isWhole = true
  }

  return {
    setScene(next, keep) {
      const before = keep === undefined ? undefined : scene?.byId.get(keep)
      const after = keep === undefined ? undefined : next.byId.get(keep)
      const isFirst = scene === undefined
      scene = next
      if (before && after)
        camera = { ...camera, x: camera.x + after.x - before.x, y: camera.y + after.y - before.y }
      else if (isFirst || !before) fit()
      soon()
    },
    setMarks(next) {
      marks = next
      soon()
    },
    readTheme() {
      colours = readColours(canvas)
      soon()
    },
    resize() {
      const { width, height } = canvas.getBoundingClientRect()
      screen = { width, height }
      canvas.width = Math.round(width * devicePixelRatio)
      canvas.height = Math.round(height * devicePixelRatio)
      if (isWhole) camera = all()
      // Setting a size clears it: draw now, so that dragging a corner does not flash.
      draw()
    },
    fit,
    zoomTo(id) {
      const box = scene?.byId.get(id)
      if (box) look(fitted(box, screen, NEAR))
    },
    bringIn(id) {
      const box = scene?.byId.get(id)
      if (!box) return
      if (camera.scale < LEGIBLE) return look(fitted(box, screen, NEAR))
      const next = broughtIn(camera, box, screen)
      if (next.x !== camera.x || next.y !== camera.y) look(next)
    },
    pan: (dx, dy) => look(panned(camera, dx, dy)),
    zoom: (by, spot) => look(zoomed(camera, by, spot ?? middle())),
    boxAt: (spot) => scene && boxAt(scene, toWorld(camera, spot)),
    close: () => cancelAnimationFrame(frame),
  }
}

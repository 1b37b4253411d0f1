/** Where an arrow key leads from a node: along its edges sideways, among the nodes of its layer up and down. */
import type { Box, Scene } from '#client/features/lineage/scene.ts'

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

export const isArrow = (key: string): key is Arrow => /^Arrow(Left|Right|Up|Down)$/.test(key)

export function walkFrom(scene: Scene, id: string | undefined, arrow: Arrow): string | undefined {
  const box = id === undefined ? undefined : scene.byId.get(id)
  if (!box) return scene.boxes[0]?.node.id
  switch (arrow) {
    case 'ArrowLeft':
      return nearest(box, neighboursOf(scene, box.node.id).before)
    case 'ArrowRight':
      return nearest(box, neighboursOf(scene, box.node.id).after)
    case 'ArrowUp':
      return nearest(
        box,
        scene.boxes.filter((one) => isAbreast(one, box) && one.y < box.y),
      )
    case 'ArrowDown':
      return nearest(
        box,
        scene.boxes.filter((one) => isAbreast(one, box) && one.y > box.y),
      )
  }
}

export function neighboursOf(
  { lines, byId }: Scene,
  id: string,
): { readonly before: readonly Box[]; readonly after: readonly Box[] } {
  const boxes = (ids: readonly string[]): readonly Box[] => ids.flatMap((one) => byId.get(one) ?? [])
  return {
    before: boxes(lines.flatMap((line) => (line.to === id ? [line.from] : []))),
    after: boxes(lines.flatMap((line) => (line.from === id ? [line.to] : []))),
  }
}

const isAbreast = (one: Box, other: Box): boolean => Math.abs(one.x - other.x) < 1

function nearest(box: Box, among: readonly Box[]): string | undefined {
  const far = (one: Box): number => Math.abs(one.y - box.y)
  return among.toSorted((a, b) => far(a) - far(b))[0]?.node.id
}

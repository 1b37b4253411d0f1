import { describe, expect, it } from 'vitest'
import { crossingsIn, orderLayers } from '#client/features/lineage/layout/crossings.ts'
import { layerGraphOf, type LayoutEdge } from '#client/features/lineage/layout/layerGraph.ts'
import { layeredLayout } from '#client/features/lineage/layout/layeredLayout.ts'
import { layersOfNodes } from '#client/features/lineage/layout/layers.ts'

const SIZE = { width: 180, height: 44 }

/** Numbers that look random and are the same each time. */
function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

function graphOf(count: number, edgeCount: number, seed: number) {
  const next = sequence(seed)
  const edges = Array.from({ length: edgeCount }, (): LayoutEdge => {
    const to = 1 + next(count - 1)
    return { from: next(to), to }
  })
  const nodes = Array.from({ length: count }, (_, at) => ({
    width: 120 + (at % 3) * 40,
    height: 40 + (at % 5) * 20,
  }))
  return { nodes, edges }
}

describe('the layered layout', () => {
  it('places what came of something to the right of it', () => {
    const { nodes, edges } = graphOf(300, 420, 1)
    const { places } = layeredLayout(nodes, edges)
    for (const { from, to } of edges) {
      const end = (places[from]?.x ?? 0) + (nodes[from]?.width ?? 0)
      expect(places[to]?.x).toBeGreaterThan(end)
    }
  })

  it('sets no node upon another, and nothing outside the drawing', () => {
    for (const seed of [1, 2, 3]) {
      const { nodes, edges } = graphOf(220, 260, seed)
      const { places, width, height } = layeredLayout(nodes, edges)
      const boxes = places.map((place, at) => ({ ...place, ...(nodes[at] ?? SIZE) }))
      for (const [at, one] of boxes.entries()) {
        expect(one.x).toBeGreaterThanOrEqual(0)
        expect(one.y).toBeGreaterThanOrEqual(-0.001)
        expect(one.x + one.width).toBeLessThanOrEqual(width + 0.001)
        expect(one.y + one.height).toBeLessThanOrEqual(height + 0.001)
        const upon = boxes
          .slice(at + 1)
          .find(
            (other) =>
              one.x + one.width > other.x &&
              other.x + other.width > one.x &&
              one.y + one.height > other.y + 0.001 &&
              other.y + other.height > one.y + 0.001,
          )
        expect(upon).toBeUndefined()
      }
    }
  })

  it('is the same for the same graph', () => {
    const { nodes, edges } = graphOf(400, 700, 7)
    expect(layeredLayout(nodes, edges)).toEqual(layeredLayout([...nodes], [...edges]))
  })

  it('has few crossings: none in a tree whose branches came in disorder, a fraction in a thicket', () => {
    const countOf = (count: number, edges: readonly LayoutEdge[]) => {
      const nodes = Array.from({ length: count }, () => SIZE)
      const graph = layerGraphOf(nodes, edges, layersOfNodes(count, edges))
      for (const layer of graph.layers) layer.forEach((place, at) => (place.order = at))
      const before = crossingsIn(graph.layers)
      orderLayers([...graph.layers])
      return { before, after: crossingsIn(graph.layers) }
    }
    const tree = [6, 3, 5, 1, 4, 2].flatMap((branch, at) => [
      { from: 0, to: branch },
      { from: branch, to: 7 + at },
    ])
    expect(countOf(13, tree).before).toBeGreaterThan(0)
    expect(countOf(13, tree).after).toBe(0)
    const thicket = graphOf(200, 300, 5)
    const { before, after } = countOf(200, thicket.edges)
    expect(after).toBeLessThan(before / 2)
  })

  it('draws a cycle too: one of its edges runs back', () => {
    const edges = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 0 },
    ]
    const { places } = layeredLayout([SIZE, SIZE, SIZE], edges)
    expect(new Set(places.map((place) => place.x)).size).toBe(3)
  })

  it('lets an edge that passes a layer bend where no node stands', () => {
    const edges = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 0, to: 2 },
    ]
    const { places, bends } = layeredLayout([SIZE, SIZE, SIZE], edges)
    const [bend] = bends[2] ?? []
    expect(bends.map((one) => one.length)).toEqual([0, 0, 1])
    const top = places[1]?.y ?? 0
    const isBeside = (bend?.y ?? 0) < top || (bend?.y ?? 0) > top + SIZE.height
    expect(isBeside).toBe(true)
  })

  it('has an answer for nothing, for one, and for a chain of ten thousand', () => {
    expect(layeredLayout([], [])).toEqual({ places: [], bends: [], width: 0, height: 0 })
    expect(layeredLayout([SIZE], [])).toMatchObject({ places: [{ x: 0, y: 0 }], ...SIZE })
    const nodes = Array.from({ length: 10_000 }, () => SIZE)
    const chain = nodes.slice(1).map((_, at) => ({ from: at, to: at + 1 }))
    expect(new Set(layeredLayout(nodes, chain).places.map((place) => place.y)).size).toBe(1)
  })
})

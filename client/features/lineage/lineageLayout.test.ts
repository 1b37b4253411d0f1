import { expect, it } from 'vitest'
import { NODE_HEIGHT, NODE_WIDTH, placedLineage } from '#client/features/lineage/lineageLayout.ts'

const node = (id: string) => ({ id, kind: 'artifact', label: id, detail: '', at: null }) as const

it('places what came of something below it, and no node upon another', () => {
  const graph = {
    nodes: ['a', 'b', 'c', 'd'].map(node),
    edges: [
      { from: 'a', to: 'b', because: 'read by' },
      { from: 'a', to: 'c', because: 'read by' },
      { from: 'b', to: 'd', because: 'read by' },
      { from: 'c', to: 'd', because: 'read by' },
      { from: 'a', to: 'unknown', because: 'read by' },
    ],
  }
  const { nodes, edges } = placedLineage(graph)
  expect(edges.length).toBe(4)
  const of = (id: string) => nodes.find((one) => one.id === id)!
  expect(of('a').y).toBeLessThan(of('b').y)
  expect(of('b').y).toBeLessThan(of('d').y)
  for (const one of nodes)
    for (const other of nodes) {
      if (one.id === other.id) continue
      const apart = Math.abs(one.x - other.x) >= NODE_WIDTH || Math.abs(one.y - other.y) >= NODE_HEIGHT
      expect(apart).toBe(true)
    }
})

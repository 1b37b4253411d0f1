import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canvasLayoutOf, type CanvasLayout, type Part } from '#client/features/canvas/canvasLayout.ts'
import type { Edge, Point } from '#client/features/canvas/layers.ts'

const part = (id: string, group?: string, isSource = false): Part => ({
  id,
  group,
  isSource,
  width: 240,
  height: 110,
})
const nothing: ReadonlyMap<string, Point> = new Map()
const at = ({ points }: CanvasLayout, id: string): Point => points.get(id) ?? { x: NaN, y: NaN }

const overlapping = (parts: readonly Part[], layout: CanvasLayout, but: ReadonlyMap<string, Point>) =>
  parts.flatMap((one, place) =>
    parts.slice(place + 1).flatMap((other) => {
      if (but.has(one.id) && but.has(other.id)) return []
      const [a, b] = [at(layout, one.id), at(layout, other.id)]
      const isApart =
        a.x + one.width <= b.x ||
        b.x + other.width <= a.x ||
        a.y + one.height <= b.y ||
        b.y + other.height <= a.y
      return isApart ? [] : [`${one.id} ${other.id}`]
    }),
  )

/** Blocks that read only earlier ones, some in groups, some placed by hand. */
const drawings = fc
  .array(
    fc.record({
      reads: fc.array(fc.nat(), { maxLength: 3 }),
      group: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      hand: fc.option(
        fc.record({ x: fc.integer({ min: -900, max: 2_000 }), y: fc.integer({ min: -900, max: 2_000 }) }),
        { nil: undefined, freq: 4 },
      ),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((blocks) => ({
    parts: blocks.map(({ group }, place) =>
      part(`b${place}`, group === undefined || place < 3 ? undefined : `g${group}`, place < 3),
    ),
    edges: blocks.flatMap(({ reads }, place): readonly Edge[] =>
      place < 3 ? [] : reads.map((one) => ({ from: `b${one % place}`, to: `b${place}` })),
    ),
    byHand: new Map(blocks.flatMap(({ hand }, place) => (hand ? [[`b${place}`, hand] as const] : []))),
  }))

describe('the layout of the canvas', () => {
  it('puts no block upon another, leaves those placed by hand, and is the same each time', () => {
    fc.assert(
      fc.property(drawings, ({ parts, edges, byHand }) => {
        const layout = canvasLayoutOf(parts, edges, byHand)
        expect(overlapping(parts, layout, byHand)).toEqual([])
        for (const [id, place] of byHand) expect(at(layout, id)).toEqual(place)
        expect(canvasLayoutOf(parts, edges, byHand)).toEqual(layout)
      }),
      { numRuns: 150 },
    )
  })

  it('goes from left to right along what is read', () => {
    fc.assert(
      fc.property(drawings, ({ parts, edges }) => {
        const free = parts.map((one) => ({ ...one, group: undefined }))
        const layout = canvasLayoutOf(free, edges, nothing)
        for (const { from, to } of edges) expect(at(layout, from).x + 240).toBeLessThan(at(layout, to).x)
      }),
    )
  })

  it('goes from left to right within a group, and into a group from outside', () => {
    const parts = [part('orders', undefined, true), part('a', 'g'), part('b', 'g'), part('c', 'g')]
    const edges = [
      { from: 'orders', to: 'a' },
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
    ]
    const layout = canvasLayoutOf(parts, edges, nothing)
    const xs = ['orders', 'a', 'b', 'c'].map((id) => at(layout, id).x)
    expect(xs).toEqual(xs.toSorted((one, other) => one - other))
    expect(new Set(xs).size).toBe(4)
  })

  it('holds two groups that read each other apart', () => {
    const parts = [part('a', 'g'), part('b', 'h'), part('c', 'g')]
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
    ]
    const { frames } = canvasLayoutOf(parts, edges, nothing)
    const [left, right] = [...frames.values()].toSorted((one, other) => one.x - other.x)
    if (!left || !right) throw new Error('two frames')
    expect(left.x + left.width).toBeLessThan(right.x)
  })

  it('moves none of the others when a later block comes at the end of its group', () => {
    const parts = [part('orders', undefined, true), part('a', 'g'), part('b', 'g'), part('x', 'h')]
    const edges = [
      { from: 'orders', to: 'a' },
      { from: 'a', to: 'b' },
      { from: 'orders', to: 'x' },
    ]
    const before = canvasLayoutOf(parts, edges, nothing)
    const more = [...edges, { from: 'orders', to: 'y' }]
    const after = canvasLayoutOf([...parts, part('y', 'h')], more, nothing)
    for (const { id } of parts) expect(at(after, id)).toEqual(at(before, id))
  })

  it('takes a group along whose head was moved, but for blocks placed by hand', () => {
    const parts = [part('a', 'g'), part('b', 'g'), part('c', 'g')]
    const before = canvasLayoutOf(parts, [], new Map([['c', { x: 5_000, y: 0 }]]))
    const after = canvasLayoutOf(
      parts,
      [],
      new Map([
        ['c', { x: 5_000, y: 0 }],
        ['g', { x: 1_000, y: 2_000 }],
      ]),
    )
    expect(at(after, 'a')).toEqual({ x: at(before, 'a').x + 1_000, y: at(before, 'a').y + 2_000 })
    expect(at(after, 'c')).toEqual({ x: 5_000, y: 0 })
  })

  it('lays a thousand blocks out without waiting', () => {
    const parts = Array.from({ length: 1_000 }, (_, id) =>
      part(`b${id}`, id < 20 ? undefined : `g${id % 40}`),
    )
    const edges = parts.slice(40).map((one, place) => ({ from: `b${place}`, to: one.id }))
    const layout = canvasLayoutOf(parts, edges, nothing)
    expect(layout.points.size).toBe(1_000)
    expect(overlapping(parts, layout, nothing)).toEqual([])
  })
})

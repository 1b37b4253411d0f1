import { expect, it } from 'vitest'
import { nextSpot } from '#client/features/canvas/nearest.ts'

const spots = [
  { id: 'orders', x: 0, y: 0 },
  { id: 'by_region', x: 300, y: 200 },
  { id: 'unread', x: 200, y: 0 },
  { id: 'below', x: 10, y: 400 },
]
const edges = [{ from: 'orders', to: 'by_region' }]

it('goes along an edge before it goes to what is nearer', () => {
  expect(nextSpot(spots, edges, 'orders', 'right')).toBe('by_region')
  expect(nextSpot(spots, edges, 'by_region', 'left')).toBe('orders')
})

it('goes to the nearest in that direction where no edge leads there', () => {
  expect(nextSpot(spots, [], 'orders', 'right')).toBe('unread')
  expect(nextSpot(spots, edges, 'orders', 'down')).toBe('below')
  expect(nextSpot(spots, edges, 'below', 'up')).toBe('orders')
})

it('stays where nothing lies in that direction, and begins at the upper left', () => {
  expect(nextSpot(spots, edges, 'orders', 'left')).toBe(undefined)
  expect(nextSpot(spots, edges, undefined, 'down')).toBe('orders')
})

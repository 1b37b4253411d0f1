import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { forgetPlaces, layoutOf, placeByHand, placesIn } from '#client/workspace/layout.ts'

it('keeps where a block was put, for everyone who has the document', () => {
  const [one, other] = [new Y.Doc(), new Y.Doc()]
  placeByHand(one, new Map([['orders', { x: 10.4, y: -3 }]]))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
  expect([...placesIn(other)]).toEqual([['orders', { x: 10, y: -3 }]])
})

it('leaves out what is no place', () => {
  const doc = new Y.Doc()
  const layout = layoutOf(doc)
  layout.set('word', 'here')
  layout.set('half', { x: 1 })
  layout.set('nowhere', { x: Number.NaN, y: 0 })
  layout.set('lost', { x: 1e12, y: 0 })
  layout.set('nested', new Y.Map([['x', 1]]))
  layout.set('fits', { x: 1, y: 2 })
  expect([...placesIn(doc).keys()]).toEqual(['fits'])
})

it('forgets those that are laid out again, or all', () => {
  const doc = new Y.Doc()
  const here = { x: 1, y: 2 }
  placeByHand(
    doc,
    new Map([
      ['a', here],
      ['b', here],
      ['c', here],
    ]),
  )
  forgetPlaces(doc, ['a'])
  expect([...placesIn(doc).keys()].sort()).toEqual(['b', 'c'])
  forgetPlaces(doc)
  expect(placesIn(doc).size).toBe(0)
})

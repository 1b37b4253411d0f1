/** Where people put blocks on the canvas by hand, in the shared document. What nobody has moved has no entry: it is placed when drawn. */
import type * as Y from 'yjs'
import { z } from 'zod'

export type Place = { readonly x: number; readonly y: number }
export type Places = ReadonlyMap<string, Place>

export const layoutOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap<unknown>('layout')

/** Far beyond any canvas: a place out there would only be a way to lose a block. */
const FURTHEST = 1_000_000
const Coordinate = z.number().min(-FURTHEST).max(FURTHEST)
const KeptPlace = z.object({ x: Coordinate, y: Coordinate })

/** Leaves out what is not a place: the document may hold anything that some client wrote. */
export function placesIn(doc: Y.Doc): Places {
  const places = new Map<string, Place>()
  for (const [id, kept] of layoutOf(doc).entries()) {
    const place = KeptPlace.safeParse(kept)
    if (place.success) places.set(id, place.data)
  }
  return places
}

/** To whole pixels, so that a place reads back as it was written. */
export function placeByHand(doc: Y.Doc, places: Places): void {
  doc.transact(() => {
    for (const [id, { x, y }] of places) layoutOf(doc).set(id, { x: Math.round(x), y: Math.round(y) })
  })
}

/** Those blocks are laid out again; all of them without `ids`. */
export function forgetPlaces(doc: Y.Doc, ids?: readonly string[]): void {
  const layout = layoutOf(doc)
  doc.transact(() => {
    for (const id of ids ?? [...layout.keys()]) layout.delete(id)
  })
}

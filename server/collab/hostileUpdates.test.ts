import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { joinRaw, newWorkspaceId, playRooms, storedText, typist } from '#server/collab/testing/playRoom.ts'
import { attackWithMutations } from '#server/collab/testing/mutateUpdates.ts'
import { readUpdate } from '#server/collab/readUpdate.ts'

/** An update of the given bytes, each number as Yjs writes numbers. */
function bytesOf(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(
    numbers.flatMap((number) => {
      const bytes: number[] = []
      for (let rest = number; ; rest = Math.floor(rest / 128)) {
        if (rest < 128) return [...bytes, rest]
        bytes.push(128 + (rest % 128))
      }
    }),
  )
}

const HOSTILE: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(),
  'a number without end': new Uint8Array(50).fill(255),
  'the shortest that hangs a merge': Uint8Array.from([
    0, 0, 6, 199, 255, 255, 255, 15, 1, 0, 0, 1, 0, 2, 65, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0,
  ]),
  'more clients than can be': bytesOf(2 ** 40, 1, 1, 0),
  'room for four thousand million structs': bytesOf(1, 2 ** 32 - 2, 7, 0),
  'room for thirty million structs': bytesOf(1, 30_000_000, 7, 0, 0, 1, 0),
  'a struct of no length': bytesOf(1, 1, 7, 0, 0, 0, 0),
  'a struct longer than time': bytesOf(1, 1, 7, 0, 0, 2 ** 50, 0),
  'a gap in place of a struct': bytesOf(1, 1, 7, 0, 10, 5, 0),
  'a document in the document': bytesOf(1, 1, 7, 0, 9, 1, 1, 97, 1, 97, 118, 0, 0),
  'an unknown type': bytesOf(1, 1, 7, 0, 7, 1, 1, 97, 99, 0),
  'a struct that is its own parent': bytesOf(1, 1, 7, 0, 4, 0, 7, 0, 1, 97, 0),
  'the same client twice': bytesOf(2, 1, 7, 0, 0, 1, 1, 7, 1, 0, 1, 0),
  'deletes without end': bytesOf(0, 1, 7, 2 ** 40),
  'a text that ends after the message': bytesOf(1, 1, 7, 0, 4, 1, 1, 97, 2 ** 20, 97, 0),
  'nesting deeper than the stack': Uint8Array.from([
    ...bytesOf(1, 1, 7, 0, 8, 1, 1, 97, 1),
    ...Array.from({ length: 200_000 }, () => [117, 1]).flat(),
    126,
    0,
  ]),
}

describe('a hostile update', () => {
  it.each(Object.entries(HOSTILE))('is refused at once: %s', (_name, update) => {
    const play = playRooms()
    const workspaceId = newWorkspaceId()
    const [ada, mallory] = [joinRaw(play, workspaceId), joinRaw(play, workspaceId)]
    ada.edit(typist().type('kept'))
    mallory.edit(update)
    play.settle()
    expect(mallory.closed).toEqual(['malformed'])
    expect(ada.saved()).toBe(1)
    expect([storedText(play.store, workspaceId), play.failures]).toEqual(['kept', []])
  })

  it('that was mutated from an honest one leaves nothing waiting and every stored draft whole (5,000 of 100,000)', () => {
    const { slowestMs, unreadable, admitted } = attackWithMutations(5_000, 1)
    expect(unreadable).toBe(0)
    expect(admitted).toBeGreaterThan(50)
    expect(slowestMs).toBeLessThan(1_000)
  })

  it('of which 10,000 wait for a past that never comes takes no room: it is asked for again, then closed', () => {
    const play = playRooms({ limits: { messageBurst: 100_000 } })
    const workspaceId = newWorkspaceId()
    const mallory = joinRaw(play, workspaceId)
    const hand = typist(7)
    hand.type('missing')
    for (let i = 0; i < 10_000; i++) mallory.edit(hand.type('x'))
    play.settle()
    expect(mallory.closed).toEqual(['too-many-gaps'])
    expect(play.store.load(workspaceId)).toEqual([])
  })

  it('of 50 MB is refused by its size', () => {
    const play = playRooms()
    const mallory = joinRaw(play, newWorkspaceId())
    mallory.send(new Uint8Array(50 * 1024 * 1024))
    expect(mallory.closed).toEqual(['too-large'])
  })

  it('cannot make a document larger than its limit', () => {
    const play = playRooms({ limits: { documentBytes: 10_000 } })
    const workspaceId = newWorkspaceId()
    const ada = joinRaw(play, workspaceId)
    const hand = typist()
    for (let i = 0; i < 20; i++) {
      ada.edit(hand.type('x'.repeat(1_000)))
      play.settle()
    }
    expect(ada.closed).toEqual(['document-full'])
    expect(storedText(play.store, workspaceId).length).toBeLessThan(10_000)
  })

  it('sent faster than a person types is stopped', () => {
    const play = playRooms({ limits: { messageBurst: 100 } })
    const ada = joinRaw(play, newWorkspaceId())
    const hand = typist()
    for (let i = 0; i < 200; i++) ada.edit(hand.type('x'))
    expect(ada.closed).toEqual(['too-fast'])
  })
})

describe('a question for the state', () => {
  it('that lies about what is known, or is five bytes of nothing, harms nobody', () => {
    const play = playRooms()
    const workspaceId = newWorkspaceId()
    const ada = joinRaw(play, workspaceId)
    ada.edit(typist().type('text'))
    play.settle()
    for (const vector of [
      [255, 255, 255, 255, 127],
      [1, 255, 255, 255, 127],
      [5, 1, 1, 1, 1],
      [0, 0, 0, 0, 0],
      [],
    ]) {
      const asker = joinRaw(play, workspaceId)
      asker.send(Uint8Array.from([0, 0, vector.length, ...vector]))
    }
    ada.edit(typist().type('more'))
    play.settle()
    expect([ada.closed, play.failures]).toEqual([[], []])
  })
})

describe('an honest update', () => {
  it('is read as what it is', () => {
    const doc = new Y.Doc()
    doc.clientID = 7
    doc.getMap('layout').set('a', { x: 1, tags: ['b', null] })
    doc.getArray('list').push([1, 'two', new Y.Map()])
    doc.getText('draft').insert(0, 'hello', { bold: true })
    doc.getText('draft').delete(1, 2)
    const read = readUpdate(Y.encodeStateAsUpdate(doc))
    expect(read?.brings.get(7)).toEqual({ from: 0, to: Y.getState(doc.store, 7) })
  })
})

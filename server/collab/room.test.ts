import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createMemoryClientIdOwners } from '#server/collab/clientIdOwners.ts'
import { createMemoryDraftStore, type DraftStore } from '#server/collab/draftStore.ts'
import { askState } from '#server/collab/messages.ts'
import {
  awareness,
  createClient,
  joinRaw,
  newPersonId,
  newWorkspaceId,
  playRooms,
  seededRandom,
  storedText,
  typist,
} from '#server/collab/testing/playRoom.ts'

describe('a room', () => {
  it('lets two people write the same draft', () => {
    const play = playRooms()
    const workspaceId = newWorkspaceId()
    const [ada, bob] = [createClient(play, workspaceId), createClient(play, workspaceId)]
    for (const one of [ada, bob]) one.connect()
    ada.text.insert(0, 'revenue')
    play.settle()
    bob.listen()
    bob.text.insert(7, ' by month')
    play.settle()
    ada.listen()
    expect(ada.text.toJSON()).toBe('revenue by month')
    expect(storedText(play.store, workspaceId)).toBe('revenue by month')
  })

  it('stores an edit before anyone sees it or is told that it is saved', () => {
    const order: string[] = []
    const memory = createMemoryDraftStore()
    const store: DraftStore = {
      ...memory,
      append: (...edit) => (order.push('stored'), memory.append(...edit)),
    }
    const play = playRooms({ store })
    const workspaceId = newWorkspaceId()
    const [ada, bob] = [joinRaw(play, workspaceId), joinRaw(play, workspaceId)]
    const [adasBefore, bobsBefore] = [ada.heard.length, bob.heard.length]
    ada.edit(typist().type('x'))
    expect([ada.heard.length, bob.heard.length]).toEqual([adasBefore, bobsBefore])
    bob.heard.push = (...messages) => order.push(...messages.map(() => 'seen'))
    play.settle()
    expect(order).toEqual(['stored', 'seen'])
    expect(ada.saved()).toBe(1)
  })

  it('stores what arrives together as one', () => {
    const play = playRooms()
    const workspaceId = newWorkspaceId()
    const ada = joinRaw(play, workspaceId)
    const hand = typist()
    for (let i = 0; i < 30; i++) ada.edit(hand.type('a'))
    play.settle()
    expect(play.store.load(workspaceId)).toHaveLength(1)
    expect(ada.saved()).toBe(30)
  })

  it('neither shows nor acknowledges an edit that could not be stored', () => {
    let isFull = false
    const memory = createMemoryDraftStore()
    const store: DraftStore = {
      ...memory,
      append(...edit) {
        if (isFull) throw new Error('disk full')
        memory.append(...edit)
      },
    }
    const play = playRooms({ store })
    const workspaceId = newWorkspaceId()
    const [ada, bob] = [joinRaw(play, workspaceId), joinRaw(play, workspaceId)]
    const before = bob.heard.length
    isFull = true
    ada.edit(typist().type('lost'))
    play.settle()
    expect([bob.heard.length, ada.saved()]).toEqual([before, 0])
    expect([ada.closed, bob.closed]).toEqual([['room-unavailable'], ['room-unavailable']])
    isFull = false
    const again = createClient(play, workspaceId)
    again.connect()
    again.listen()
    expect(again.text.toJSON()).toBe('')
  })

  it('is refused, and never blank, when its draft cannot be loaded', () => {
    const memory = createMemoryDraftStore()
    const workspaceId = newWorkspaceId()
    memory.append(workspaceId, typist().type('precious'))
    let isBroken = true
    const store: DraftStore = {
      ...memory,
      load(of) {
        if (isBroken) throw new Error('read error')
        return memory.load(of)
      },
    }
    const play = playRooms({ store })
    for (let i = 0; i < 100; i++) {
      const ada = joinRaw(play, workspaceId)
      expect(ada.closed).toEqual(['room-unavailable'])
      expect(ada.heard).toEqual([])
    }
    isBroken = false
    const ada = createClient(play, workspaceId)
    ada.connect()
    ada.listen()
    expect(ada.text.toJSON()).toBe('precious')
  })

  it('is the same document after any number of restarts and compactions', () => {
    const store = createMemoryDraftStore()
    const owners = createMemoryClientIdOwners()
    const workspaceId = newWorkspaceId()
    const personId = newPersonId()
    const hand = typist()
    for (let i = 0; i < 100; i++) {
      const play = playRooms({ store, owners, limits: { compactAfter: 7, clientIdsPerConnection: 1 } })
      const ada = joinRaw(play, workspaceId, { personId })
      ada.edit(hand.type(`${i} `))
      play.settle()
      expect(ada.saved()).toBe(1)
      play.rooms.close()
    }
    expect(storedText(store, workspaceId)).toBe(hand.doc.getText('draft').toJSON())
    expect(store.load(workspaceId).length).toBeLessThan(8)
  })
})

describe('a reader', () => {
  it('gets the draft, and changes nothing in 1,000 attempts', () => {
    const play = playRooms({ limits: { messageBurst: 10_000 } })
    const workspaceId = newWorkspaceId()
    const writer = joinRaw(play, workspaceId)
    writer.edit(typist().type('text'))
    play.settle()
    const reader = joinRaw(play, workspaceId, { canEdit: false })
    const before = writer.heard.length
    reader.send(askState(Y.encodeStateVector(new Y.Doc())))
    expect(reader.heard).toHaveLength(2)
    for (let i = 0; i < 1_000; i++) {
      reader.edit(typist().type('forged'))
      reader.send(awareness(i + 1, 1, { user: { name: 'Mallory' } }))
    }
    play.settle()
    expect(storedText(play.store, workspaceId)).toBe('text')
    expect(writer.heard).toHaveLength(before)
    expect(reader.closed).toEqual([])
  })
})

describe('a clientID', () => {
  it('belongs to who used it first: 1,000 forgeries change nothing and cost the connection', () => {
    const play = playRooms()
    const workspaceId = newWorkspaceId()
    const ada = joinRaw(play, workspaceId)
    const hand = typist(7)
    ada.edit(hand.type('mine'))
    play.settle()
    for (let i = 0; i < 1_000; i++) {
      const mallory = joinRaw(play, workspaceId)
      const forgery = typist(8)
      Y.applyUpdate(forgery.doc, Y.encodeStateAsUpdate(hand.doc))
      forgery.doc.clientID = 7
      mallory.edit(forgery.type(`forged ${i}`))
      play.settle()
      expect(mallory.closed).toEqual(['foreign-client-id'])
    }
    expect(storedText(play.store, workspaceId)).toBe('mine')
  })

  it('is kept by the same person over a new connection', () => {
    const play = playRooms()
    const workspaceId = newWorkspaceId()
    const hand = typist()
    const ada = joinRaw(play, workspaceId)
    ada.edit(hand.type('a'))
    ada.leave()
    const back = joinRaw(play, workspaceId, { personId: ada.personId })
    back.edit(hand.type('b'))
    play.settle()
    expect(back.closed).toEqual([])
    expect(storedText(play.store, workspaceId)).toBe('ab')
  })

  it('cannot be had 10,000 times', () => {
    const play = playRooms({ limits: { clientIdsPerPersonAndDay: 20 } })
    const workspaceId = newWorkspaceId()
    const personId = newPersonId()
    joinRaw(play, workspaceId)
    let admitted = 0
    for (let i = 0; i < 10_000; i++) {
      const ada = joinRaw(play, workspaceId, { personId })
      ada.edit(typist(i + 1).type('x'))
      play.settle()
      admitted += ada.saved()
      ada.leave()
    }
    expect(admitted).toBe(20)
    expect(storedText(play.store, workspaceId)).toHaveLength(20)
  })

  it('of one workspace says nothing in another: what is sent to one room reaches no other', () => {
    const play = playRooms({ limits: { messageBurst: 10_000 } })
    const [here, there] = [newWorkspaceId(), newWorkspaceId()]
    const bystander = joinRaw(play, there)
    const before = bystander.heard.length
    const ada = joinRaw(play, here)
    const hand = typist()
    for (let i = 0; i < 1_000; i++) ada.edit(hand.type('x'))
    ada.send(awareness(hand.doc.clientID, 1, {}))
    play.settle()
    expect(bystander.heard).toHaveLength(before)
    expect(play.store.load(there)).toEqual([])
  })
})

describe('presence', () => {
  const lastState = (heard: readonly Uint8Array[]) => new TextDecoder().decode(heard.at(-1))

  it('says who someone is as the server knows it, not as they say', () => {
    const play = playRooms()
    const workspaceId = newWorkspaceId()
    const ada = joinRaw(play, workspaceId, { name: 'Ada' })
    const mallory = joinRaw(play, workspaceId, { name: 'Mallory' })
    mallory.send(awareness(5, 1, { user: { name: 'Ada', id: ada.personId, color: 'red' }, cursor: 3 }))
    expect(lastState(ada.heard)).toContain('"name":"Mallory"')
    expect(lastState(ada.heard)).toContain(mallory.personId)
    expect(lastState(ada.heard)).toContain('"cursor":3')
    expect(lastState(ada.heard)).not.toContain(ada.personId)
  })

  it('is told by nobody for anybody else, in 1,000 attempts', () => {
    const play = playRooms({ limits: { messageBurst: 10_000 } })
    const workspaceId = newWorkspaceId()
    const ada = joinRaw(play, workspaceId)
    const mallory = joinRaw(play, workspaceId)
    ada.send(awareness(5, 1, { cursor: 1 }))
    const before = ada.heard.length
    for (let i = 0; i < 1_000; i++) mallory.send(awareness(5, 2 + i, i % 2 ? null : { cursor: 99 }))
    expect(ada.heard).toHaveLength(before)
  })

  it('ends when the connection ends', () => {
    const play = playRooms()
    const workspaceId = newWorkspaceId()
    const ada = joinRaw(play, workspaceId)
    const bob = joinRaw(play, workspaceId)
    bob.send(awareness(5, 1, { cursor: 1 }))
    bob.leave()
    expect(lastState(ada.heard)).toContain('null')
  })

  it('is bounded in size', () => {
    const play = playRooms()
    const ada = joinRaw(play, newWorkspaceId())
    ada.send(awareness(5, 1, { cursor: 'x'.repeat(20_000) }))
    expect(ada.closed).toEqual(['too-large'])
  })
})

describe('a network that breaks', () => {
  it('leaves every replica the same, whatever was lost on the way (200 seeds)', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed)
      const play = playRooms({ limits: { compactAfter: 10, messageBurst: 100_000 } })
      const workspaceId = newWorkspaceId()
      const clients = Array.from({ length: 4 }, () => createClient(play, workspaceId))
      for (let turn = 0; turn < 120; turn++) {
        const client = clients[random(clients.length)]!
        const { text } = client
        const action = random(10)
        if (action < 4) text.insert(random(text.length + 1), String.fromCharCode(97 + random(26)))
        else if (action === 4 && text.length > 0) text.delete(random(text.length), 1)
        else if (action === 5 && client.isOnline()) client.disconnect()
        else if (action === 5) client.connect()
        else if (action === 6) play.settle()
        else client.listen(random(4))
      }
      for (const client of clients) if (!client.isOnline()) client.connect()
      for (let round = 0; round < 20; round++) {
        for (const client of clients) client.listen()
        play.settle()
      }
      const texts = new Set(clients.map(({ text }) => text.toJSON()))
      expect([...texts], `seed ${seed}`).toEqual([storedText(play.store, workspaceId)])
      expect(
        clients.flatMap(({ closed }) => closed),
        `seed ${seed}`,
      ).toEqual([])
    }
  })
})

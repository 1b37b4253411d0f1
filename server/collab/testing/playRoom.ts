/** A room without sockets: real Yjs clients, a network that delivers when told, and a record of what was said. */
import * as decoding from 'lib0/decoding'
import { v7 as uuidv7 } from 'uuid'
import * as Y from 'yjs'
import { PersonId, WorkspaceId } from '#shared/ids.ts'
import type { ClientIdOwners } from '#server/collab/clientIdOwners.ts'
import { createMemoryDraftStore, type DraftStore } from '#server/collab/draftStore.ts'
import type { CollabLimits } from '#server/collab/limits.ts'
import { answerState, askState, SAVED, tellAwareness, tellUpdate } from '#server/collab/messages.ts'
import type { Connection } from '#server/collab/room.ts'
import { openRooms } from '#server/collab/rooms.ts'

export const newPersonId = (): PersonId => PersonId.parse(uuidv7())
export const newWorkspaceId = (): WorkspaceId => WorkspaceId.parse(uuidv7())

export type PlayOptions = {
  readonly limits?: Partial<CollabLimits>
  readonly store?: DraftStore
  readonly owners?: ClientIdOwners
}

export function playRooms({ limits, store = createMemoryDraftStore(), owners }: PlayOptions = {}) {
  const tasks: (() => void)[] = []
  const failures: unknown[] = []
  const rooms = openRooms({
    store,
    ...(limits ? { limits } : {}),
    ...(owners ? { owners } : {}),
    soon: (task) => tasks.push(task),
    onFailure: (failure) => failures.push(failure),
  })
  return {
    rooms,
    store,
    failures,
    settle() {
      for (let task = tasks.shift(); task; task = tasks.shift()) task()
    },
  }
}

export type Play = ReturnType<typeof playRooms>

/** Someone at the other end, who answers nothing by themselves. */
export function joinRaw(
  play: Play,
  workspaceId: WorkspaceId,
  { personId = newPersonId(), name = 'Ada', canEdit = true } = {},
) {
  const heard: Uint8Array[] = []
  const closed: string[] = []
  const connection = play.rooms.join(workspaceId, {
    person: { personId, name },
    canEdit: () => canEdit,
    send: (message) => heard.push(message),
    close: (_code, reason) => closed.push(reason),
    unsentBytes: () => 0,
  })
  return {
    heard,
    closed,
    personId,
    edit: (update: Uint8Array) => connection?.receive(tellUpdate(update)),
    send: (message: Uint8Array) => connection?.receive(message),
    leave: () => connection?.leave(),
    saved: () => {
      const counts = heard.flatMap((message) => {
        const decoder = decoding.createDecoder(message)
        return decoding.readVarUint(decoder) === SAVED ? [decoding.readVarUint(decoder)] : []
      })
      return counts.at(-1) ?? 0
    },
  }
}

/** A client as y-websocket's provider is: it asks for the state at connecting, sends its edits, answers what it is asked. */
export function createClient(play: Play, workspaceId: WorkspaceId, personId = newPersonId()) {
  const doc = new Y.Doc()
  const inbox: Uint8Array[] = []
  const closed: string[] = []
  let connection: Connection | undefined
  let sent = 0
  const origin = {}
  const say = (message: Uint8Array) => connection?.receive(message)
  doc.on('update', (update: Uint8Array, from: unknown) => {
    if (from === origin || !connection) return
    sent += 1
    say(tellUpdate(update))
  })
  function hear(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message)
    if (decoding.readVarUint(decoder) !== 0) return
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (step !== 0) return Y.applyUpdate(doc, bytes, origin)
    sent += 1
    say(answerState(Y.encodeStateAsUpdate(doc, bytes)))
  }
  return {
    doc,
    text: doc.getText('draft'),
    closed,
    personId,
    isOnline: () => connection !== undefined,
    connect() {
      connection = play.rooms.join(workspaceId, {
        person: { personId, name: 'Ada' },
        canEdit: () => true,
        send: (message) => inbox.push(message),
        close: (_code, reason) => {
          closed.push(reason)
          connection = undefined
        },
        unsentBytes: () => 0,
      })
      say(askState(Y.encodeStateVector(doc)))
    },
    disconnect() {
      const leaving = connection
      connection = undefined
      inbox.length = 0
      leaving?.leave()
    },
    /** Hears up to `count` messages; the rest stays on the way. */
    listen(count = Infinity) {
      for (let i = 0; i < count && inbox.length > 0; i++) {
        const message = inbox.shift()
        if (message) hear(message)
      }
      return inbox.length
    },
    sent: () => sent,
  }
}

export const awareness = (clientId: number, clock: number, state: unknown): Uint8Array =>
  tellAwareness([{ clientId, clock, state: JSON.stringify(state) }])

/** The text that a store holds, as a server that starts now would read it. */
export function storedText(store: DraftStore, workspaceId: WorkspaceId): string {
  const doc = new Y.Doc()
  for (const update of store.load(workspaceId)) Y.applyUpdate(doc, update)
  return doc.getText('draft').toJSON()
}

/** A client that types on its own, with the update of each keystroke. */
export function typist(clientId?: number) {
  const doc = new Y.Doc()
  if (clientId !== undefined) doc.clientID = clientId
  return {
    doc,
    type(text: string): Uint8Array {
      const before = Y.encodeStateVector(doc)
      const draft = doc.getText('draft')
      draft.insert(draft.length, text)
      return Y.encodeStateAsUpdate(doc, before)
    },
  }
}

/** The same numbers for the same seed, so that a case that fails can be looked at again. */
export function seededRandom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}

/**
 * The people who edit one workspace's draft, over y-websocket's protocol. Every edit is stored before anyone else sees
 * it and before its author is told that it is saved. Edits that arrive together are stored together.
 */
import type { WorkspaceId } from '#shared/ids.ts'
import { createAdmission, type Admission, type ClaimsOfDay } from '#server/collab/admission.ts'
import type { ClientIdOwners } from '#server/collab/clientIdOwners.ts'
import { CLOSING, type Closing } from '#server/collab/closing.ts'
import { openDraftDocument } from '#server/collab/draftDocument.ts'
import type { DraftStore } from '#server/collab/draftStore.ts'
import type { CollabLimits } from '#server/collab/limits.ts'
import {
  answerState,
  askState,
  readAwareness,
  readPeerMessage,
  tellAwareness,
  tellSaved,
  tellUpdate,
  type AwarenessEntry,
} from '#server/collab/messages.ts'
import { accountOf, createPresence, type Person } from '#server/collab/presence.ts'
import { readUpdate, type UpdateRead } from '#server/collab/readUpdate.ts'

/** The other end of a connection. */
export type Peer = {
  readonly person: Person
  /** Asked at every message: a role may change while someone is connected. */
  readonly canEdit: () => boolean
  readonly send: (message: Uint8Array) => void
  readonly close: (code: number, reason: string) => void
  readonly unsentBytes: () => number
}

export type RoomOptions = {
  readonly store: DraftStore
  readonly owners: ClientIdOwners
  readonly limits: CollabLimits
  readonly claims: ClaimsOfDay
  readonly now: () => number
  /** Runs a task after what has already arrived has been read. */
  readonly soon: (task: () => void) => void
  readonly onFailure: (failure: unknown) => void
}

export type Connection = { readonly receive: (message: Uint8Array) => void; readonly leave: () => void }

export type Room = {
  readonly join: (peer: Peer) => Connection | undefined
  readonly size: () => number
  readonly close: (why: Closing) => void
}

type Member = {
  readonly peer: Peer
  readonly admission: Admission
  /** Messages with edits that came, up to the one last answered. */
  received: number
  gaps: number
  isGone: boolean
}
type Edit = { readonly from: Member; readonly update: Uint8Array; readonly count: number }

/** Throws when the draft can't be loaded. */
export function openRoom(workspaceId: WorkspaceId, options: RoomOptions): Room {
  const { store, owners, limits, claims, now, soon, onFailure } = options
  const draft = openDraftDocument(workspaceId, store, limits.compactAfter)
  const presence = createPresence()
  const members = new Set<Member>()
  let waiting: Edit[] = []

  function tell(member: Member, message: Uint8Array): void {
    if (member.isGone) return
    if (member.peer.unsentBytes() > limits.unsentBytes) return dismiss(member, CLOSING.tooSlow)
    member.peer.send(message)
  }
  const tellAll = (message: Uint8Array) => {
    for (const member of members) tell(member, message)
  }

  function leave(member: Member): void {
    if (member.isGone) return
    member.isGone = true
    members.delete(member)
    const gone = presence.remove(member.admission.claimed())
    if (gone.length > 0) tellAll(tellAwareness(gone))
  }
  function dismiss(member: Member, why: Closing): void {
    leave(member)
    member.peer.close(why.code, why.reason)
  }

  function takeEdit(member: Member, update: Uint8Array): void {
    member.received += 1
    if (waiting.length === 0) soon(flush)
    waiting.push({ from: member, update, count: member.received })
  }

  function refuse(member: Member, why: Closing): undefined {
    dismiss(member, why)
  }

  /** An edit that may be applied after those `ahead` of it; undefined when it may not, and its author has been answered. */
  function admitted(
    { from, update }: Edit,
    bytesAhead: number,
    ahead: ReadonlyMap<number, number>,
  ): UpdateRead | undefined {
    if (from.isGone) return undefined
    const read = readUpdate(update)
    if (!read) return refuse(from, CLOSING.malformed)
    for (const [clientId, { to }] of read.brings) {
      if (to <= draft.clockOf(clientId)) continue
      const refusal = from.admission.claim(clientId)
      if (refusal) return refuse(from, refusal)
    }
    const isFull = () => draft.bytes() + bytesAhead + update.length > limits.documentBytes
    if (isFull()) draft.compact()
    if (isFull()) return refuse(from, CLOSING.documentFull)
    if (draft.knowsPastOf(read, ahead)) return read
    // Kept, it would wait in memory for a past that may never come. The author has that past: ask for it.
    from.gaps += 1
    if (from.gaps > limits.gapsPerConnection) return refuse(from, CLOSING.gaps)
    tell(from, askState(draft.stateVector()))
    return undefined
  }

  function flush(): void {
    const arrived = waiting
    waiting = []
    try {
      storeAll(arrived)
    } catch (failure) {
      onFailure(failure)
      close(CLOSING.unavailable)
    }
  }

  /**
   * All that arrived together is written together. What can't be applied costs its author the connection, and nobody
   * else anything: the group is then tried again one by one.
   */
  function storeAll(arrived: readonly Edit[]): void {
    const group: Edit[] = []
    const ahead = new Map<number, number>()
    let bytes = 0
    for (const edit of arrived) {
      const read = admitted(edit, bytes, ahead)
      if (!read) continue
      group.push(edit)
      bytes += edit.update.length
      for (const [clientId, { to }] of read.brings)
        ahead.set(clientId, Math.max(to, ahead.get(clientId) ?? 0))
    }
    if (group.length > 0) write(group)
  }

  function write(group: readonly Edit[]): void {
    const change = draft.write(group.map((edit) => edit.update))
    if (change === 'refused') {
      if (group.length > 1) for (const edit of group) write([edit])
      else for (const { from } of group) dismiss(from, CLOSING.malformed)
      return
    }
    if (change) tellAll(tellUpdate(change))
    const counts = new Map(group.map(({ from, count }) => [from, count]))
    for (const [member, count] of counts) tell(member, tellSaved(count))
  }

  function takeAwareness(member: Member, bytes: Uint8Array): void {
    let entries: readonly AwarenessEntry[]
    try {
      entries = readAwareness(bytes)
    } catch {
      return dismiss(member, CLOSING.malformed)
    }
    const news: AwarenessEntry[] = []
    for (const entry of entries) {
      // The stock client repeats what it heard of others. Nobody speaks for anyone else.
      if (presence.has(entry.clientId) && !member.admission.isOwn(entry.clientId)) continue
      if (owners.ownerOf(workspaceId, entry.clientId) === undefined && entry.state === 'null') continue
      if (entry.state.length > limits.awarenessStateBytes) return dismiss(member, CLOSING.tooLarge)
      const account = accountOf(entry, member.peer.person)
      if (!account) return dismiss(member, CLOSING.malformed)
      const refusal = member.admission.claim(entry.clientId)
      if (refusal === CLOSING.foreignClientId) continue
      if (refusal) return dismiss(member, refusal)
      if (presence.size() >= limits.awarenessStates && !presence.has(entry.clientId)) continue
      if (presence.put(account)) news.push(account)
    }
    if (news.length > 0) tellAll(tellAwareness(news))
  }

  function receive(member: Member, bytes: Uint8Array): void {
    if (member.isGone) return
    if (bytes.length > limits.messageBytes) return dismiss(member, CLOSING.tooLarge)
    const message = readPeerMessage(bytes)
    if (!member.admission.spend(message?.type === 'ask-state' ? limits.syncCost : 1)) {
      return dismiss(member, CLOSING.tooFast)
    }
    switch (message?.type) {
      case undefined:
        return dismiss(member, CLOSING.malformed)
      case 'ask-awareness':
        return tell(member, tellAwareness(presence.all()))
      case 'ask-state':
        return answer(member, message.stateVector)
      // A reader's edits are dropped before anything reads them.
      case 'edit':
        return member.peer.canEdit() ? takeEdit(member, message.update) : undefined
      case 'awareness':
        return member.peer.canEdit() ? takeAwareness(member, message.entries) : undefined
    }
  }
  function answer(member: Member, stateVector: Uint8Array): void {
    let state: Uint8Array
    try {
      state = draft.since(stateVector)
    } catch {
      return dismiss(member, CLOSING.malformed)
    }
    tell(member, answerState(state))
  }

  function close(why: Closing): void {
    for (const member of members) dismiss(member, why)
    draft.destroy()
  }

  return {
    size: () => members.size,
    close,
    join(peer) {
      if (members.size >= limits.connectionsPerRoom) {
        peer.close(CLOSING.roomFull.code, CLOSING.roomFull.reason)
        return undefined
      }
      const { personId } = peer.person
      const admission = createAdmission({ workspaceId, personId, owners, claims, limits, now })
      const member: Member = { peer, admission, received: 0, gaps: 0, isGone: false }
      members.add(member)
      tell(member, askState(draft.stateVector()))
      if (presence.size() > 0) tell(member, tellAwareness(presence.all()))
      return {
        receive: (message) => receive(member, message),
        leave() {
          flush()
          leave(member)
        },
      }
    },
  }
}

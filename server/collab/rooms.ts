/** The rooms that are open. A room opens with its first member and closes with its last. */
import type { PersonId, WorkspaceId } from '#shared/ids.ts'
import { createClaimsOfDay } from '#server/collab/admission.ts'
import { createMemoryClientIdOwners, type ClientIdOwners } from '#server/collab/clientIdOwners.ts'
import { CLOSING, type Closing } from '#server/collab/closing.ts'
import type { DraftStore } from '#server/collab/draftStore.ts'
import { COLLAB_LIMITS, type CollabLimits } from '#server/collab/limits.ts'
import { openRoom, type Connection, type Peer, type Room } from '#server/collab/room.ts'

export type RoomsOptions = {
  readonly store: DraftStore
  readonly owners?: ClientIdOwners
  readonly limits?: Partial<CollabLimits>
  readonly now?: () => number
  readonly soon?: (task: () => void) => void
  readonly onFailure?: (failure: unknown) => void
}

export type Rooms = {
  /** Undefined when the peer was sent away; it has been told why. */
  readonly join: (workspaceId: WorkspaceId, peer: Peer) => Connection | undefined
  readonly dismissPerson: (personId: PersonId) => void
  readonly close: () => void
}

export function openRooms({
  store,
  owners = createMemoryClientIdOwners(),
  limits: changed,
  now = Date.now,
  soon = setImmediate,
  onFailure = () => undefined,
}: RoomsOptions): Rooms {
  const limits = { ...COLLAB_LIMITS, ...changed }
  const rooms = new Map<WorkspaceId, Room>()
  const peers = new Map<Peer, () => void>()
  const claims = createClaimsOfDay(limits.clientIdsPerPersonAndDay, now)

  function roomOf(workspaceId: WorkspaceId): Room {
    const known = rooms.get(workspaceId)
    if (known) return known
    const options = { store, owners, limits, claims, now, soon }
    const room = openRoom(workspaceId, {
      ...options,
      onFailure(failure) {
        rooms.delete(workspaceId)
        onFailure(failure)
      },
    })
    rooms.set(workspaceId, room)
    return room
  }

  function join(workspaceId: WorkspaceId, peer: Peer): Connection | undefined {
    let room: Room
    try {
      room = roomOf(workspaceId)
    } catch (failure) {
      onFailure(failure)
      peer.close(CLOSING.unavailable.code, CLOSING.unavailable.reason)
      return undefined
    }
    const connection = room.join(peer)
    if (!connection) return undefined
    const leave = () => {
      connection.leave()
      peers.delete(peer)
      if (room.size() > 0 || rooms.get(workspaceId) !== room) return
      rooms.delete(workspaceId)
      room.close(CLOSING.unavailable)
    }
    peers.set(peer, leave)
    return { receive: connection.receive, leave }
  }

  const dismiss = (peer: Peer, leave: () => void, why: Closing) => {
    leave()
    peer.close(why.code, why.reason)
  }

  return {
    join,
    dismissPerson(personId) {
      for (const [peer, leave] of peers) {
        if (peer.person.personId === personId) dismiss(peer, leave, CLOSING.signedOut)
      }
    },
    close() {
      for (const [peer, leave] of peers) dismiss(peer, leave, CLOSING.unavailable)
    },
  }
}

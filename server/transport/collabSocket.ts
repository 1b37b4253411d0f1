/** Joins a socket to the room of its workspace's draft. */
import type { PersonId, WorkspaceId } from '#shared/ids.ts'
import { canWrite } from '#shared/member.ts'
import type { SocketCall } from '#server/transport/upgradeRouter.ts'

/** What a room is to a socket. */
export type DraftRooms = {
  readonly join: (
    workspaceId: WorkspaceId,
    peer: {
      readonly person: { readonly personId: PersonId; readonly name: string }
      readonly canEdit: () => boolean
      readonly send: (message: Uint8Array) => void
      readonly close: (code: number, reason: string) => void
      readonly unsentBytes: () => number
    },
  ) => { readonly receive: (message: Uint8Array) => void; readonly leave: () => void } | undefined
}

export const serveCollab =
  (rooms: DraftRooms) =>
  ({ socket, person, host }: SocketCall): void => {
    socket.binaryType = 'nodebuffer'
    const connection = rooms.join(host.workspaceId, {
      person,
      canEdit: () => {
        const role = host.state().members.get(person.personId)?.role
        return role !== undefined && canWrite(role)
      },
      send: (message) => {
        if (socket.readyState === socket.OPEN) socket.send(message)
      },
      close: (code, reason) => socket.close(code, reason),
      unsentBytes: () => socket.bufferedAmount,
    })
    if (!connection) return
    socket.on('message', (message, isBinary) => {
      if (isBinary && Buffer.isBuffer(message)) connection.receive(message)
    })
    socket.on('close', connection.leave)
  }

/** Where others are in a text: told by the awareness of the shared document in Yjs's relative positions, which move with the text. */
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { z } from 'zod'

const Id = z.object({ client: z.int().nonnegative(), clock: z.int().nonnegative() })

/** Without `tname`: to look a name up would make a text of that name in the document. */
const Position = z
  .object({ type: Id.nullish(), item: Id.nullish(), assoc: z.int().default(0) })
  .refine(({ type, item }) => Boolean(type ?? item))
  .transform((one) => Y.createRelativePositionFromJSON(one))

const There = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  cursor: z.object({ block: z.string(), anchor: Position, head: Position }),
})

export type PeerCursor = {
  readonly clientId: number
  readonly personId: string
  readonly name: string
  readonly anchor: number
  readonly head: number
}

/** Of everybody but oneself; what can't be placed in this text is left out. */
export function peerCursors(
  awareness: Awareness,
  text: Y.Text,
  block: string,
  me: string,
): readonly PeerCursor[] {
  const { doc } = text
  if (!doc) return []
  return [...awareness.getStates()].flatMap(([clientId, state]) => {
    const there = There.safeParse(state)
    if (!there.success || there.data.cursor.block !== block || there.data.user.id === me) return []
    const [anchor, head] = [there.data.cursor.anchor, there.data.cursor.head].map((position) => {
      const found = Y.createAbsolutePositionFromRelativePosition(position, doc)
      return found?.type === text ? found.index : undefined
    })
    if (anchor === undefined || head === undefined) return []
    const { id, name } = there.data.user
    return [{ clientId, personId: id, name, anchor, head }]
  })
}

export function tellCursor(
  awareness: Awareness,
  text: Y.Text,
  block: string,
  anchor: number,
  head: number,
): void {
  const positionAt = (at: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at))
  awareness.setLocalStateField('cursor', { block, anchor: positionAt(anchor), head: positionAt(head) })
}

export const hideCursor = (awareness: Awareness): void => awareness.setLocalStateField('cursor', null)

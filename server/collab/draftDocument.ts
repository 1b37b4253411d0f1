/**
 * One document in memory and on disk. What is in memory and not on disk is never shown to anyone: a batch is applied,
 * stored, and only then handed on; when either fails, the document is read again from the store.
 */
import * as Y from 'yjs'
import type { WorkspaceId } from '#shared/ids.ts'
import type { DraftStore } from '#server/collab/draftStore.ts'
import { readUpdate, type UpdateRead } from '#server/collab/readUpdate.ts'

export type DraftDocument = {
  /** Whether all that an update builds on is known here, or will be when what is `ahead` of it (clientID → clock) is written. */
  readonly knowsPastOf: (read: UpdateRead, ahead: ReadonlyMap<number, number>) => boolean
  readonly clockOf: (clientId: number) => number
  readonly bytes: () => number
  readonly stateVector: () => Uint8Array
  /** Throws on a state vector that can't be read. */
  readonly since: (stateVector: Uint8Array) => Uint8Array
  /**
   * Applies and stores all as one. Returns what they changed, as bytes that this server wrote (undefined: nothing),
   * or the word that they could not be applied; then nothing of them is left.
   */
  readonly write: (updates: readonly Uint8Array[]) => Uint8Array | undefined | 'refused'
  readonly compact: () => void
  readonly destroy: () => void
}

/** Throws when the draft can't be read whole: a blank document in its place would overwrite it. */
export function openDraftDocument(
  workspaceId: WorkspaceId,
  store: DraftStore,
  compactAfter: number,
): DraftDocument {
  let stored = 0
  let bytes = 0
  let doc = load()

  function load(): Y.Doc {
    const updates = store.load(workspaceId)
    const fresh = new Y.Doc()
    fresh.transact(() => {
      for (const update of updates) Y.applyUpdate(fresh, update)
    })
    if (isPending(fresh)) throw new Error(`The draft of workspace ${workspaceId} is not whole`)
    stored = updates.length
    bytes = updates.reduce((sum, update) => sum + update.length, 0)
    return fresh
  }

  function reload(): void {
    doc.destroy()
    doc = load()
  }

  const compact = () => {
    if (stored < 2) return
    const merged = Y.encodeStateAsUpdate(doc)
    store.compact(workspaceId, merged, stored)
    stored = 1
    bytes = merged.length
  }

  /** What the updates change, or undefined when they can't be applied; then the document is not to be used further. */
  function apply(updates: readonly Uint8Array[]): { readonly change: Uint8Array | undefined } | undefined {
    let change: Uint8Array | undefined
    const listen = (update: Uint8Array) => (change = update)
    doc.on('update', listen)
    try {
      doc.transact(() => {
        for (const update of updates) Y.applyUpdate(doc, update)
      })
    } catch {
      return undefined
    } finally {
      doc.off('update', listen)
    }
    if (isPending(doc) || (change && !readUpdate(change))) return undefined
    return { change }
  }

  return {
    knowsPastOf(read, ahead) {
      const known = (client: number) => Math.max(clock(doc, client), ahead.get(client) ?? 0)
      return (
        [...read.brings].every(([client, { from }]) => from <= known(client)) &&
        [...read.needs].every(
          ([client, to]) => to <= Math.max(known(client), read.brings.get(client)?.to ?? 0),
        )
      )
    },
    clockOf: (clientId) => clock(doc, clientId),
    bytes: () => bytes,
    stateVector: () => Y.encodeStateVector(doc),
    since: (stateVector) => Y.encodeStateAsUpdate(doc, stateVector),
    write(updates) {
      const applied = apply(updates)
      if (!applied) {
        reload()
        return 'refused'
      }
      if (!applied.change) return undefined
      store.append(workspaceId, applied.change)
      stored += 1
      bytes += applied.change.length
      if (stored >= compactAfter) compact()
      return applied.change
    },
    compact,
    destroy: () => doc.destroy(),
  }
}

const clock = (doc: Y.Doc, clientId: number): number => Y.getState(doc.store, clientId)

const isPending = (doc: Y.Doc): boolean => doc.store.pendingStructs !== null || doc.store.pendingDs !== null

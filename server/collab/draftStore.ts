/** Where drafts are kept: the updates of one document in the order in which they came. Says nothing about what is in them. */
import type { WorkspaceId } from '#shared/ids.ts'

export type DraftStore = {
  /** On disk when it returns; throws when it can't be. */
  readonly append: (workspaceId: WorkspaceId, update: Uint8Array) => void
  /** All or an error: a part of a document is never returned. */
  readonly load: (workspaceId: WorkspaceId) => readonly Uint8Array[]
  /** Puts `merged` in the place of the first `upTo` updates of `load`, in one transaction. */
  readonly compact: (workspaceId: WorkspaceId, merged: Uint8Array, upTo: number) => void
}

export function createMemoryDraftStore(): DraftStore {
  const drafts = new Map<WorkspaceId, readonly Uint8Array[]>()
  const load = (workspaceId: WorkspaceId) => drafts.get(workspaceId) ?? []
  return {
    load,
    append: (workspaceId, update) => drafts.set(workspaceId, [...load(workspaceId), update.slice()]),
    compact: (workspaceId, merged, upTo) =>
      drafts.set(workspaceId, [merged.slice(), ...load(workspaceId).slice(upTo)]),
  }
}

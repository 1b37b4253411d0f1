import type { CommandId, Digest, WorkspaceId } from '#shared/ids.ts'
import type { StoredEntry } from '#shared/ledger/entry.ts'

export type Head = { readonly seq: number; readonly leaf: Digest }

/** What a command was answered: the entries it wrote (`fromSeq` to `toSeq`, none when `toSeq < fromSeq`), or a refusal as JSON text. */
export type Answer =
  | { readonly kind: 'accepted'; readonly fromSeq: number; readonly toSeq: number }
  | { readonly kind: 'refused'; readonly refusal: string }
export type AnsweredCommand = { readonly commandId: CommandId; readonly answer: Answer }

export type Snapshot = Head & { readonly format: string; readonly bytes: Uint8Array }

export type Appended =
  { readonly ok: true } | { readonly ok: false; readonly error: 'position-taken'; readonly head: Head }

/** The record of every workspace. Entries are only ever added. */
export type Ledger = {
  readonly workspaces: () => readonly WorkspaceId[]
  /** `seq` 0 and the genesis leaf when nothing is written. */
  readonly head: (workspaceId: WorkspaceId) => Head
  readonly read: (workspaceId: WorkspaceId, afterSeq: number, limit: number) => readonly StoredEntry[]
  /** All or none, and on disk when it returns. `expectedSeq` is the head that the caller decided on. Throws when the world fails. */
  readonly append: (
    workspaceId: WorkspaceId,
    expectedSeq: number,
    entries: readonly StoredEntry[],
    answered?: readonly AnsweredCommand[],
  ) => Appended
  /** Those of these commands that were answered, and what. */
  readonly answered: (
    workspaceId: WorkspaceId,
    commandIds: readonly CommandId[],
  ) => ReadonlyMap<CommandId, Answer>
  /** A snapshot is a cache of the fold: it may be lost at any time. It takes the place of earlier ones. */
  readonly saveSnapshot: (workspaceId: WorkspaceId, snapshot: Snapshot) => void
  /** The latest of this format that agrees with the entry at its `seq`: none that is newer than the entries, or of others. */
  readonly latestSnapshot: (workspaceId: WorkspaceId, format: string) => Snapshot | undefined
}

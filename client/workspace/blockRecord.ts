/** All that the ledger says of one block, newest first: what was written, proposed, decided, run and said of it. */
import { entryWordsOf, type EntryWords } from '#client/workspace/entryWords.ts'
import type { Instant } from '#shared/ids.ts'
import type { RecordedEvent, WorkspaceState } from '#shared/workspace.ts'

export type RecordLine = EntryWords & { readonly seq: number; readonly at: Instant }

/** `present` names what old entries speak of; `entries` are those up to the moment that is shown. */
export const recordOfBlock = (
  present: WorkspaceState,
  entries: readonly RecordedEvent[],
  blockId: string,
): readonly RecordLine[] =>
  entries
    .flatMap((entry): readonly RecordLine[] => {
      const words = entryWordsOf(present, entry)
      return words.blockId === blockId ? [{ ...words, seq: entry.seq, at: entry.at }] : []
    })
    .reverse()

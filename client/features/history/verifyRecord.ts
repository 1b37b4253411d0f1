/** The record checked here, in the reader's own browser: every byte is fetched again, hashed and chained, and set against what this browser saw before. */
import { z } from 'zod'
import { request } from '#client/connection/request.ts'
import type { Problem } from '#client/connection/problem.ts'
import { Digest, type WorkspaceId } from '#shared/ids.ts'
import { StoredEntry } from '#shared/ledger/entry.ts'
import { startVerification, type Checkpoint, type Verdict } from '#shared/ledger/verify.ts'
import { ok, type Result } from '#shared/result.ts'

const PAGE = 500

const Seen = z.strictObject({ seq: z.int().positive(), leaf: Digest })
const keyOf = (workspaceId: WorkspaceId): string => `countersign.checkpoint.${workspaceId}`

/** What this browser noted of the record before; kept outside the server, so that it can't be rewritten there. */
export function checkpointSeen(workspaceId: WorkspaceId, store: Storage): Checkpoint | undefined {
  try {
    const seen = Seen.safeParse(JSON.parse(store.getItem(keyOf(workspaceId)) ?? 'null'))
    return seen.success ? seen.data : undefined
  } catch {
    return undefined
  }
}

/** Only what was verified is noted, and never an earlier place over a later one. */
export function noteCheckpoint(workspaceId: WorkspaceId, { seq, leaf }: Checkpoint, store: Storage): void {
  const before = checkpointSeen(workspaceId, store)
  if (seq > (before?.seq ?? 0)) store.setItem(keyOf(workspaceId), JSON.stringify({ seq, leaf }))
}

const Page = z.object({
  entries: z.array(StoredEntry),
  head: z.object({ seq: z.int().nonnegative(), leaf: Digest }),
})

export type Verified = { readonly verdict: Verdict; readonly seen: Checkpoint | undefined }

/** `told` hears how many entries are checked, and of how many. */
export async function verifyRecord(
  workspaceId: WorkspaceId,
  store: Storage,
  told: (done: number, of: number) => void,
): Promise<Result<Verified, Problem>> {
  const seen = checkpointSeen(workspaceId, store)
  const verification = startVerification({ workspaceId, checkpoints: seen ? [seen] : [] })
  for (let after = 0; ;) {
    const page = await request(`/api/workspaces/${workspaceId}/entries?after=${after}&limit=${PAGE}`, Page)
    if (!page.ok) return page
    const { entries, head } = page.value
    const fits = verification.take(entries)
    after += entries.length
    told(after, head.seq)
    if (!fits || entries.length === 0 || after >= head.seq) break
  }
  const verdict = verification.finish()
  if (verdict.kind === 'intact') noteCheckpoint(workspaceId, verdict.head, store)
  return ok({ verdict, seen })
}

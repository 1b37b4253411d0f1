/** The fold as bytes and back, exactly. A snapshot saves time and nothing else: any doubt about one and it is not used. */
import { z } from 'zod'
import { nodeSha256 } from '#server/workspace/sealEvents.ts'
import type { Head, Snapshot } from '#server/ledger/ledger.ts'
import { EMPTY_WORKSPACE, type WorkspaceState } from '#shared/workspace.ts'

/** To be raised whenever `WorkspaceState` or `evolve` changes: what an older program kept is then folded anew. */
export const SNAPSHOT_FORMAT = 'fold-2'

const DIGEST_LENGTH = 64

const PARTS = Object.keys(EMPTY_WORKSPACE)
const TABLES = new Set(
  Object.entries(EMPTY_WORKSPACE)
    .filter(([, empty]) => empty instanceof Map)
    .map(([name]) => name),
)
const Parts = z.record(z.string(), z.unknown())
const Rows = z.array(z.tuple([z.unknown(), z.unknown()]))

/** Has every part that a state has now; what is inside them the digest answers for. */
const State = z.custom<WorkspaceState>((value) => {
  const parts = Parts.safeParse(value)
  return parts.success && PARTS.every((name) => parts.data[name] !== undefined)
})

/** `head` is where `state` stands. */
export function snapshotOf(state: Partial<WorkspaceState>, head: Head): Snapshot {
  const text = JSON.stringify(state, (_key, value: unknown) => (value instanceof Map ? [...value] : value))
  return { ...head, format: SNAPSHOT_FORMAT, bytes: Buffer.from(`${digestOf(head, text)}${text}`) }
}

/** Undefined when it cannot be read as what stood at its place. */
export function stateIn(snapshot: Snapshot): WorkspaceState | undefined {
  const all = Buffer.from(snapshot.bytes).toString()
  const text = all.slice(DIGEST_LENGTH)
  if (snapshot.format !== SNAPSHOT_FORMAT || all.slice(0, DIGEST_LENGTH) !== digestOf(snapshot, text))
    return undefined
  const parts = Parts.parse(JSON.parse(text))
  const whole = Object.entries(parts).map(([name, part]): [string, unknown] => [
    name,
    TABLES.has(name) ? new Map(Rows.parse(part)) : part,
  ])
  const read = State.safeParse(Object.fromEntries(whole))
  return read.success && read.data.seq === snapshot.seq ? read.data : undefined
}

/** Of the text in its place: moved to another entry it is not the same. */
const digestOf = (head: Head, text: string): string =>
  nodeSha256(Buffer.from(`${SNAPSHOT_FORMAT}\n${head.seq}\n${head.leaf}\n${text}`))

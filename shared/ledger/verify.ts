/**
 * Says whether stored entries are the record that was written, entry by entry, and needs to hold none of them. A record
 * that agrees with itself may still be a forgery made whole: only a checkpoint kept elsewhere excludes that, and only a
 * checkpoint of its last entry excludes a cut tail.
 */
import type { Digest, Instant, WorkspaceId } from '#shared/ids.ts'
import { instantOf, millisecondsOf } from '#shared/instant.ts'
import { GENESIS, leafOf, type Sha256, type StoredEntry } from '#shared/ledger/entry.ts'
import { parseBody } from '#shared/ledger/parseBody.ts'

/** What the record said at a place, noted by someone outside it. */
export type Checkpoint = { readonly seq: number; readonly leaf: Digest }

export type VerificationOptions = {
  /** Where the entries begin: right after this one, which is trusted. From the first entry without it. */
  readonly after?: Checkpoint
  /** Notes from outside, in any order. The more there are, the closer a forgery is placed. */
  readonly checkpoints?: readonly Checkpoint[]
  readonly workspaceId?: WorkspaceId
  readonly hash?: Sha256
}

export type Verdict =
  | {
      readonly kind: 'intact'
      readonly entries: number
      readonly head: Checkpoint
      /** The last place at which a note from outside agrees; 0 when there was none. */
      readonly agreedUpTo: number
      /** Entries cut off the end would not be missed unless the last entry is one that was noted outside. */
      readonly tail: 'proven' | 'not-provable'
    }
  /** Every entry that is here fits, but one that was noted outside is beyond the end: cut off, torn, or an older copy. */
  | { readonly kind: 'short'; readonly head: Checkpoint; readonly expected: Checkpoint; readonly why: string }
  /** `seq` is the first place that does not fit; what was changed stands after `agreedUpTo`, at `seq` at the latest. */
  | { readonly kind: 'tampered'; readonly seq: number; readonly agreedUpTo: number; readonly why: string }

export type Verification = {
  /** The next entries, in order. False when a place that does not fit was found, and more need not be brought. */
  readonly take: (entries: readonly StoredEntry[]) => boolean
  readonly finish: () => Verdict
}

export function startVerification(options: VerificationOptions = {}): Verification {
  const start = options.after ?? { seq: 0, leaf: GENESIS }
  const checkpoints = byPlace(options.checkpoints ?? [])
  let head = start
  let agreedUpTo = start.seq
  let workspaceId = options.workspaceId
  let tampered: Verdict | undefined

  /** Why this entry is not the one after `head`, or undefined. */
  function misfitOf(stored: StoredEntry): string | undefined {
    const seq = head.seq + 1
    if (stored.seq !== seq) return outOfPlace(seq, stored.seq)
    if (leafOf(stored.body, options.hash) !== stored.leaf) return 'its hash is not that of its text'
    const parsed = parseBody(stored.body)
    if (!parsed.ok) return parsed.error
    const entry = parsed.value
    if (entry.seq !== seq) return `its text says it is entry ${entry.seq}`
    if (entry.prev !== head.leaf) return 'it does not follow the entry before it: the hashes differ'
    if (!isOnCalendar(entry.at)) return `there is no such time as ${entry.at}`
    workspaceId ??= entry.workspaceId
    if (entry.workspaceId !== workspaceId) return `it belongs to another workspace, ${entry.workspaceId}`
    return undefined
  }

  function takeOne(stored: StoredEntry): void {
    const seq = head.seq + 1
    const noted = checkpoints.get(seq)
    const why =
      misfitOf(stored) ??
      (noted?.every((leaf) => leaf === stored.leaf) === false
        ? `it is not the entry that was noted outside; the change is after entry ${agreedUpTo}`
        : undefined)
    if (why !== undefined) {
      tampered = { kind: 'tampered', seq, agreedUpTo, why: `Entry ${seq}: ${why}` }
      return
    }
    head = { seq, leaf: stored.leaf }
    if (noted) agreedUpTo = seq
  }

  return {
    take(entries) {
      for (const stored of entries) {
        if (tampered) return false
        takeOne(stored)
      }
      return !tampered
    },
    finish() {
      if (tampered) return tampered
      const expected = (options.checkpoints ?? []).reduce((a, b) => (b.seq > a.seq ? b : a), head)
      if (expected.seq > head.seq)
        return {
          kind: 'short',
          head,
          expected,
          why: `The record ends at entry ${head.seq}, and entry ${expected.seq} was noted outside: ${expected.seq - head.seq} or more entries are missing at its end`,
        }
      const isTailNoted = checkpoints.has(head.seq)
      const entries = head.seq - start.seq
      return { kind: 'intact', entries, head, agreedUpTo, tail: isTailNoted ? 'proven' : 'not-provable' }
    },
  }
}

/** All of them at once. */
export function verdictOn(entries: readonly StoredEntry[], options: VerificationOptions = {}): Verdict {
  const verification = startVerification(options)
  verification.take(entries)
  return verification.finish()
}

function byPlace(checkpoints: readonly Checkpoint[]): ReadonlyMap<number, readonly Digest[]> {
  const places = new Map<number, readonly Digest[]>()
  for (const { seq, leaf } of checkpoints) places.set(seq, [...(places.get(seq) ?? []), leaf])
  return places
}

const outOfPlace = (expected: number, found: number): string =>
  found > expected
    ? `it is missing; entry ${found} stands in its place`
    : `entry ${found} stands in its place`

const IN_RANGE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\./

/** An instant has the shape of a time; 30 February has too. Every month has the first 28 days, so most need no arithmetic. */
const isOnCalendar = (at: Instant): boolean =>
  IN_RANGE.test(at) && (Number(at.slice(8, 10)) <= 28 || instantOf(millisecondsOf(at)) === at)

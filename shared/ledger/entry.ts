/** What one entry of the ledger is, whatever its event: this layer knows no event types. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { Actor } from '#shared/actor.ts'
import { Digest, EntryId, Instant, WorkspaceId } from '#shared/ids.ts'
import { canonicalJson, type Json } from '#shared/ledger/canonicalJson.ts'

const Seq = z.int().min(1)

export const Entry = z
  .strictObject({
    v: z.literal(1),
    workspaceId: WorkspaceId,
    seq: Seq,
    prev: Digest,
    id: EntryId,
    at: Instant,
    actor: Actor,
    type: z.string().min(1).max(100),
    data: z.custom<Json>((value) => value !== undefined, 'an entry has data'),
  })
  .readonly()
export type Entry = z.infer<typeof Entry>

/** An entry as it is kept: `body` is the exact text that `leaf` is the hash of. */
export const StoredEntry = z.strictObject({ seq: Seq, body: z.string(), leaf: Digest }).readonly()
export type StoredEntry = z.infer<typeof StoredEntry>

/** SHA-256 of bytes in hexadecimal: a server passes its own, which is faster. */
export type Sha256 = (bytes: Uint8Array) => string

/** `prev` of the first entry. */
export const GENESIS = Digest.parse('0'.repeat(64))

export const bodyOf = (entry: Entry): string => canonicalJson(entry)

/** SHA-256(0x00 ‖ body): the leaf hash of RFC 6962. */
export function leafOf(body: string, hash: Sha256 = pureSha256): Digest {
  // U+0000 is the byte 0x00 in UTF-8.
  return Digest.parse(hash(utf8ToBytes(`\0${body}`)))
}

/** The entry with its leaf, ready to append. */
export function sealEntry(entry: Entry, hash: Sha256 = pureSha256): StoredEntry {
  const body = bodyOf(entry)
  return { seq: entry.seq, body, leaf: leafOf(body, hash) }
}

const pureSha256: Sha256 = (bytes) => bytesToHex(sha256(bytes))

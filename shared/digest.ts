import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { Digest } from '#shared/ids.ts'
import { canonicalJson, type Json } from '#shared/ledger/canonicalJson.ts'

/** SHA-256 of bytes, or of a text's UTF-8. The same in browser, server, CLI and verifier. */
export function digestOf(content: Uint8Array | string): Digest {
  const bytes = typeof content === 'string' ? utf8ToBytes(content) : content
  return Digest.parse(bytesToHex(sha256(bytes)))
}

/** SHA-256 of the canonical JSON of a value: equal values have equal digests, whatever the order of their keys. */
export const digestOfJson = (value: Json): Digest => digestOf(canonicalJson(value))

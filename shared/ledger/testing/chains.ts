/** Records to attack: whole ones, and what someone with access to the file could make of them. */
import { EntryId, Instant, WorkspaceId, type Digest } from '#shared/ids.ts'
import { canonicalJson, type Json } from '#shared/ledger/canonicalJson.ts'
import { GENESIS, leafOf, sealEntry, type StoredEntry } from '#shared/ledger/entry.ts'

const idOf = (kind: number, number: number): string =>
  `00000000-0000-7000-9${String(kind).padStart(3, '0')}-${String(number).padStart(12, '0')}`

export const chainWorkspace = WorkspaceId.parse(idOf(1, 1))
export const otherWorkspace = WorkspaceId.parse(idOf(1, 2))

export function chainOf(length: number, text = 'written', workspaceId = chainWorkspace): StoredEntry[] {
  const entries: StoredEntry[] = []
  let prev: Digest = GENESIS
  for (let seq = 1; seq <= length; seq++) {
    const entry = sealEntry({
      v: 1,
      workspaceId,
      seq,
      prev,
      id: EntryId.parse(idOf(2, seq)),
      at: Instant.parse('2026-03-01T12:00:00.000Z'),
      actor: { kind: 'system', id: 'test' },
      type: 'Noted',
      data: { text: `${text} ${seq}`, number: seq },
    })
    entries.push(entry)
    prev = entry.leaf
  }
  return entries
}

const seqIn = /"seq":\d+/
const prevIn = /"prev":"[0-9a-f]{64}"/

/** What a careful forger does: every place, hash and link is made to agree again. */
export function relinked(entries: readonly StoredEntry[]): StoredEntry[] {
  let prev: Digest = GENESIS
  return entries.map((stored, index) => {
    const seq = index + 1
    const body = stored.body.replace(seqIn, `"seq":${seq}`).replace(prevIn, `"prev":"${prev}"`)
    prev = leafOf(body)
    return { seq, body, leaf: prev }
  })
}

/** The same entry with something else said in it; its hash is left as it was. */
export const edited = (stored: StoredEntry, data: Json): StoredEntry => ({
  ...stored,
  body: stored.body.replace(/"data":\{[^}]*\}/, () => `"data":${canonicalJson(data)}`),
})

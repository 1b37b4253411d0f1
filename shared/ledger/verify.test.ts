import { expect, it } from 'vitest'
import { GENESIS, leafOf, type StoredEntry } from '#shared/ledger/entry.ts'
import { chainOf, chainWorkspace, otherWorkspace } from '#shared/ledger/testing/chains.ts'
import { startVerification, verdictOn } from '#shared/ledger/verify.ts'

const CHAIN = chainOf(6)
const noteAt = (seq: number) => {
  const { leaf } = CHAIN[seq - 1] ?? { leaf: GENESIS }
  return { seq, leaf }
}

const rewritten = (seq: number, from: string, to: string): StoredEntry[] =>
  CHAIN.map((stored) => {
    if (stored.seq !== seq) return stored
    const body = stored.body.replace(from, to)
    return { ...stored, body, leaf: leafOf(body) }
  })

it('is intact as it was written, whatever the batches it is read in', () => {
  const verification = startVerification({ checkpoints: [noteAt(6), noteAt(3)], workspaceId: chainWorkspace })
  for (const stored of CHAIN) expect(verification.take([stored])).toBe(true)
  expect(verification.finish()).toEqual({
    kind: 'intact',
    entries: 6,
    head: noteAt(6),
    agreedUpTo: 6,
    tail: 'proven',
  })
})

it('is not said to be complete when it goes on after the last note', () => {
  expect(verdictOn(CHAIN, { checkpoints: [noteAt(4)] })).toMatchObject({
    agreedUpTo: 4,
    tail: 'not-provable',
  })
})

it('is verified from a trusted entry on', () => {
  expect(verdictOn(CHAIN.slice(3), { after: noteAt(3) })).toMatchObject({ kind: 'intact', entries: 3 })
  expect(verdictOn(CHAIN.slice(3), { after: { seq: 3, leaf: GENESIS } })).toMatchObject({
    kind: 'tampered',
    seq: 4,
  })
  expect(verdictOn(CHAIN.slice(3))).toMatchObject({ kind: 'tampered', seq: 1 })
})

it.each([
  ['a day that never was', '2026-03-01', '2026-02-30', 'no such time'],
  ['a month that never was', '2026-03-01', '9999-99-31', 'no such time'],
  ['an id that is none', '"id":"0', '"id":"x', 'not of its shape'],
  ['another workspace', chainWorkspace, otherWorkspace, 'another workspace'],
  ['another place', '"seq":4', '"seq":5', 'says it is entry 5'],
  ['the same keys twice', '"number":4', '"number":4,"number":4', 'not canonical'],
  ['a float', '"number":4', '"number":4.5', 'not JSON that the ledger admits'],
])('an entry with %s is refused, though its hash is right', (_, from, to, why) => {
  const verdict = verdictOn(rewritten(4, from, to))
  expect(verdict).toMatchObject({ kind: 'tampered', seq: 4, agreedUpTo: 0 })
  expect(verdict).toHaveProperty('why', expect.stringContaining(why))
})

it('belongs to the workspace that was asked about', () => {
  expect(verdictOn(CHAIN, { workspaceId: otherWorkspace })).toMatchObject({ kind: 'tampered', seq: 1 })
})

it('two notes that contradict one another agree with no record', () => {
  expect(verdictOn(CHAIN, { checkpoints: [noteAt(2), { seq: 2, leaf: GENESIS }] })).toMatchObject({ seq: 2 })
})

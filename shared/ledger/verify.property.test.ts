import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredEntry } from '#shared/ledger/entry.ts'
import { chainOf, edited, relinked } from '#shared/ledger/testing/chains.ts'
import { verdictOn, type Checkpoint, type Verdict } from '#shared/ledger/verify.ts'

const RUNS = { numRuns: Number(process.env['COUNTERSIGN_ATTACKS'] ?? 200) }

const LENGTH = 24
const CHAIN = chainOf(LENGTH)
const FORK = chainOf(LENGTH, 'forged')
const noteOf = (stored: StoredEntry | undefined): Checkpoint => {
  if (!stored) throw new Error('There is no such entry')
  return { seq: stored.seq, leaf: stored.leaf }
}
const HEAD = noteOf(CHAIN.at(-1))
const EVERY = CHAIN.map(noteOf)

type Attack = { readonly forged: readonly StoredEntry[]; readonly first: number }

const place = fc.integer({ min: 1, max: LENGTH })
const pick = (seq: number): StoredEntry => {
  const found = CHAIN[seq - 1]
  if (!found) throw new Error(`There is no entry ${seq}`)
  return found
}
const withEntry = (seq: number, changed: StoredEntry): StoredEntry[] => CHAIN.with(seq - 1, changed)

const attacks = {
  edit: fc.tuple(place, fc.string({ unit: 'grapheme-ascii' })).map(([seq, text]): Attack => ({
    forged: withEntry(seq, edited(pick(seq), { text: `not ${text}` })),
    first: seq,
  })),
  // The last is left alone: that is a cut tail.
  delete: fc.integer({ min: 1, max: LENGTH - 1 }).map((seq): Attack => ({
    forged: CHAIN.toSpliced(seq - 1, 1),
    first: seq,
  })),
  reorder: fc
    .tuple(place, place)
    .filter(([a, b]) => a !== b)
    .map(([a, b]): Attack => ({
      forged: withEntry(a, pick(b)).with(b - 1, pick(a)),
      first: Math.min(a, b),
    })),
  insert: fc.tuple(place, place).map(([at, copied]): Attack => ({
    forged: CHAIN.toSpliced(at - 1, 0, edited(pick(copied), { text: 'put in' })),
    first: at,
  })),
  // From the first entry on it would be another whole record: the relinked case.
  fork: fc.integer({ min: 2, max: LENGTH }).map((seq): Attack => ({
    forged: [...CHAIN.slice(0, seq - 1), ...FORK.slice(seq - 1)],
    first: seq,
  })),
}

const bitFlip = fc.tuple(place, fc.nat(), fc.integer({ min: 0, max: 6 })).map(([seq, nat, bit]): Attack => {
  const stored = pick(seq)
  const at = nat % stored.body.length
  const flipped = String.fromCharCode(stored.body.charCodeAt(at) ^ (1 << bit))
  return {
    forged: withEntry(seq, {
      ...stored,
      body: stored.body.slice(0, at) + flipped + stored.body.slice(at + 1),
    }),
    first: seq,
  }
})

const placeOf = (verdict: Verdict): number | undefined =>
  verdict.kind === 'tampered' ? verdict.seq : undefined

describe.each(Object.entries(attacks))('a record attacked by %s', (name, attack) => {
  it('is found out at the first entry that was touched', () => {
    fc.assert(
      fc.property(attack, ({ forged, first }) => {
        expect(placeOf(verdictOn(forged, { checkpoints: [HEAD] }))).toBe(first)
        // So far no note from outside is needed.
        expect(placeOf(verdictOn(forged))).toBe(first)
      }),
      RUNS,
    )
  })

  it('and then made to agree with itself, is found out by what was noted outside', () => {
    fc.assert(
      fc.property(attack, ({ forged, first }) => {
        const whole = relinked(forged)
        // Nothing in the record shows it: that is what the note is for.
        expect(verdictOn(whole)).toMatchObject({ kind: 'intact', tail: 'not-provable', agreedUpTo: 0 })
        const byHead = verdictOn(whole, { checkpoints: [HEAD] })
        expect(byHead.kind).toBe(name === 'delete' ? 'short' : 'tampered')
        expect(placeOf(verdictOn(whole, { checkpoints: EVERY }))).toBe(first)
      }),
      RUNS,
    )
  })
})

it('a flipped bit is found out at its entry, in the text or in the hash', () => {
  fc.assert(
    fc.property(bitFlip, ({ forged, first }) => {
      expect(placeOf(verdictOn(forged, { checkpoints: [HEAD] }))).toBe(first)
    }),
    RUNS,
  )
})

it('a forgery between two notes is placed between them', () => {
  fc.assert(
    fc.property(attacks.edit, fc.uniqueArray(place, { minLength: 1 }), ({ forged, first }, noted) => {
      const checkpoints = [...noted.map((seq) => noteOf(pick(seq))), HEAD]
      const verdict = verdictOn(relinked(forged), { checkpoints })
      expect(verdict).toMatchObject({
        kind: 'tampered',
        seq: Math.min(...checkpoints.map(({ seq }) => seq).filter((seq) => seq >= first)),
        agreedUpTo: Math.max(0, ...noted.filter((seq) => seq < first)),
      })
    }),
    RUNS,
  )
})

it('a cut tail is missed by a note from outside, and called not provable without one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LENGTH - 1 }), (left) => {
      const cut = CHAIN.slice(0, left)
      expect(verdictOn(cut, { checkpoints: [HEAD] })).toMatchObject({ kind: 'short', expected: HEAD })
      expect(verdictOn(cut)).toMatchObject({ kind: 'intact', entries: left, tail: 'not-provable' })
    }),
    RUNS,
  )
})

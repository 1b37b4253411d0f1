import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MAX_BODY_BYTES, parseBody } from '#shared/ledger/parseBody.ts'
import { chainOf } from '#shared/ledger/testing/chains.ts'

const RUNS = { numRuns: Number(process.env['COUNTERSIGN_FUZZED'] ?? 10_000) }

const BODY = chainOf(1)[0]?.body ?? ''
/** The entry with this as the text of its data: the bytes themselves, not a value. */
const withData = (data: string): string => BODY.replace(/"data":\{[^}]*\}/, () => `"data":${data}`)

it('reads the one text of an entry', () => {
  expect(parseBody(BODY).ok).toBe(true)
  expect(parseBody(withData('{"a":[1,-1,9007199254740991],"b":"é"}')).ok).toBe(true)
})

it.each([
  ['a key twice', '{"a":1,"a":1}', 'not canonical'],
  ['a key twice, once escaped', '{"a":1,"\\u0061":2}', 'not canonical'],
  ['a float', '1.5', 'decimals as strings'],
  ['an integer written as a float', '1.0', 'not canonical'],
  ['an exponent', '1e2', 'not canonical'],
  ['minus zero', '-0', 'not canonical'],
  ['2^53', '9007199254740992', 'decimals as strings'],
  ['-2^53', '-9007199254740992', 'decimals as strings'],
  ['an escaped lone surrogate', '"\\ud800"', 'lone surrogate'],
  ['a raw lone surrogate', '"\ud800"', 'lone surrogate'],
  ['a lone surrogate as a key', '{"\\udc00":1}', 'lone surrogate'],
  ['a needless escape', '"\\u0061"', 'not canonical'],
  ['a space', '[1, 2]', 'not canonical'],
  ['keys out of order', '{"b":1,"a":2}', 'not canonical'],
  ['a byte order mark', '\ufeff1', 'not JSON'],
  ['a comment', '1/**/', 'not JSON'],
  ['NaN', 'NaN', 'not JSON'],
  ['depth 70', '['.repeat(70) + ']'.repeat(70), 'deeper than'],
  ['depth 1,000,000', '['.repeat(1_000_000), 'deeper than'],
  ['over 1 MiB in bytes though not in letters', `"${'é'.repeat(MAX_BODY_BYTES / 2)}"`, 'over 1 MiB'],
])('refuses %s', (_, data, why) => {
  const read = parseBody(withData(data))
  expect(read.ok ? 'read' : read.error).toContain(why)
})

it('is not confused about depth by brackets and quotes within a text', () => {
  expect(parseBody(withData(`"${'['.repeat(100)}\\"${'{'.repeat(100)}\\\\"`)).ok).toBe(true)
  expect(parseBody(withData(`["\\"",${'['.repeat(64)}${']'.repeat(64)}]`)).ok).toBe(false)
})

it('reads no text but the one that was written, whatever byte is changed, put in or left out', () => {
  const change = fc.record({
    at: fc.nat({ max: BODY.length - 1 }),
    left: fc.integer({ min: 0, max: 2 }),
    put: fc.string({ minLength: 0, maxLength: 2 }),
  })
  fc.assert(
    fc.property(change, ({ at, left, put }) => {
      const changed = BODY.slice(0, at) + put + BODY.slice(at + left)
      const read = parseBody(changed)
      // What is read is another entry, never the same entry by another text.
      if (read.ok && changed !== BODY) expect(read.value).not.toEqual(JSON.parse(BODY))
    }),
    RUNS,
  )
})

import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { canonicalJson, type Json } from '#shared/ledger/canonicalJson.ts'

const RUNS = { numRuns: Number(process.env['COUNTERSIGN_FUZZED'] ?? 10_000) }

/** The test data of RFC 8785's reference implementations, input and output. */
const vectors: readonly (readonly [name: string, input: string, output: string])[] = [
  ['arrays', '[ 56, { "d": true, "10": null, "1": [ ] } ]', '[56,{"1":[],"10":null,"d":true}]'],
  [
    'french',
    `{ "peach": "This sorting order", "péché": "is wrong according to French", "pêche": "but canonicalization MUST", "sin": "ignore locale" }`,
    `{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}`,
  ],
  [
    'structures',
    '{ "1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0}, "10": { }, "": "empty", "a": { }, "111": [ {"e": "yes","E": "no" } ], "A": { } }',
    '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
  ],
  ['unicode', '{ "Unnormalized Unicode":"A\\u030a" }', '{"Unnormalized Unicode":"A\u030a"}'],
  [
    'weird',
    `{ "\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\u000a": "Newline", "1": "One", "\\u0080": "Control\\u007f", "\\ud83d\\ude02": "Smiley", "\\u00f6": "Latin Small Letter O With Diaeresis", "\\ufb33": "Hebrew Letter Dalet With Dagesh", "</script>": "Browser Challenge" }`,
    `{"\\n":"Newline","\\r":"Carriage Return","1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😂":"Smiley","\ufb33":"Hebrew Letter Dalet With Dagesh"}`,
  ],
]

const VALUES =
  '{ "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false] }'
const VALUES_CANONICAL =
  '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'

/** RFC 8785, appendix B: the bits of a double and how it is written. */
const numbers: readonly (readonly [bits: string, text: string])[] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]

const doubleOf = (bits: string): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, BigInt(`0x${bits}`))
  return view.getFloat64(0)
}

const Parsed = z.custom<Json>((value) => value !== undefined)
const parsed = (text: string): Json => Parsed.parse(JSON.parse(text))

describe('the test data of RFC 8785', () => {
  it.each(vectors)('is written as it says: %s', (_, input, output) => {
    expect(canonicalJson(parsed(input))).toBe(output)
  })

  it('has floats, which are written as it says, and which the ledger refuses', () => {
    expect(canonicalize(parsed(VALUES))).toBe(VALUES_CANONICAL)
    expect(() => canonicalJson(parsed(VALUES))).toThrow('write decimals as strings')
  })

  it.each(numbers)('writes the double %s as %s', (bits, text) => {
    expect(canonicalize(doubleOf(bits))).toBe(text)
  })

  it.each(['7fffffffffffffff', '7ff0000000000000'])('has no text for the double %s', (bits) => {
    expect(() => canonicalize(doubleOf(bits))).toThrow('not allowed')
  })
})

const text = fc.string({ unit: 'grapheme' })
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toJSON', '10', '9', ''))
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    text,
    fc.array(tie('json'), { maxLength: 5 }),
    fc
      .uniqueArray(fc.tuple(key, tie('json')), { selector: ([name]) => name, maxLength: 5 })
      .map((pairs) => Object.fromEntries(pairs)),
  ),
}))

/** The same value with the keys of every object put in another order. */
function permuted(value: Json | undefined): Json {
  if (value === null || value === undefined || typeof value !== 'object') return value ?? null
  if (value instanceof Array) return value.map(permuted)
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, permuted(inner)]),
  )
}

describe('any value that the ledger admits', () => {
  it('is written so that reading and writing it again changes nothing', () => {
    fc.assert(
      fc.property(json, (value) => {
        const written = canonicalJson(value)
        expect(canonicalJson(parsed(written))).toBe(written)
        expect(parsed(written)).toEqual(parsed(JSON.stringify(value)))
      }),
      RUNS,
    )
  })

  it('is written the same whatever the order of its keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(permuted(value))).toBe(canonicalJson(value))
      }),
      RUNS,
    )
  })

  it('is refused once a float, a number beyond 2^53 or a lone surrogate is somewhere in it', () => {
    const inadmissible = fc.oneof(
      fc.double({ noInteger: true }),
      fc.constantFrom(2 ** 53, -(2 ** 53), 1e21, Infinity, NaN),
      fc.constantFrom('\ud800', 'a\udc00', '\udc00\ud800'),
    )
    const wrappers: readonly ((value: Json) => Json)[] = [
      (value) => value,
      (value) => [1, value],
      (value) => ({ a: value }),
      (value) => ({ a: [{ b: value }] }),
    ]
    fc.assert(
      fc.property(json, inadmissible, fc.constantFrom(...wrappers), (beside, bad, wrap) => {
        expect(() => canonicalJson([beside, wrap(bad)])).toThrow()
        if (typeof bad === 'string') expect(() => canonicalJson({ [bad]: beside })).toThrow('lone surrogate')
      }),
      RUNS,
    )
  })
})

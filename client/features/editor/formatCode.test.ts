import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCode, respaced } from '#client/features/editor/formatCode.ts'
import { sqlTokens } from '#client/features/editor/sqlTokens.ts'

const applied = async (language: 'sql' | 'chart', code: string): Promise<string> => {
  const formatted = await formatCode(language, code)
  if (formatted.end === 'refused') return formatted.why
  return [...formatted.edits]
    .reverse()
    .reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), code)
}

describe('formatting a SQL step', () => {
  it('puts each clause on its line', async () => {
    expect(
      await applied('sql', 'select carrier,avg(delay) as late from flights where delay>0 group by 1'),
    ).toBe(
      `select
  carrier,
  avg(delay) as late
from
  flights
where
  delay > 0
group by
  1`,
    )
  })

  it('reads what is DuckDB own', async () => {
    const code = `FROM flights SELECT * EXCLUDE (a), {'x': 1}, [1, 2], b::DATE, list_transform(l, x -> x + 1) QUALIFY row_number() OVER (PARTITION BY b) = 1`
    expect(await applied('sql', code)).toContain('QUALIFY\n  row_number() OVER (')
  })

  it('keeps comments and texts as they are', async () => {
    const code = `SELECT 'a  b',   $$ x   y $$ -- why   so\nFROM t /* two\n   lines */`
    const formatted = await applied('sql', code)
    for (const piece of [`'a  b'`, '$$ x   y $$', '-- why   so\n']) expect(formatted).toContain(piece)
  })

  it('changes no token, whatever is written', async () => {
    const word = fc.constantFrom(
      ...`select from where group by order limit with as ( ) , . * = <> + - 'a  b' "C d" 1 2.5e3 -- c\n /* d */ case when then else end
      over :: { } [ ] -> $1 ; union all join on using exclude 'it''s' lateral é 名`.split(/ (?=\S)/),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 40 }), async (words) => {
        const code = words.join(' ')
        const formatted = await formatCode('sql', code)
        fc.pre(formatted.end === 'edits')
        const tokens = (text: string) => sqlTokens(text).map((token) => token.text)
        expect(tokens(await applied('sql', code))).toEqual(tokens(code))
      }),
      { numRuns: 400 },
    )
  })

  it('changes nothing when the tokens would not be the same', () => {
    expect(respaced('select a', 'SELECT a').end).toBe('refused')
    expect(respaced('select a b', 'select a').end).toBe('refused')
  })

  it('says so when the text cannot be read', async () => {
    expect(await applied('sql', `select 'open`)).toBe('This SQL could not be read well enough to format it.')
  })
})

describe('formatting a chart', () => {
  it('lays its JSON out, numbers and order as they were', async () => {
    expect(await applied('chart', '{"mark":"bar","b":1.0,"a":[1,{"c":null}]}')).toBe(
      '{\n  "mark": "bar",\n  "b": 1.0,\n  "a": [\n    1,\n    {\n      "c": null\n    }\n  ]\n}',
    )
  })

  it('says so when it is not JSON', async () => {
    expect(await applied('chart', '{"mark":')).toBe('This is not valid JSON yet: mend it, then format it.')
  })
})

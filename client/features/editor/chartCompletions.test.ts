import { describe, expect, it } from 'vitest'
import { chartCompletionsAt } from '#client/features/editor/chartCompletions.ts'

const scope = [
  {
    name: 'sales',
    columns: [
      { name: 'region', type: 'VARCHAR' },
      { name: 'a.b', type: 'BIGINT' },
    ],
  },
  { name: 'other', columns: [{ name: 'nothing', type: 'BIGINT' }] },
]
const at = (text: string) => chartCompletionsAt(text.replace('|', ''), text.indexOf('|'), scope)
const labels = (text: string): readonly string[] => at(text).found.map((one) => one.label)

describe('completion of a chart', () => {
  it('offers the tables in scope as its data', () => {
    expect(labels('{"data": {"name": "|"}')).toEqual(['sales', 'other'])
  })

  it('offers the fields of the table that it names, with their types, and those that it computes', () => {
    const text =
      '{"data":{"name":"sales"},"transform":[{"calculate":"1","as":"one"}],"encoding":{"x":{"field": "|"}}}'
    expect(labels(text)).toEqual(['region', 'a.b', 'one'])
    expect(
      at(text)
        .found.map((one) => one.detail)
        .slice(0, 2),
    ).toEqual(['VARCHAR', 'BIGINT'])
    expect(at(text).found[1]?.written).toBe(String.raw`"a\\.b"`)
    expect(labels(text.replace('sales', 'unknown'))).toEqual(['one'])
    expect(labels('{"data":{"name":"sales"},"transform":[{"groupby":["|"]}]}')).toEqual(['region', 'a.b'])
  })

  it('offers marks, channels and their settings where each belongs', () => {
    expect(labels('{"mark": "|"')).toContain('bar')
    expect(labels('{"mark": {"type": |')).toContain('bar')
    expect(labels('{"encoding": {"x": {}, "|"}}')).toContain('color')
    expect(labels('{"encoding": {"x": {"type": "|"}}}')).toContain('temporal')
    expect(labels('{"encoding": {"x": {|}}}')).toContain('timeUnit')
    expect(labels('{|}')).toContain('encoding')
    expect(labels('{"title": "|"}')).toEqual([])
  })

  it('replaces the whole of what stands there, quotes and all', () => {
    expect(at('{"mark": "b|ar"}')).toMatchObject({ from: 9, to: 14 })
    expect(at('{"mark": ba|}')).toMatchObject({ from: 9, to: 11 })
  })

  it('takes any text', () => {
    for (const text of ['|', ']}|', '"|', '{"a|', '{{{[|', '{"mark": "x\\|'])
      expect(() => at(text)).not.toThrow()
  })
})

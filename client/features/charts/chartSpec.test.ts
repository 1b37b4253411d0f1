import { describe, expect, it } from 'vitest'
import {
  codeOf,
  encodedOf,
  measuredColumn,
  specOf,
  withEncoded,
  withMark,
  withTable,
} from '#client/features/charts/chartSpec.ts'

const CODE = `{
  "data": { "name": "sums" },
  "title": "Kept",
  "mark": { "type": "bar", "tooltip": true },
  "encoding": { "x": { "field": "region", "axis": { "labelAngle": 0 } }, "shape": { "value": "circle" } }
}`
const spec = specOf(CODE) ?? {}

describe('the simple builder', () => {
  it('changes what it is asked to and keeps all that it does not understand', () => {
    const next = withEncoded(withMark(spec, 'line'), 'y', { field: 'total', aggregate: 'sum' })
    expect(next).toEqual({
      data: { name: 'sums' },
      title: 'Kept',
      mark: { type: 'line', tooltip: true },
      encoding: {
        x: { field: 'region', axis: { labelAngle: 0 } },
        shape: { value: 'circle' },
        y: { field: 'total', aggregate: 'sum' },
      },
    })
    expect(withTable(next, 'other').data).toEqual({ name: 'other' })
  })

  it('takes out what is chosen away, and the channel with its last field', () => {
    const counted = withEncoded(spec, 'x', { sort: '-y', bin: true })
    expect(encodedOf(withEncoded(counted, 'x', { sort: undefined }), 'x')).toEqual({
      field: 'region',
      axis: { labelAngle: 0 },
      bin: true,
    })
    expect(withEncoded(spec, 'x', { field: undefined }).encoding).toEqual({ shape: { value: 'circle' } })
  })

  it('writes as it was written before', () => {
    const wide = JSON.stringify(spec, null, 4)
    expect(codeOf(withMark(spec, 'area'), wide)).toBe(wide.replace('"bar"', '"area"'))
    const flat = JSON.stringify(spec)
    expect(codeOf(spec, flat)).toBe(flat)
  })

  it('leaves charts of several views, and what is no JSON, to the editor', () => {
    for (const code of ['{', '[]', '{"layer": []}', '{"hconcat": []}']) expect(specOf(code)).toBeUndefined()
  })
})

it('knows which column the marks of a chart measure', () => {
  const drawn = withEncoded(spec, 'color', { field: 'kind' })
  expect(measuredColumn(withEncoded(drawn, 'y', { field: 'total', type: 'quantitative' }))).toBe('total')
  expect(measuredColumn(withEncoded(drawn, 'y', { aggregate: 'count' }))).toBe('region')
  expect(measuredColumn({})).toBeUndefined()
})

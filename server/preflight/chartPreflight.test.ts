import { describe, expect, it } from 'vitest'
import { chartAnalysis } from '#server/preflight/chartPreflight.ts'
import { SHOP } from '#server/preflight/testing/shopTables.ts'

const analysisOf = (spec: object) =>
  chartAnalysis(JSON.stringify({ data: { name: 'orders' }, ...spec }), SHOP)
const codesOf = (spec: object): readonly string[] => [
  ...new Set(analysisOf(spec).findings.map((one) => one.code)),
]
const usedBy = (spec: object): readonly string[] => {
  const analysis = analysisOf(spec)
  expect(analysis.findings).toEqual([])
  return analysis.reads[0]?.columns ?? []
}

describe('a chart over one input', () => {
  it('reads that input and the fields that it draws, and has no table as its output', () => {
    const analysis = analysisOf({
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title: { text: 'Data: paid by month', subtitle: 'id < 9' },
      mark: { type: 'bar', tooltip: true },
      encoding: {
        x: { field: 'placed', timeUnit: 'yearmonth', axis: { labelExpr: "datum.label + '!'" } },
        y: { field: 'amount', aggregate: 'sum' },
        color: { condition: { test: "datum.status === 'paid'", value: 'green' }, value: 'grey' },
      },
    })
    expect(analysis).toEqual({
      reads: [{ name: 'orders', columns: ['amount', 'placed', 'status'] }],
      functions: [],
      lineage: { columns: [], rows: [], coarse: [] },
      findings: [],
      estimatedRows: '1000',
    })
  })

  it.each([
    [
      'layers with transforms of their own',
      {
        layer: [
          { mark: 'point', encoding: { x: { field: 'id' } } },
          {
            transform: [{ aggregate: [{ op: 'mean', field: 'amount', as: 'm' }], groupby: ['status'] }],
            mark: 'rule',
            encoding: { y: { field: 'm' }, color: { field: 'status' } },
          },
        ],
      },
      ['id', 'amount', 'status'],
    ],
    [
      'a repeat and what it repeats',
      {
        repeat: { row: ['id', 'amount'], column: ['customer'] },
        spec: {
          mark: 'point',
          encoding: { x: { field: { repeat: 'column' } }, y: { field: { repeat: 'row' } } },
        },
      },
      ['id', 'customer', 'amount'],
    ],
    [
      'a facet within a concatenation',
      {
        hconcat: [
          { facet: { field: 'status' }, spec: { mark: 'tick', encoding: { x: { field: 'amount' } } } },
        ],
      },
      ['amount', 'status'],
    ],
    [
      'a filter, a window, and a calculation that uses what was made before',
      {
        transform: [
          { filter: { and: [{ field: 'id', gt: 3 }, "datum['customer'] < 9 && isValid(datum.id)"] } },
          { window: [{ op: 'rank', as: 'r' }], sort: [{ field: 'placed' }], groupby: ['status'] },
          { calculate: 'datum.r * 2', as: 'twice' },
        ],
        mark: 'point',
        encoding: { x: { field: 'twice' }, order: { field: 'r' } },
      },
      ['id', 'customer', 'placed', 'status'],
    ],
    [
      'a fold under its own names',
      {
        transform: [{ fold: ['id', 'amount'] }],
        mark: 'line',
        encoding: { x: { field: 'key' }, y: { field: 'value' } },
      },
      ['id', 'amount'],
    ],
    [
      'a pivot, whose fields are named after values',
      {
        transform: [{ pivot: 'status', value: 'amount', groupby: ['customer'] }],
        mark: 'point',
        encoding: { x: { field: 'paid' }, y: { field: 'open' } },
      },
      ['customer', 'amount', 'status'],
    ],
    [
      'a lookup in the same input',
      {
        transform: [
          {
            lookup: 'customer',
            from: { data: { name: 'orders' }, key: 'id', fields: ['amount'] },
            as: ['theirs'],
          },
        ],
        mark: 'point',
        encoding: { x: { field: 'theirs' } },
      },
      ['customer'],
    ],
    [
      'every field in a tooltip',
      { mark: { type: 'point', tooltip: { content: 'data' } } },
      SHOP[0]?.schema.map((one) => one.name),
    ],
    [
      'a sort by another field, and a selection',
      {
        params: [{ name: 'brush', select: { type: 'point', fields: ['customer'] } }],
        mark: 'bar',
        encoding: { x: { field: 'status', sort: { field: 'amount', op: 'sum' } } },
      },
      ['customer', 'amount', 'status'],
    ],
  ])('knows the fields of %s', (_, spec, fields) => {
    expect(usedBy(spec)).toEqual(fields)
  })
})

describe('a chart that can not be drawn', () => {
  it.each([
    ['{', 'not-a-chart'],
    ['"orders"', 'other-data'],
    ['{"mark":"bar"}', 'other-data'],
    ['{"data":{"name":"oders"},"mark":"bar"}', 'unknown-input'],
    ['{"data":{"name":"Orders"},"mark":"bar"}', 'unknown-input'],
    ['{"data":{"name":"orders","format":{"type":"json"}},"mark":"bar"}', 'other-data'],
    [`${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'other-data'],
  ])('is denied: %s', (code, expected) => {
    expect(chartAnalysis(code, SHOP).findings).toMatchObject([{ severity: 'deny', code: expected }])
  })

  it('has a field that does not exist: says which is near, and where', () => {
    const code = '{"data":{"name":"orders"},\n "mark":"bar",\n "encoding":{"x":{"field":"statsu"}}}'
    expect(chartAnalysis(code, SHOP).findings).toEqual([
      {
        severity: 'deny',
        code: 'unknown-field',
        text: 'orders has no field called statsu here. Did you mean status?',
        line: 3,
        column: 28,
      },
    ])
  })

  it('uses a column that an aggregate has done away with', () => {
    const transform = [{ aggregate: [{ op: 'count', as: 'n' }], groupby: ['status'] }]
    expect(codesOf({ transform, mark: 'bar', encoding: { x: { field: 'amount' } } })).toEqual([
      'unknown-field',
    ])
  })
})

describe('a chart that reaches out', () => {
  const bar = { mark: 'bar', encoding: { x: { field: 'id' } } }
  it.each<[string, object]>([
    ['a url as data', { data: { url: 'https://example.com/x.json' } }],
    ['a url beside the name', { data: { name: 'orders', url: 'x.json' } }],
    ['values as data', { data: { values: [{ id: 1 }] } }],
    ['data of a view within', { layer: [{ ...bar, data: { url: 'x.csv' } }] }],
    ['values of a view within', { hconcat: [{ ...bar, data: { values: [1] } }] }],
    ['another input of a view within', { hconcat: [{ ...bar, data: { name: 'prices' } }] }],
    [
      'more than the name in a view within',
      { layer: [{ ...bar, data: { name: 'orders', format: { parse: null } } }] },
    ],
    ['null as the data of a view', { layer: [{ ...bar, data: null }] }],
    ['a generator', { layer: [{ ...bar, data: { sequence: { start: 0, stop: 9 } } }] }],
    ['datasets', { ...bar, datasets: { orders: [{ id: 1 }] } }],
    [
      'a lookup elsewhere',
      { ...bar, transform: [{ lookup: 'id', from: { data: { url: 'x.csv' }, key: 'id' } }] },
    ],
    [
      'a lookup in another input',
      { ...bar, transform: [{ lookup: 'id', from: { data: { name: 'prices' }, key: 'id' } }] },
    ],
    ['an href channel', { mark: 'bar', encoding: { href: { field: 'status' } } }],
    ['a url channel', { mark: 'bar', encoding: { url: { field: 'status' } } }],
    ['an href of the mark', { mark: { type: 'bar', href: 'https://example.com' } }],
    ['an image', { mark: 'image', encoding: {} }],
    ['an image written out', { mark: { type: 'image' }, encoding: {} }],
    ['usermeta', { ...bar, usermeta: { embedOptions: { loader: { baseURL: 'https://example.com' } } } }],
    ['a config elsewhere', { ...bar, config: 'https://example.com/config.json' }],
    ['an address as a colour', { ...bar, background: 'url(https://example.com/a.svg)' }],
    ['an address in a style', { ...bar, config: { mark: { fill: 'URL (//example.com)' } } }],
    ['a script as text', { ...bar, title: 'javascript:alert(1)' }],
    ['an image as text', { ...bar, title: 'data:image/svg+xml,x' }],
    [
      'an element of the page',
      { ...bar, params: [{ name: 'p', bind: { input: 'range', element: '#approve' } }] },
    ],
    ['a prototype', { ...bar, config: { ['__proto__']: { polluted: true } } }],
  ])('is denied: %s', (_, spec) => {
    const codes = codesOf(spec)
    expect(codes.some((one) => one === 'chart-reaches-out' || one === 'other-data')).toBe(true)
  })

  it.each([
    "event.view.fetch('https://example.com')",
    'datum.constructor',
    "datum['constructor']",
    'this.x',
    'open("x")',
    'eval("1")',
    "data('prices')[0].price",
    'setdata("x", 1)',
    'window.location',
    "datum['__pro' + 'to__'] && fetch('x')",
  ])('is denied an expression like %s', (calculate) => {
    const spec = { transform: [{ calculate, as: 'x' }], mark: 'bar', encoding: { x: { field: 'x' } } }
    expect(codesOf(spec)).toContain('function-not-allowed')
  })

  it.each([
    { marks: [{ type: 'rect' }], signals: [{ name: 's', update: '1' }] },
    { ...bar, signals: [] },
    { ...bar, loader: {} },
  ])('is denied what is no part of Vega-Lite: %o', (spec) => {
    expect(codesOf(spec)).toContain('not-a-chart')
  })
})

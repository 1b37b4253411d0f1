import { describe, expect, it } from 'vitest'
import { TableName } from '#shared/ids.ts'
import { sqlLineageOf } from '#shared/lineage/sqlLineage.ts'

const T = TableName.parse('t')
const INPUTS = [
  {
    name: T,
    schema: [
      { name: 'a', type: 'BIGINT' },
      { name: 'b', type: 'BIGINT' },
      { name: 'unread', type: 'BIGINT' },
    ],
  },
]
const A = { table: T, column: 'a' }
const B = { table: T, column: 'b' }

const ref = (index: number): object => ({ expression_class: 'BOUND_REF', type: 'BOUND_REF', index })
const scan = {
  type: 'LOGICAL_GET',
  name: 'seq_scan',
  table_index: 0,
  names: ['a', 'b', 'unread'],
  function_data: { table: 't' },
  column_indexes: [{ index: 0 }, { index: 1 }],
}
const project = (child: object, ...expressions: readonly object[]): object => ({
  type: 'LOGICAL_PROJECTION',
  table_index: 9,
  children: [child],
  expressions,
})
const lineageOf = (root: object) => sqlLineageOf({ error: false, plans: [root] }, ['x'], INPUTS)
const everything = { columns: [{ column: 'x', from: [A, B] }], rows: [A, B] }

describe('the lineage of a plan', () => {
  it('is exact where all is known', () => {
    expect(lineageOf(project(scan, ref(1)))).toEqual({
      columns: [{ column: 'x', from: [B] }],
      rows: [],
      coarse: [],
    })
  })

  it('depends on everything at an operator that is not known, and says so', () => {
    const lineage = lineageOf(project({ type: 'LOGICAL_FROM_THE_FUTURE', children: [scan] }, ref(0)))
    expect(lineage).toMatchObject(everything)
    expect(lineage.coarse.join()).toContain('LOGICAL_FROM_THE_FUTURE')
  })

  it('depends on everything at an expression that is not known, in a column or in a filter', () => {
    const strange = { expression_class: 'BOUND_FROM_THE_FUTURE', children: [] }
    const column = lineageOf(project(scan, strange))
    expect(column.columns).toEqual(everything.columns)
    expect(column.coarse).toHaveLength(1)
    const filter = { type: 'LOGICAL_FILTER', children: [scan], expressions: [strange] }
    const filtered = lineageOf(project(filter, ref(0)))
    expect(filtered.rows).toEqual(everything.rows)
    expect(filtered.coarse).toHaveLength(1)
  })

  it('depends on everything at a join of a kind that is not known', () => {
    const join = {
      type: 'LOGICAL_COMPARISON_JOIN',
      join_type: 'SIDEWAYS',
      children: [scan, scan],
      conditions: [],
    }
    const lineage = lineageOf(project(join, ref(0)))
    expect(lineage).toMatchObject(everything)
    expect(lineage.coarse).not.toEqual([])
  })

  it('depends on every column of every input when nothing at all is known', () => {
    for (const root of [
      { type: 'LOGICAL_FROM_THE_FUTURE' },
      {},
      project({ type: 'LOGICAL_CTE_REF' }, ref(0)),
    ]) {
      const lineage = lineageOf(root)
      expect(lineage.columns[0]?.from).toHaveLength(3)
      expect(lineage.coarse).not.toEqual([])
    }
  })

  it('depends on everything when a column is not where the plan says, or the width is another', () => {
    expect(lineageOf(project(scan, ref(7)))).toMatchObject({ columns: everything.columns })
    const wide = lineageOf(project(scan, ref(0), ref(1)))
    expect(wide).toMatchObject(everything)
    expect(wide.coarse).not.toEqual([])
  })

  it('is never empty, whatever a plan is', () => {
    for (const plan of [undefined, null, 'x', 7, [], { plans: 'x' }, { plans: [] }]) {
      const lineage = sqlLineageOf(plan, ['x'], INPUTS)
      expect(lineage.columns[0]?.from).toHaveLength(3)
      expect(lineage.coarse).not.toEqual([])
    }
  })
})

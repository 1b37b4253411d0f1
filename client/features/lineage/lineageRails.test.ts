import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { railsOf } from '#client/features/lineage/lineageRails.ts'
import type { LineageGraph, LineageNodeKind } from '#shared/lineage/lineageGraph.ts'

const node = (id: string, kind: LineageNodeKind = 'artifact') => ({
  id,
  kind,
  label: id,
  detail: '',
  at: null,
})
const edge = (from: string, to: string) => ({ from, to, because: 'read by' })
const graph = (nodes: readonly string[], edges: readonly (readonly [string, string])[]): LineageGraph => ({
  nodes: nodes.map((id) => node(id)),
  edges: edges.map(([from, to]) => edge(from, to)),
})

describe('the way to a result', () => {
  it('stands in one line when each thing came of one', () => {
    const { rows, width } = railsOf(
      graph(
        ['data', 'run', 'result'],
        [
          ['data', 'run'],
          ['run', 'result'],
        ],
      ),
    )
    expect(rows.map((row) => [row.node.id, row.rail, row.above, row.below])).toEqual([
      ['result', 0, [], [0]],
      ['run', 0, [0], [0]],
      ['data', 0, [0], []],
    ])
    expect(width).toBe(1)
  })

  it('parts where a run read two, and joins where both came of one', () => {
    const { rows, width } = railsOf(
      graph(
        ['a', 'b', 'c', 'd'],
        [
          ['a', 'b'],
          ['a', 'c'],
          ['b', 'd'],
          ['c', 'd'],
        ],
      ),
    )
    expect(width).toBe(2)
    expect(rows[0]?.below).toEqual([0, 1])
    expect(rows.at(-1)?.node.id).toBe('a')
    expect(rows.at(-1)?.above).toHaveLength(1)
  })

  it('tells how something came about before what it was made of', () => {
    const { rows } = railsOf({
      nodes: [node('flights', 'dataset'), node('approve', 'decision'), node('run', 'run')],
      edges: [edge('flights', 'run'), edge('approve', 'run')],
    })
    expect(rows.map((row) => row.node.id)).toEqual(['run', 'approve', 'flights'])
  })

  it('leaves out edges to what is not there', () => {
    expect(railsOf(graph(['a'], [['gone', 'a']])).rows[0]?.below).toEqual([])
  })

  it('has every edge as a rail from the row of what came to the row of what it came from', () => {
    const anyGraph = fc
      .array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 21 })
      .map((causes) =>
        graph(
          causes.map((_, at) => `n${at}`),
          causes.flatMap((some, at) =>
            [...new Set(some)].filter((cause) => cause < at).map((cause) => [`n${cause}`, `n${at}`] as const),
          ),
        ),
      )
    fc.assert(
      fc.property(anyGraph, (any) => {
        const { rows, width } = railsOf(any)
        expect(rows.map((row) => row.node.id).toSorted()).toEqual(any.nodes.map(({ id }) => id).toSorted())
        const at = new Map(rows.map((row, place) => [row.node.id, place]))
        const drawn: string[] = []
        rows.forEach((row, place) => {
          for (const rail of [row.rail, ...row.passing, ...row.above, ...row.below])
            expect(rail).toBeLessThan(width)
          expect(row.passing).not.toContain(row.rail)
          for (const rail of row.below) {
            let below = place + 1
            while (rows[below] && !rows[below]?.above.includes(rail)) {
              expect(rows[below]?.passing).toContain(rail)
              below += 1
            }
            drawn.push(`${rows[below]?.node.id} ${row.node.id}`)
          }
        })
        expect(drawn.toSorted()).toEqual(any.edges.map(({ from, to }) => `${from} ${to}`).toSorted())
        for (const { from, to } of any.edges) expect(at.get(from)).toBeGreaterThan(at.get(to) ?? NaN)
      }),
    )
  })
})

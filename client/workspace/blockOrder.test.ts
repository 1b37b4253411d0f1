import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { byDependency } from '#client/workspace/blockOrder.ts'
import { blocksIn } from '#client/workspace/blocks.ts'
import { addDraft } from '#client/workspace/drafts.ts'
import { stepId } from '#shared/testing/examples.ts'
import { EMPTY_WORKSPACE } from '#shared/workspace.ts'

type Placed = { readonly id: string; readonly reads?: readonly string[] }

/** Steps are named by their ids' numbers; what has no `reads` is a note. */
function ordered(placed: readonly Placed[]): readonly string[] {
  const doc = new Y.Doc()
  const idOf = (id: string): string => (/^s\d+$/.test(id) ? stepId(Number(id.slice(1))) : id)
  for (const { id, reads } of placed)
    addDraft(doc, {
      id: idOf(id),
      kind: reads ? 'step' : 'note',
      text: reads ? `SELECT 1 FROM ${['data', ...reads].join(', ')}` : 'words',
      words: reads ? { language: 'sql', output: id } : {},
    })
  const names = new Map(placed.map(({ id }) => [idOf(id), id]))
  return byDependency(blocksIn(doc, EMPTY_WORKSPACE), EMPTY_WORKSPACE).map(({ id }) => names.get(id) ?? id)
}

describe('the order by dependency', () => {
  it('puts a step behind what it reads, and notes stay in front of their step', () => {
    expect(
      ordered([
        { id: 'intro' },
        { id: 's1', reads: ['s3'] },
        { id: 'on s2' },
        { id: 's2', reads: [] },
        { id: 'on s3' },
        { id: 's3', reads: [] },
        { id: 'end' },
      ]),
    ).toEqual(['on s3', 's3', 'intro', 's1', 'on s2', 's2', 'end'])
  })

  it('leaves steps that read each other on the page', () => {
    expect(
      [
        ...ordered([
          { id: 's1', reads: ['s2'] },
          { id: 's2', reads: ['s1'] },
        ]),
      ].toSorted(),
    ).toEqual(['s1', 's2'])
  })

  it('holds for any steps, keeps every block, and moves nothing where it holds already', () => {
    const steps = fc
      .array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
      .chain((reads) =>
        fc.shuffledSubarray([...reads.keys()], { minLength: reads.length }).map((order) =>
          // Each reads only steps of smaller numbers, so that there is an order.
          order.map((at) => ({
            id: `s${at}`,
            reads: (reads[at] ?? []).filter((one) => one < at).map((one) => `s${one}`),
          })),
        ),
      )
    fc.assert(
      fc.property(steps, (placed) => {
        const order = ordered(placed)
        expect(order.toSorted()).toEqual(placed.map(({ id }) => id).toSorted())
        for (const { id, reads } of placed)
          for (const read of reads) expect(order.indexOf(read)).toBeLessThan(order.indexOf(id))
        const again = ordered(order.map((id) => placed.find((one) => one.id === id) ?? { id }))
        expect(again).toEqual(order)
      }),
      { numRuns: 200 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnMarks, marksIn, type Mark } from '#client/features/history/marks.ts'
import { NOON, owner, runId } from '#shared/testing/examples.ts'
import type { WorkspaceEvent } from '#shared/event.ts'

const recorded = (event: WorkspaceEvent, seq: number) => ({ seq, at: NOON, actor: owner, event })

describe('the marks of the history', () => {
  it('tell a run that failed from one that succeeded, and leave out what is not a turning point', () => {
    const failed: WorkspaceEvent = {
      type: 'RunFinished',
      data: {
        runId: runId(1),
        outcome: { kind: 'failed', message: 'no', detail: '', milliseconds: 1 },
      },
    }
    const renamed: WorkspaceEvent = { type: 'WorkspaceRenamed', data: { name: 'x' } }
    expect(marksIn([recorded(renamed, 1), recorded(failed, 2)])).toEqual([{ seq: 2, kind: 'failed' }])
  })

  it('are at most as many as can be told apart, and an approval is never hidden by a lesser one', () => {
    const kinds = fc.constantFrom<Mark['kind']>('approved', 'turned-down', 'failed', 'ran', 'asked', 'data')
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (all, places) => {
        const marks = all.map((kind, at) => ({ seq: at + 1, kind }))
        const drawn = drawnMarks(marks, marks.length, places)
        const placeOf = (mark: Mark): number => Math.floor((mark.seq / marks.length) * places)
        expect(drawn.length).toBeLessThanOrEqual(places + 1)
        for (const mark of marks)
          if (mark.kind === 'approved')
            expect(drawn.find((one) => placeOf(one) === placeOf(mark))?.kind).toBe('approved')
      }),
    )
  })
})

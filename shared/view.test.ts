import { describe, expect, it } from 'vitest'
import {
  addOrders,
  createWorkspace,
  decideOn,
  owner,
  preflight,
  proposalId,
  propose,
  system,
} from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'
import { earlierVersions } from '#shared/view.ts'

const start = scenario().given([createWorkspace, system], [addOrders(), owner])
const turnDown = (before: typeof start, number: number): typeof start => {
  const analysed = before.given([preflight(before.state, number), system])
  return analysed.given([decideOn(analysed.state, number, { verdict: 'reject', reason: 'no' }), owner])
}
const versionsOf = ({ state }: typeof start, number: number) => {
  const proposal = state.proposals.get(proposalId(number))
  return (
    proposal && earlierVersions(state, proposal).map(({ earlier, isSame }) => [earlier.proposalId, isSame])
  )
}

describe('the earlier versions on a card', () => {
  const first = turnDown(start.given([propose({ proposal: 1, step: 1, output: 'sums' }), owner]), 1)

  it('are those of the same step, and say when the content is the same', () => {
    const again = first.given([propose({ proposal: 2, step: 1, output: 'sums', rationale: 'Better' }), owner])
    expect(versionsOf(again, 2)).toEqual([[proposalId(1), true]])
    const other = first.given([propose({ proposal: 2, step: 1, output: 'other' }), owner])
    expect(versionsOf(other, 2)).toEqual([[proposalId(1), false]])
  })

  it('are also those of another step that would have given the same name, newest first', () => {
    const second = turnDown(
      first.given([propose({ proposal: 2, step: 2, output: 'SUMS', code: 'SELECT 1' }), owner]),
      2,
    )
    const third = second.given([propose({ proposal: 3, step: 3, output: 'sums' }), owner])
    expect(versionsOf(third, 3)).toEqual([
      [proposalId(2), false],
      [proposalId(1), true],
    ])
  })

  it('leave out what was withdrawn or waits, and other names', () => {
    const other = first.given([propose({ proposal: 2, step: 2, output: 'totals' }), owner])
    expect(versionsOf(other, 2)).toEqual([])
  })
})

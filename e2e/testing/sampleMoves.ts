/** The sample workspace brought forward over HTTP, for tests that look at what a page shows of it. */
import { v7 as uuidv7 } from 'uuid'
import { approve } from '#e2e/testing/moves.ts'
import type { App } from '#e2e/testing/startApp.ts'
import { TurnId } from '#shared/ids.ts'
import type { Proposal } from '#shared/workspace.ts'

export const waitingIn = (app: App): readonly Proposal[] =>
  [...app.state().proposals.values()].filter((one) => one.status === 'in-review')

export const isQuietIn = (app: App): boolean =>
  [...app.state().turns.values()].every((turn) => turn.end !== undefined)

/** Asks the agent the objective of the sample; gives what it proposes. */
export async function askSample(app: App): Promise<readonly Proposal[]> {
  const [objective] = app.state().objectives.values()
  if (!objective) throw new Error('The sample has no objective')
  const { objectiveId, text, acceptance } = objective
  const turnId = TurnId.parse(uuidv7())
  await app.owner.send({ type: 'AskAgent', data: { turnId, objectiveId, text, acceptance } })
  await app.until((state) => state.turns.size > 0 && isQuietIn(app), 'the turn')
  return waitingIn(app)
}

/** Approves what waits until the agent has concluded. */
export async function concludeSample(app: App): Promise<void> {
  while (app.state().conclusions.length === 0) {
    await app.until(
      (state) => state.conclusions.length > 0 || (isQuietIn(app) && waitingIn(app).length > 0),
      'something to decide, or a conclusion',
    )
    const [next] = waitingIn(app)
    if (!next) break
    await approve(app, app.owner, next)
    await app.until(
      (state) => state.proposals.get(next.proposalId)?.status === 'succeeded',
      `the run of ${next.title}`,
    )
  }
}

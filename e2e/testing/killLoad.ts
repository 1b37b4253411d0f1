/** What busy people do in a workspace, at random: write, propose, decide, and press Run twice. */
import { v7 as uuidv7 } from 'uuid'
import { proposal, sqlStep } from '#e2e/testing/moves.ts'
import type { PersonCommand } from '#shared/command.ts'
import { DecisionId, ObjectiveId, PermitId, RunId } from '#shared/ids.ts'
import { identityOf } from '#shared/stepDigest.ts'
import { viewDigestOf } from '#shared/view.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

export type Dice = (below: number) => number

/** Proposals that wait at once; above this, people decide instead of proposing. */
const MOST_WAITING = 6
/** Runs at once; more of them would only wait for each other's kernels, and none would end before the kill. */
const MOST_RUNNING = 2

export function nextCommand(state: WorkspaceState, dice: Dice): PersonCommand {
  const all = [...state.proposals.values()]
  const waiting = all.filter((one) => one.status === 'in-review')
  const approved = all.filter((one) => one.status === 'approved' || one.status === 'running')
  const chosen = waiting[dice(Math.max(1, waiting.length))]
  const decided =
    chosen && approved.length < MOST_RUNNING && dice(3) > 0 ? decisionOn(state, chosen, dice) : undefined
  if (decided) return decided
  const started = approved[dice(Math.max(1, approved.length))]
  if (started && dice(3) === 0)
    return {
      type: 'StartRun',
      data: { runId: RunId.parse(uuidv7()), proposalId: started.proposalId, force: true },
    }
  const pending = all.filter((one) => one.status === 'proposed').length + waiting.length
  return pending < MOST_WAITING && dice(2) === 0 ? proposal(someStep(dice)) : someObjective()
}

/** Seconds after which a step that would take hours is stopped by its limit. */
const LONG_SECONDS = 3

/** Some are over in a moment, some keep the kernel busy, and some would outlive their server, so that a kill meets all. */
const someStep = (dice: Dice) => {
  const output = `out_${uuidv7().replaceAll('-', '').slice(8)}`
  if (dice(10) === 0) {
    const long = sqlStep(
      'SELECT sum(a.amount * b.amount * c.amount * d.amount) AS n FROM orders a, orders b, orders c, orders d',
      output,
    )
    return { ...long, limits: { ...long.limits, seconds: LONG_SECONDS } }
  }
  return dice(4) > 0
    ? sqlStep(`SELECT sum(amount) + ${dice(1_000)} AS n FROM orders`, output)
    : sqlStep('SELECT sum(a.amount * b.amount) AS n FROM orders a, orders b', output)
}

const someObjective = (): PersonCommand => ({
  type: 'WriteObjective',
  data: { objectiveId: ObjectiveId.parse(uuidv7()), text: `What sells? ${uuidv7()}`, acceptance: [] },
})

function decisionOn(state: WorkspaceState, one: Proposal, dice: Dice): PersonCommand | undefined {
  const identity = identityOf(state, one)
  if (identity.state !== 'known') return undefined
  const turnsDown = dice(6) === 0
  return {
    type: 'DecideProposal',
    data: {
      decisionId: DecisionId.parse(uuidv7()),
      permitId: PermitId.parse(uuidv7()),
      proposalId: one.proposalId,
      stepDigest: identity.digest,
      viewDigest: viewDigestOf(state, one),
      verdict: turnsDown ? 'reject' : 'approve',
      ...(turnsDown ? { reason: { code: 'other' as const, text: 'not now' } } : {}),
      overrides: [],
    },
  }
}

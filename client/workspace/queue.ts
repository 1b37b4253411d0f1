/** What of the workspace is being run, will be, and has been lately: read off the fold, the same for everybody. */
import type { Actor } from '#shared/actor.ts'
import type { Instant, ProposalId, RunId, StepId } from '#shared/ids.ts'
import { resolve } from '#shared/scope.ts'
import { identityOf } from '#shared/stepDigest.ts'
import type { Proposal, Run, WorkspaceState } from '#shared/workspace.ts'

type Named = {
  readonly stepId: StepId
  readonly title: string
  /** Who proposed it. */
  readonly asked: Actor | undefined
}

export type QueuedRun = Named & {
  readonly proposalId: ProposalId
  /** Who approved it, and when; undefined where a rule did, after a lost kernel. */
  readonly by: Actor | undefined
  readonly since: Instant
  /** Names that it reads and that have no result yet. */
  readonly waitsFor: readonly string[]
}
export type CheckedProposal = Named & { readonly proposalId: ProposalId; readonly since: Instant }
export type QueueRun = Named & { readonly runId: RunId; readonly by: Actor | undefined; readonly run: Run }

export type Queue = {
  readonly running: readonly QueueRun[]
  readonly waiting: readonly QueuedRun[]
  /** Proposed, and not read by preflight yet. */
  readonly checking: readonly CheckedProposal[]
  /** The latest first. */
  readonly finished: readonly QueueRun[]
}

const MOST_FINISHED = 12

export function queueOf(state: WorkspaceState): Queue {
  const runs = [...state.runs.values()]
  const proposals = [...state.proposals.values()]
  const drawn = (run: Run): QueueRun => {
    const proposal = state.proposals.get(run.proposalId)
    return {
      runId: run.runId,
      stepId: run.stepId,
      title: proposal?.title ?? 'a step',
      asked: proposal?.author,
      by: proposal && approverOf(proposal)?.by,
      run,
    }
  }
  return {
    running: runs.filter((run) => run.status === 'running').map(drawn),
    waiting: proposals
      .filter((one) => one.status === 'approved' && one.change !== 'remove')
      .map((one) => ({
        proposalId: one.proposalId,
        stepId: one.stepId,
        title: one.title,
        asked: one.author,
        by: approverOf(one)?.by,
        since: approverOf(one)?.at ?? one.at,
        waitsFor: missingOf(state, one),
      })),
    checking: proposals
      .filter((one) => one.status === 'proposed')
      .map((one) => ({
        proposalId: one.proposalId,
        stepId: one.stepId,
        title: one.title,
        asked: one.author,
        since: one.at,
      })),
    finished: runs
      .filter((run) => run.status !== 'running')
      .slice(-MOST_FINISHED)
      .reverse()
      .map(drawn),
  }
}

/** The decision that made it an approval: the last that approved. */
function approverOf({ decisions }: Proposal): { readonly by: Actor; readonly at: Instant } | undefined {
  const decision = decisions.findLast((one) => one.verdict === 'approve')
  return decision && { by: { kind: 'human', id: decision.by }, at: decision.at }
}

function missingOf(state: WorkspaceState, proposal: Proposal): readonly string[] {
  const identity = identityOf(state, proposal)
  if (identity.state !== 'known') return []
  return identity.inputs
    .filter(({ name, digest }) => resolve(state, name)?.kind !== 'dataset' && !state.results.has(digest))
    .map(({ name }) => name)
}

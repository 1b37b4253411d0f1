/** What a step's block shows of the ledger: its state in a word, the proposal that waits, the result and whether it still holds. */
import { candidateOf, definitionOf, lastProposalOf, pendingOf } from '#shared/scope.ts'
import { latestResultOf, latestRunOf, stalenessOf, type StaleReason } from '#shared/staleness.ts'
import type { Proposal, Run, Step, WorkspaceState } from '#shared/workspace.ts'

export type StepStatus =
  | 'draft'
  | 'proposed'
  | 'blocked'
  | 'in-review'
  | 'changes-requested'
  | 'rejected'
  | 'withdrawn'
  | 'expired'
  | 'revoked'
  | 'voided'
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'stale'
  | 'disputed'
  | 'failed'
  | 'halted'
  | 'indeterminate'

export type StepFacts = {
  readonly status: StepStatus
  readonly last: Proposal | undefined
  /** Waits for preflight or a person. */
  readonly pending: Proposal | undefined
  readonly definition: Proposal | undefined
  /** What its name stands for: shown as the step's code. */
  readonly candidate: Proposal | undefined
  readonly run: Run | undefined
  /** The latest run that gave a result, also when a later one failed. */
  readonly result: Run | undefined
  readonly stale: readonly StaleReason[]
}

export function stepFactsOf(state: WorkspaceState, step: Step | undefined): StepFacts {
  if (!step)
    return {
      status: 'draft',
      last: undefined,
      pending: undefined,
      definition: undefined,
      candidate: undefined,
      run: undefined,
      result: undefined,
      stale: [],
    }
  const last = lastProposalOf(state, step)
  const pending = pendingOf(state, step)
  const definition = definitionOf(state, step)
  const run = latestRunOf(state, step)
  const result = latestResultOf(state, step)
  const stale = stalenessOf(state, step)
  const shown = pending ?? definition ?? last
  return {
    status: shown ? statusOf(shown, run, stale) : 'draft',
    last,
    pending,
    definition,
    candidate: candidateOf(state, step) ?? last,
    run,
    result,
    stale,
  }
}

function statusOf(
  { status, runIds }: Proposal,
  run: Run | undefined,
  stale: readonly StaleReason[],
): StepStatus {
  if (run?.status === 'running') return 'running'
  switch (status) {
    case 'approved':
      return runIds.length > 0 && run?.status === 'indeterminate' ? 'indeterminate' : 'queued'
    case 'succeeded':
    case 'accepted':
      return stale.length > 0 ? 'stale' : 'succeeded'
    case 'superseded':
      return 'draft'
    default:
      return status
  }
}

export function wordsOfStale(reason: StaleReason): string {
  switch (reason.kind) {
    case 'code':
      return 'its code changed'
    case 'data':
      return `${reason.name} changed`
    case 'environment':
      return 'what runs it changed'
    case 'policy':
      return 'the policy changed'
    case 'missing':
      return `${reason.name} is not there any more`
  }
}

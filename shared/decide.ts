/**
 * Every rule of the product, as a table of contents. Pure and total: whoever asks, by whatever route, is answered here.
 * What a change undoes elsewhere (approvals whose digest is no longer that of what would run) is part of its events.
 */
import type { Command } from '#shared/command.ts'
import { decideAgent } from '#shared/decide/agent.ts'
import { authorise } from '#shared/decide/authority.ts'
import { decideComments } from '#shared/decide/comments.ts'
import { consequencesOf } from '#shared/decide/consequences.ts'
import type { Context, Verdict } from '#shared/decide/context.ts'
import { decideDatasets } from '#shared/decide/datasets.ts'
import { decideIntent } from '#shared/decide/intent.ts'
import { decidePreflight } from '#shared/decide/preflight.ts'
import { decideProposals } from '#shared/decide/proposals.ts'
import { decideReview } from '#shared/decide/review.ts'
import { decideRuns } from '#shared/decide/runs.ts'
import { assertNever, err, ok } from '#shared/result.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export function decide(state: WorkspaceState, command: Command, context: Context): Verdict {
  if (command.type !== 'CreateWorkspace' && state.seq === 0)
    return err({ code: 'not-found', detail: 'There is no such workspace' })
  const denied = authorise(state, command, context.actor)
  if (denied) return err(denied)
  const verdict = rule(state, command, context)
  if (!verdict.ok) return verdict
  return ok([...verdict.value, ...consequencesOf(state, verdict.value, context)])
}

function rule(state: WorkspaceState, command: Command, context: Context): Verdict {
  switch (command.type) {
    case 'CreateWorkspace':
    case 'RenameWorkspace':
    case 'AddMember':
    case 'ChangeMemberRole':
    case 'RemoveMember':
    case 'ChangePolicy':
    case 'RecordEnvironment':
    case 'WriteObjective':
    case 'RetireObjective':
    case 'WriteConstraint':
    case 'RetireConstraint':
      return decideIntent(state, command)
    case 'AddDataset':
    case 'ReviseDataset':
    case 'RemoveDataset':
    case 'MarkColumn':
      return decideDatasets(state, command, context)
    case 'WriteComment':
    case 'ResolveThread':
    case 'ReopenThread':
      return decideComments(state, command)
    case 'AskAgent':
    case 'StopAgent':
    case 'ContinueAgent':
    case 'EndAgentTurn':
    case 'OutlinePlan':
    case 'AskPerson':
    case 'AnswerQuestion':
    case 'Conclude':
    case 'RecordAgentCall':
      return decideAgent(state, command, context)
    case 'ProposeStep':
    case 'WithdrawProposal':
      return decideProposals(state, command, context)
    case 'RecordPreflight':
      return decidePreflight(state, command)
    case 'DecideProposal':
    case 'RevokeApproval':
    case 'ExpireApproval':
      return decideReview(state, command, context)
    case 'StartRun':
    case 'HaltRun':
    case 'FinishRun':
    case 'LoseRun':
    case 'ReconcileRun':
    case 'AcceptResult':
    case 'DisputeResult':
      return decideRuns(state, command, context)
    default:
      return assertNever(command)
  }
}

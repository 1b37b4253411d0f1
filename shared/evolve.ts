/** Every change of a workspace, as a table of contents. Pure and total: it believes the ledger and refuses nothing. */
import { evolveAgent } from '#shared/evolve/agent.ts'
import { evolveComments } from '#shared/evolve/comments.ts'
import { evolveDatasets } from '#shared/evolve/datasets.ts'
import { draftOf, workspaceOf, type Draft } from '#shared/evolve/draft.ts'
import { evolveIntent } from '#shared/evolve/intent.ts'
import { evolveProposals } from '#shared/evolve/proposals.ts'
import { evolveRuns } from '#shared/evolve/runs.ts'
import { assertNever } from '#shared/result.ts'
import type { RecordedEvent, WorkspaceState } from '#shared/workspace.ts'

export function evolve(state: WorkspaceState, recorded: readonly RecordedEvent[]): WorkspaceState {
  if (recorded.length === 0) return state
  const draft = draftOf(state)
  for (const one of recorded) apply(draft, one)
  return workspaceOf(draft)
}

function apply(draft: Draft, recorded: RecordedEvent): void {
  draft.seq = recorded.seq
  draft.at = recorded.at
  const { event } = recorded
  switch (event.type) {
    case 'WorkspaceCreated':
    case 'WorkspaceRenamed':
    case 'MemberAdded':
    case 'MemberRoleChanged':
    case 'MemberRemoved':
    case 'PolicyChanged':
    case 'EnvironmentRecorded':
    case 'ObjectiveWritten':
    case 'ObjectiveRetired':
    case 'ConstraintWritten':
    case 'ConstraintRetired':
      return evolveIntent(draft, event, recorded)
    case 'DatasetAdded':
    case 'DatasetRevised':
    case 'DatasetRemoved':
    case 'ColumnMarked':
      return evolveDatasets(draft, event, recorded)
    case 'CommentWritten':
    case 'ThreadResolved':
    case 'ThreadReopened':
      return evolveComments(draft, event, recorded)
    case 'AgentTurnStarted':
    case 'PlanOutlined':
    case 'AgentCallRecorded':
    case 'QuestionAsked':
    case 'QuestionAnswered':
    case 'ConclusionDrawn':
    case 'AgentTurnEnded':
      return evolveAgent(draft, event, recorded)
    case 'StepProposed':
    case 'StepEscalated':
    case 'PreflightCompleted':
    case 'ProposalBlocked':
    case 'DecisionRecorded':
    case 'ProposalApproved':
    case 'ProposalRejected':
    case 'ChangesRequested':
    case 'ProposalWithdrawn':
    case 'ProposalSuperseded':
    case 'ProposalVoided':
    case 'ApprovalExpired':
    case 'ApprovalRevoked':
    case 'StepRemoved':
    case 'RetryPermitted':
      return evolveProposals(draft, event, recorded)
    case 'RunStarted':
    case 'RunAnsweredFromCache':
    case 'RunHaltRequested':
    case 'ArtifactRecorded':
    case 'RunFinished':
    case 'RunLost':
    case 'RunReconciled':
    case 'ResultAccepted':
    case 'ResultDisputed':
      return evolveRuns(draft, event, recorded)
    default:
      return assertNever(event)
  }
}

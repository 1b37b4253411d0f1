/** What an entry says in one line, for a person who looks back: what was done, why, and where on the page it happened. */
import { nameOf } from '#client/workspace/names.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import type { ProposalId, RunId } from '#shared/ids.ts'
import { assertNever } from '#shared/result.ts'
import type { RecordedEvent, WorkspaceState } from '#shared/workspace.ts'
import { outputsAsText } from '#shared/step.ts'

export type EntryWords = {
  readonly what: string
  readonly who: string
  /** A reason that somebody gave, in their words. */
  readonly why?: string
  readonly blockId?: string
}

/** `present` is the fold of today: it knows the names of things that an old entry speaks of. */
export function entryWordsOf(present: WorkspaceState, { actor, event }: RecordedEvent): EntryWords {
  return { who: nameOf(present, actor), ...saidBy(present, event) }
}

type Said = Omit<EntryWords, 'who'>

function saidBy(state: WorkspaceState, { type, data }: WorkspaceEvent): Said {
  switch (type) {
    case 'WorkspaceCreated':
      return { what: `created the workspace “${data.name}”` }
    case 'WorkspaceRenamed':
      return { what: `renamed the workspace to “${data.name}”` }
    case 'MemberAdded':
      return { what: `added ${data.member.name} as ${data.member.role}` }
    case 'MemberRoleChanged':
      return { what: `made ${state.members.get(data.personId)?.name ?? 'a member'} ${data.role}` }
    case 'MemberRemoved':
      return { what: 'removed a member' }
    case 'PolicyChanged':
      return { what: `changed the policy to version ${data.policy.version}` }
    case 'EnvironmentRecorded':
      return { what: `noted what runs ${data.language}` }
    case 'ObjectiveWritten':
      return { what: 'wrote the objective', why: data.text, blockId: data.objectiveId }
    case 'ObjectiveRetired':
      return { what: 'retired an objective', blockId: data.objectiveId }
    case 'ConstraintWritten':
      return { what: 'wrote the constraint', why: data.text, blockId: data.constraintId }
    case 'ConstraintRetired':
      return { what: 'retired a constraint', blockId: data.constraintId }
    case 'DatasetAdded':
      return { what: `added the dataset ${data.name}` }
    case 'DatasetRevised':
      return { what: `brought version ${data.version} of ${data.name}` }
    case 'DatasetRemoved':
      return { what: 'removed a dataset' }
    case 'ColumnMarked':
      return { what: `marked the column ${data.column} as ${data.sensitivity}` }
    case 'CommentWritten':
      return { what: 'commented', why: data.text, blockId: data.blockId }
    case 'ThreadResolved':
    case 'ThreadReopened': {
      const blockId = state.threads.get(data.threadId)?.blockId
      return {
        what: type === 'ThreadResolved' ? 'resolved a thread' : 'opened a thread again',
        ...(blockId ? { blockId } : {}),
      }
    }
    case 'AgentTurnStarted':
      return { what: `asked the agent (${data.model})`, blockId: data.objectiveId }
    case 'PlanOutlined':
      return { what: `outlined a plan of ${data.steps.length}`, blockId: data.objectiveId }
    case 'AgentCallRecorded':
      return { what: data.call.kind === 'tool' ? `called ${data.call.tool}` : `asked ${data.call.model}` }
    case 'QuestionAsked':
      return { what: 'asked a question', why: data.text, blockId: data.objectiveId }
    case 'QuestionAnswered':
      return { what: 'answered', why: data.answer }
    case 'ConclusionDrawn':
      return { what: 'drew a conclusion', why: data.text, blockId: data.objectiveId }
    case 'AgentTurnEnded':
      return { what: `ended the turn: ${data.end}`, ...(data.detail ? { why: data.detail } : {}) }
    case 'StepEscalated':
      return { what: 'handed the step to a person', blockId: data.stepId }
    case 'StepProposed':
      return {
        what: `proposed to ${data.change} ${outputsAsText(data.content)}`,
        blockId: data.stepId,
        ...(data.rationale ? { why: data.rationale } : {}),
      }
    case 'PreflightCompleted':
      return { what: `read ${stepOf(state, data.proposalId)}: tier ${data.tier}`, ...at(state, data) }
    case 'ProposalBlocked':
      return {
        what: `blocked ${stepOf(state, data.proposalId)}`,
        why: data.because.join(' '),
        ...at(state, data),
      }
    case 'DecisionRecorded':
      return {
        what: `decided on ${stepOf(state, data.proposalId)}: ${VERDICTS[data.verdict]}`,
        ...(data.reason ? { why: data.reason.text } : {}),
        ...at(state, data),
      }
    case 'ProposalApproved':
      return { what: `approved ${stepOf(state, data.proposalId)}`, ...at(state, data) }
    case 'ProposalRejected':
    case 'ChangesRequested':
      return {
        what: `${type === 'ProposalRejected' ? 'rejected' : 'asked for changes of'} ${stepOf(state, data.proposalId)}`,
        why: data.reason.text,
        ...at(state, data),
      }
    case 'ProposalWithdrawn':
      return { what: `withdrew ${stepOf(state, data.proposalId)}`, ...at(state, data) }
    case 'ProposalSuperseded':
      return { what: `put a newer version of ${stepOf(state, data.by)} in its place`, ...at(state, data) }
    case 'ProposalVoided':
      return {
        what: `voided the approval of ${stepOf(state, data.proposalId)}`,
        why: data.because,
        ...at(state, data),
      }
    case 'ApprovalExpired':
      return { what: `let the approval of ${stepOf(state, data.proposalId)} expire`, ...at(state, data) }
    case 'ApprovalRevoked':
      return {
        what: `revoked the approval of ${stepOf(state, data.proposalId)}`,
        why: data.reason,
        ...at(state, data),
      }
    case 'StepRemoved':
      return { what: `removed the step ${stepOf(state, data.proposalId)}`, blockId: data.stepId }
    case 'RunStarted':
      return { what: `started ${stepOf(state, data.proposalId)}`, ...at(state, data) }
    case 'RunAnsweredFromCache':
      return {
        what: `answered ${stepOf(state, data.proposalId)} from an equal run`,
        ...at(state, data),
      }
    case 'RunHaltRequested':
      return { what: `stopped ${ranStepOf(state, data.runId)}`, ...atRun(state, data.runId) }
    case 'ArtifactRecorded':
      return { what: `kept the result ${data.artifact.name}`, ...atRun(state, data.runId) }
    case 'RunFinished':
      return {
        what: `finished the run of ${ranStepOf(state, data.runId)}: ${data.outcome.kind}`,
        ...(data.outcome.kind === 'succeeded' ? {} : { why: data.outcome.message }),
        ...atRun(state, data.runId),
      }
    case 'RunLost':
      return {
        what: `lost the kernel of ${ranStepOf(state, data.runId)}`,
        why: data.because,
        ...atRun(state, data.runId),
      }
    case 'RetryPermitted':
      return { what: `permitted one more try of ${stepOf(state, data.proposalId)}`, ...at(state, data) }
    case 'RunReconciled':
      return { what: `settled a lost run: ${data.verdict}`, why: data.reason, ...atRun(state, data.runId) }
    case 'ResultAccepted':
      return {
        what: `accepted the result of ${ranStepOf(state, data.runId)}`,
        why: data.reason,
        ...atRun(state, data.runId),
      }
    case 'ResultDisputed':
      return {
        what: `disputed the result of ${ranStepOf(state, data.runId)}`,
        why: data.reason,
        ...atRun(state, data.runId),
      }
    default:
      return assertNever(type)
  }
}

const VERDICTS = { approve: 'approve', reject: 'reject', 'request-changes': 'request changes' } as const

const stepOf = (state: WorkspaceState, id: ProposalId): string =>
  state.proposals.get(id)?.content.output ?? 'a step'

const at = (state: WorkspaceState, { proposalId }: { readonly proposalId: ProposalId }) => {
  const stepId = state.proposals.get(proposalId)?.stepId
  return stepId ? { blockId: stepId } : {}
}

function ranStepOf(state: WorkspaceState, id: RunId): string {
  const run = state.runs.get(id)
  return run ? stepOf(state, run.proposalId) : 'a step'
}

const atRun = (state: WorkspaceState, id: RunId) => {
  const stepId = state.runs.get(id)?.stepId
  return stepId ? { blockId: stepId } : {}
}

/** Rules of proposing: what may be asked to become, change or leave a step, and by whom. */
import type { CommandOf } from '#shared/command.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import { events, refuse, type Context, type Verdict } from '#shared/decide/context.ts'
import { definitionOf, pendingOf, resolve } from '#shared/scope.ts'
import { nameKey } from '#shared/ids.ts'
import { PACKAGES_NAME } from '#shared/packages.ts'
import { outputsOf } from '#shared/step.ts'
import { isSameContent } from '#shared/stepDigest.ts'
import type { Refusal } from '#shared/refusal.ts'
import { isPending } from '#shared/proposal.ts'
import type { Proposal, Step, WorkspaceState } from '#shared/workspace.ts'

type ProposeStep = CommandOf<'ProposeStep'>

export function decideProposals(
  state: WorkspaceState,
  command: ProposeStep | CommandOf<'WithdrawProposal'>,
  context: Context,
): Verdict {
  if (command.type === 'ProposeStep') return propose(state, command, context)
  const proposal = state.proposals.get(command.data.proposalId)
  if (!proposal) return refuse('not-found', 'There is no such proposal')
  if (!isPending(proposal.status)) return refuse('not-in-review', `The proposal is ${proposal.status}`)
  return events({ type: 'ProposalWithdrawn', data: command.data })
}

function propose(state: WorkspaceState, command: ProposeStep, context: Context): Verdict {
  const { data } = command
  if (state.proposals.has(data.proposalId)) return refuse('already-exists', 'This was proposed already')
  const step = state.steps.get(data.stepId)
  const wrong =
    wrongShape(state, data, step) ??
    wrongContent(state, data) ??
    (context.actor.kind === 'agent' ? wrongForAgent(state, data, step) : undefined)
  if (wrong) return refuse(wrong.code, wrong.detail, wrong.field)
  const proposed: WorkspaceEvent = {
    type: 'StepProposed',
    data: { ...data, taint: context.actor.kind === 'agent' ? (data.taint ?? []) : [] },
  }
  return events(proposed, ...superseded(state, step, data.proposalId))
}

function wrongShape(
  state: WorkspaceState,
  data: ProposeStep['data'],
  step: Step | undefined,
): Refusal | undefined {
  if (data.objectiveId && !state.objectives.has(data.objectiveId))
    return { code: 'not-found', detail: 'The objective that it serves does not exist', field: 'objectiveId' }
  if (data.change === 'add' && step && definitionOf(state, step))
    return { code: 'already-exists', detail: 'This step exists; propose a change of it', field: 'change' }
  if (data.change !== 'add' && !(step && definitionOf(state, step)))
    return { code: 'not-found', detail: 'There is no countersigned step to change', field: 'stepId' }
  if (!data.supersedes) return undefined
  const earlier = state.proposals.get(data.supersedes)
  if (!earlier || earlier.stepId !== data.stepId)
    return { code: 'not-found', detail: 'It supersedes no proposal of this step', field: 'supersedes' }
  return undefined
}

const WORDS = { sql: 'SQL', python: 'Python', chart: 'chart', packages: 'packages' }

function wrongContent(
  state: WorkspaceState,
  { content, stepId, change }: ProposeStep['data'],
): Refusal | undefined {
  if ((content.language === 'packages') !== (nameKey(content.output) === nameKey(PACKAGES_NAME)))
    return {
      code: 'name-taken',
      detail: `${PACKAGES_NAME} is what the Python packages of a workspace are called, and nothing else`,
      field: 'content.output',
    }
  const names = outputsOf(content)
  const twice = names.find((name, at) => names.slice(0, at).some((one) => nameKey(one) === nameKey(name)))
  if (twice)
    return {
      code: 'name-taken',
      detail: `The step defines ${twice} twice; each output has a name of its own`,
      field: 'content.alsoOutputs',
    }
  if (names.length > 1 && content.language !== 'python')
    return {
      code: 'one-output',
      detail: `A ${WORDS[content.language]} step has one output; ${names.slice(1).join(', ')} would be steps of their own`,
      field: 'content.alsoOutputs',
    }
  for (const name of names) {
    const named = resolve(state, name)
    if (named && !(named.kind === 'step' && named.step.stepId === stepId))
      return {
        code: 'name-taken',
        detail: `The name ${name} is taken by another ${named.kind}; choose another`,
        field: name === content.output ? 'content.output' : 'content.alsoOutputs',
      }
  }
  if ((content.language === 'python' || content.language === 'packages') && !state.environments.has('python'))
    return {
      code: 'language-denied',
      detail: 'Python is not ready on this server; write the step in SQL, or try again when it is',
      field: 'content.language',
    }
  const most = state.policy.limits
  const { limits } = content
  if (limits.seconds > most.seconds || limits.memoryMb > most.memoryMb || limits.rows > most.rows)
    return {
      code: 'limits-exceeded',
      detail: `The policy allows at most ${most.seconds} s, ${most.memoryMb} MB and ${most.rows} rows`,
      field: 'content.limits',
    }
  if (change !== 'remove') return undefined
  const step = state.steps.get(stepId)
  const definition = step && definitionOf(state, step)
  return definition && isSameContent(definition.content, content)
    ? undefined
    : {
        code: 'inputs-changed',
        detail: 'What is to be removed is not what stands there now',
        field: 'content',
      }
}

function wrongForAgent(
  state: WorkspaceState,
  data: ProposeStep['data'],
  step: Step | undefined,
): Refusal | undefined {
  const turn = data.turnId && state.turns.get(data.turnId)
  if (!turn || turn.objectiveId !== data.objectiveId)
    return {
      code: 'not-found',
      detail: 'An agent proposes only within a turn for its objective',
      field: 'turnId',
    }
  if (turn.end !== undefined) return { code: 'turn-ended', detail: 'This turn of the agent has ended' }
  if (step?.isEscalated)
    return { code: 'escalated', detail: 'A person has taken this step over; ask what they want' }
  const pending = step && pendingOf(state, step)
  if (pending?.author.kind === 'human')
    return { code: 'person-is-editing', detail: 'A person has proposed this step; wait for the decision' }
  const open = [...state.proposals.values()].filter(
    (one) => isPending(one.status) && one.author.kind === 'agent' && one.objectiveId === data.objectiveId,
  )
  if (open.length >= state.policy.openAgentProposals && !pending)
    return {
      code: 'too-many-open-proposals',
      detail: `${open.length} proposals wait for a decision already; wait for it`,
    }
  return undefined
}

/** A newer proposal takes the place of all of the step's that wait for a decision or for their run. */
function superseded(
  state: WorkspaceState,
  step: Step | undefined,
  by: Proposal['proposalId'],
): readonly WorkspaceEvent[] {
  return (step?.proposalIds ?? []).flatMap((proposalId) => {
    const status = state.proposals.get(proposalId)?.status
    return status && (isPending(status) || status === 'approved')
      ? [{ type: 'ProposalSuperseded' as const, data: { proposalId, by } }]
      : []
  })
}

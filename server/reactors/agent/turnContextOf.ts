/** The context of a turn: rebuilt from the fold, so that a restart loses nothing and an auditor can see what the agent saw. */
import type { AskedAbout, StoryItem, TurnContext } from '#agents/turnContext.ts'
import { isAboutStep, standingThread } from '#shared/askedAbout.ts'
import { datasetSummaryOf, seenProposalOf } from '#server/reactors/agent/seenOf.ts'
import type { TableRows } from '#server/reactors/agent/tableRows.ts'
import { wordsOf } from '#shared/constraint.ts'
import { lastProposalOf } from '#shared/scope.ts'
import { isSameContent } from '#shared/stepDigest.ts'
import type { Proposal, Turn, WorkspaceState } from '#shared/workspace.ts'

export async function turnContextOf(
  state: WorkspaceState,
  turn: Turn,
  rows: TableRows,
): Promise<TurnContext> {
  const { objectiveId } = turn
  const objective = state.objectives.get(objectiveId)
  if (!objective) throw new Error('The turn is for an objective that was never written')
  const constraints = [...state.constraints.values()].filter(
    (one) => one.objectiveId === undefined || one.objectiveId === objectiveId,
  )
  const about = await aboutOf(state, turn, rows)
  return {
    cause: turn.cause,
    ...(about ? { about } : {}),
    objective: { text: objective.text, acceptance: objective.acceptance },
    constraints: constraints.map(({ text, checks }) => ({ text, checks: checks.map(wordsOf) })),
    datasets: [...state.datasets.values()].map(datasetSummaryOf),
    plan: latestPlan(state, turn),
    story: await storyOf(state, turn, rows),
  }
}

async function aboutOf(
  state: WorkspaceState,
  { objectiveId }: Turn,
  rows: TableRows,
): Promise<AskedAbout | undefined> {
  const about = standingThread(state, objectiveId)?.about
  const step = about && state.steps.get(about.stepId)
  const proposal = step && lastProposalOf(state, step)
  return about && proposal
    ? { words: about.words, step: await seenProposalOf(state, proposal, rows) }
    : undefined
}

function latestPlan(state: WorkspaceState, { objectiveId }: Turn): Turn['plan'] {
  const planned = [...state.turns.values()].filter(
    (one) => one.objectiveId === objectiveId && one.plan.length > 0,
  )
  return (
    planned.reduce<Turn | undefined>((last, one) => (last && last.seq > one.seq ? last : one), undefined)
      ?.plan ?? []
  )
}

type Placed = { readonly seq: number; readonly items: readonly StoryItem[] }

async function storyOf(state: WorkspaceState, turn: Turn, rows: TableRows): Promise<readonly StoryItem[]> {
  const isOurs = (one: { readonly objectiveId?: Turn['objectiveId'] | undefined }): boolean =>
    one.objectiveId === turn.objectiveId
  const proposals = await Promise.all(
    [...state.proposals.values()]
      .filter((one) => isOurs(one))
      .map(async (proposal): Promise<Placed> => ({
        seq: proposal.seq,
        items: [
          ...editOf(state, proposal),
          { kind: 'proposal', proposal: await seenProposalOf(state, proposal, rows) },
        ],
      })),
  )
  const questions = [...state.questions.values()]
    .filter(isOurs)
    .map(({ seq, questionId, text, options, answer }): Placed => ({
      seq,
      items: [{ kind: 'question', questionId, text, options, ...(answer === undefined ? {} : { answer }) }],
    }))
  // An answer about one step is no answer to the objective.
  const conclusions = state.conclusions
    .filter((one) => isOurs(one) && !isAboutStep(state, one.objectiveId, one.turnId))
    .map(({ seq, text, citations }): Placed => ({ seq, items: [{ kind: 'conclusion', text, citations }] }))
  return [...proposals, ...questions, ...conclusions]
    .sort((one, other) => one.seq - other.seq)
    .flatMap((placed) => placed.items)
}

/** A person's change of what stood before: what the agent learns most from. */
function editOf(state: WorkspaceState, proposal: Proposal): readonly StoryItem[] {
  if (proposal.author.kind !== 'human' || !proposal.supersedes) return []
  const before = state.proposals.get(proposal.supersedes)
  if (!before || isSameContent(before.content, proposal.content)) return []
  return [
    {
      kind: 'edit',
      from: before.proposalId,
      to: proposal.proposalId,
      codeBefore: before.content.code,
      codeAfter: proposal.content.code,
    },
  ]
}

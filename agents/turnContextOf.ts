/** From the fold of the record to the context of a turn. Pure: the rows that it shows are handed in. */
import { datasetSummaryOf, seenProposalOf, type RowsOfRuns } from '#agents/recordSeen.ts'
import type { StoryItem, TurnContext } from '#agents/turnContext.ts'
import type { TurnCause } from '#shared/agentTurn.ts'
import { wordsOf } from '#shared/constraint.ts'
import type { ObjectiveId, RunId } from '#shared/ids.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

export type TurnAbout = {
  readonly objectiveId: ObjectiveId
  readonly cause: TurnCause
  readonly notes: TurnContext['notes']
}

export function turnContextOf(state: WorkspaceState, about: TurnAbout, rows: RowsOfRuns): TurnContext {
  const { objectiveId, cause, notes } = about
  const objective = state.objectives.get(objectiveId)
  if (!objective) throw new Error(`A turn about an objective that the record does not hold: ${objectiveId}`)
  const turns = [...state.turns.values()].filter((turn) => turn.objectiveId === objectiveId)
  return {
    cause,
    objective: { text: objective.text, acceptance: objective.acceptance },
    constraints: [...state.constraints.values()]
      .filter((one) => one.objectiveId === undefined || one.objectiveId === objectiveId)
      .map(({ text, checks }) => ({ text, checks: checks.map(wordsOf) })),
    datasets: [...state.datasets.values()].map(datasetSummaryOf),
    notes,
    plan: turns.findLast((turn) => turn.plan.length > 0)?.plan ?? [],
    story: storyOf(state, objectiveId, rows),
  }
}

/** The runs whose first rows the context shows: read them before, and hand them in. */
export const runsShown = (state: WorkspaceState, objectiveId: ObjectiveId): readonly RunId[] =>
  proposalsOf(state, objectiveId).flatMap((proposal) => proposal.runIds.slice(-1))

/** Steps for this objective, and those that people made for none. */
const proposalsOf = (state: WorkspaceState, objectiveId: ObjectiveId): readonly Proposal[] =>
  [...state.proposals.values()].filter(
    (one) => one.objectiveId === undefined || one.objectiveId === objectiveId,
  )

function storyOf(state: WorkspaceState, objectiveId: ObjectiveId, rows: RowsOfRuns): readonly StoryItem[] {
  const placed: { readonly seq: number; readonly item: StoryItem }[] = []
  for (const proposal of proposalsOf(state, objectiveId)) {
    const edit = editOf(state, proposal)
    if (edit) placed.push({ seq: proposal.seq, item: edit })
    placed.push({
      seq: proposal.seq,
      item: { kind: 'proposal', proposal: seenProposalOf(state, proposal, rows) },
    })
  }
  for (const { seq, ...question } of state.questions.values()) {
    if (question.objectiveId !== objectiveId) continue
    const { questionId, text, options, answer } = question
    placed.push({
      seq,
      item: { kind: 'question', questionId, text, options, ...(answer === undefined ? {} : { answer }) },
    })
  }
  for (const { seq, text, citations, ...conclusion } of state.conclusions)
    if (conclusion.objectiveId === objectiveId)
      placed.push({ seq, item: { kind: 'conclusion', text, citations } })
  // The sort is stable: an edit stays before the proposal that it made.
  return placed.sort((one, other) => one.seq - other.seq).map(({ item }) => item)
}

/** A person took the place of an agent's proposal with other code. */
function editOf(state: WorkspaceState, proposal: Proposal): StoryItem | undefined {
  const before = proposal.supersedes && state.proposals.get(proposal.supersedes)
  if (!before || proposal.author.kind !== 'human' || before.author.kind === 'human') return undefined
  if (before.content.code === proposal.content.code) return undefined
  return {
    kind: 'edit',
    from: before.proposalId,
    to: proposal.proposalId,
    codeBefore: before.content.code,
    codeAfter: proposal.content.code,
  }
}

/** The blocks of the notebook in their order: drafts as people placed them, and steps of the ledger that nobody has placed yet. */
import type * as Y from 'yjs'
import { draftOf, orderOf, type Draft } from '#client/workspace/drafts.ts'
import type { ConstraintId, ObjectiveId, StepId } from '#shared/ids.ts'
import { candidateOf, lastProposalOf, resolve } from '#shared/scope.ts'
import type { ConstraintState, ObjectiveState, Proposal, Step, WorkspaceState } from '#shared/workspace.ts'

export type Block =
  | {
      readonly kind: 'objective'
      readonly id: string
      readonly draft: Draft | undefined
      readonly fact: ObjectiveState | undefined
    }
  | {
      readonly kind: 'constraint'
      readonly id: string
      readonly draft: Draft | undefined
      readonly fact: ConstraintState | undefined
    }
  | { readonly kind: 'note'; readonly id: string; readonly draft: Draft }
  | {
      readonly kind: 'step'
      readonly id: string
      readonly draft: Draft | undefined
      readonly step: Step | undefined
    }

/** Of an earlier moment only what was recorded is shown: drafts have no past. */
export function blocksIn(doc: Y.Doc, state: WorkspaceState, isPast = false): readonly Block[] {
  const placed = new Map<string, Block>()
  for (const id of orderOf(doc).toArray()) {
    if (placed.has(id)) continue
    const draft = isPast ? undefined : draftOf(doc, id)
    const block = draft ? blockOf(draft, state) : recordedBlock(state, id)
    if (block) placed.set(id, block)
  }
  const blocks = [...placed.values()]
  for (const objective of state.objectives.values())
    if (!objective.isRetired && !placed.has(objective.objectiveId))
      blocks.push({ kind: 'objective', id: objective.objectiveId, draft: undefined, fact: objective })
  for (const constraint of state.constraints.values())
    if (!placed.has(constraint.constraintId))
      blocks.push({ kind: 'constraint', id: constraint.constraintId, draft: undefined, fact: constraint })
  for (const step of state.steps.values())
    if (!placed.has(step.stepId) && isShown(state, step)) insertStep(blocks, state, step)
  return blocks
}

/** The same blocks, as the objects of before where nothing of them changed: what is drawn of those stays. */
export function keptBlocks(before: readonly Block[], now: readonly Block[]): readonly Block[] {
  const known = new Map(before.map((block) => [block.id, block]))
  const kept = now.map((block) => {
    const was = known.get(block.id)
    return was && isSameBlock(was, block) ? was : block
  })
  return kept.length === before.length && kept.every((block, at) => block === before[at]) ? before : kept
}

function isSameBlock(one: Block, other: Block): boolean {
  if (one.draft?.map !== other.draft?.map || one.draft?.text !== other.draft?.text) return false
  switch (one.kind) {
    case 'note':
      return other.kind === 'note'
    case 'step':
      return other.kind === 'step' && one.step === other.step
    case 'objective':
    case 'constraint':
      return other.kind === one.kind && one.fact === other.fact
  }
}

function blockOf(draft: Draft, state: WorkspaceState): Block {
  const { id } = draft
  switch (draft.kind) {
    case 'objective':
      return { kind: 'objective', id, draft, fact: byId(state.objectives, id) }
    case 'constraint':
      return { kind: 'constraint', id, draft, fact: byId(state.constraints, id) }
    case 'step':
      return { kind: 'step', id, draft, step: byId(state.steps, id) }
    case 'note':
      return { kind: 'note', id, draft }
  }
}

/** A block of the ledger that somebody has given a place, though it has no draft. */
function recordedBlock(state: WorkspaceState, id: string): Block | undefined {
  const objective = byId(state.objectives, id)
  if (objective && !objective.isRetired) return { kind: 'objective', id, draft: undefined, fact: objective }
  const constraint = byId(state.constraints, id)
  if (constraint) return { kind: 'constraint', id, draft: undefined, fact: constraint }
  const step = byId(state.steps, id)
  return step && isShown(state, step) ? { kind: 'step', id, draft: undefined, step } : undefined
}

/** A draft's id is what some client wrote: it is looked up as text and trusted for nothing. */
const byId = <K extends ObjectiveId | ConstraintId | StepId, V>(
  map: ReadonlyMap<K, V>,
  id: string,
): V | undefined => {
  for (const [key, value] of map) if (key === id) return value
  return undefined
}

/** Removed steps are gone from the page; so are blocked and turned-down ideas that a later step of the same name replaced. */
export function isShown(state: WorkspaceState, step: Step): boolean {
  if (step.isRemoved) return false
  if (candidateOf(state, step)) return true
  const last = lastProposalOf(state, step)
  if (!last || last.status === 'withdrawn') return false
  // Of one name the last step stands; this one has no candidate, so the one that is found is another.
  const named = resolve(state, last.content.output)
  return !(named?.kind === 'step' && named.proposal.seq > last.seq)
}

/** Behind the last step of its objective, else behind the objective, else at the end. */
function insertStep(blocks: Block[], state: WorkspaceState, step: Step): void {
  const block: Block = { kind: 'step', id: step.stepId, draft: undefined, step }
  const { objectiveId } = step
  const at = blocks.findLastIndex(
    (one) =>
      objectiveId !== undefined &&
      (one.id === objectiveId ||
        (one.kind === 'step' &&
          one.step?.objectiveId === objectiveId &&
          firstSeq(state, one.step) < firstSeq(state, step))),
  )
  blocks.splice(at < 0 ? blocks.length : at + 1, 0, block)
}

const firstSeq = (state: WorkspaceState, step: Step): number => {
  const id = step.proposalIds[0]
  return (id && state.proposals.get(id)?.seq) || 0
}

/** Whether the ledger has anything of it: such a block is not deleted, but retired or proposed for removal. */
export function isRecorded(block: Block): boolean {
  if (block.kind === 'note') return false
  return (block.kind === 'step' ? block.step : block.fact) !== undefined
}

/** Proposals that wait for a person, those that need most care first, older before newer. */
export function inboxOf(state: WorkspaceState): readonly Proposal[] {
  const waiting = [...state.proposals.values()].filter((one) => one.status === 'in-review')
  return waiting.sort(
    (one, other) =>
      (other.preflight?.tier ?? '').localeCompare(one.preflight?.tier ?? '') || one.seq - other.seq,
  )
}

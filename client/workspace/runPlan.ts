/** Which steps run when more than one is asked for, and what each of them waits for. It only plans: each runs by the one path. */
import { languageFrom } from '#client/workspace/languages.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { wordOf } from '#client/workspace/drafts.ts'
import type { DraftStep } from '#client/workspace/planRun.ts'
import { stepFactsOf, type StepFacts } from '#client/workspace/stepStatus.ts'
import { readsOf } from '#shared/graph.ts'
import { nameKey, ObjectiveId, StepId } from '#shared/ids.ts'
import { isSameDraft } from '#shared/packages.ts'
import { isSameOutputs, outputsAsText } from '#shared/step.ts'
import type { Proposal, Step, WorkspaceState } from '#shared/workspace.ts'

export type Runnable = {
  readonly step: DraftStep
  /** Keys of the names that it reads; of a draft that nobody has analysed yet, every word that could be one. */
  readonly reads: ReadonlySet<string>
  /** Due is what never ran, failed, or was edited since; under way is what ends without being asked for again. */
  readonly state: 'fresh' | 'stale' | 'due' | 'under-way' | 'waits-for-review'
}

export type Wanted =
  { readonly kind: 'up-to' | 'from'; readonly stepId: string } | { readonly kind: 'all-stale' }

export type PlannedRun = Runnable & {
  /** Steps of the same plan whose results it reads. */
  readonly after: readonly StepId[]
}

export function runnablesIn(state: WorkspaceState, blocks: readonly Block[]): readonly Runnable[] {
  return blocks.flatMap((block) => {
    const stepId = StepId.safeParse(block.id)
    if (block.kind !== 'step' || !stepId.success) return []
    const facts = stepFactsOf(state, block.step)
    const content = draftedIn(block) ?? recordedIn(facts.candidate)
    if (!content) return []
    const { language, code, output } = content
    const objectiveId = ObjectiveId.safeParse(block.step?.objectiveId)
    const isEdited = !isAsRecorded(content, facts.candidate)
    const step: DraftStep = {
      stepId: stepId.data,
      language,
      code,
      output,
      ...(objectiveId.success ? { objectiveId: objectiveId.data } : {}),
    }
    return [{ step, reads: readsIn(state, block.step, isEdited, code), state: stateOf(facts, isEdited) }]
  })
}

/** In the order of dependency. Steps off the wanted way, and those above that are fresh, are left alone. */
export function runPlanOf(runnables: readonly Runnable[], wanted: Wanted): readonly PlannedRun[] {
  const byOutput = byOutputName(runnables)
  const above = (one: Runnable): readonly Runnable[] =>
    [...one.reads].flatMap((name) => {
      const found = byOutput.get(name)
      return found && found !== one ? [found] : []
    })
  const chosen = new Set(chosenOf(runnables, wanted, above))
  const planned: PlannedRun[] = []
  const seen = new Set<Runnable>()
  const visit = (one: Runnable): readonly StepId[] => {
    if (!seen.has(one)) {
      seen.add(one)
      const after = above(one).flatMap(visit)
      if (!chosen.has(one)) return after
      planned.push({ ...one, after: [...new Set(after)] })
    }
    return chosen.has(one) ? [one.step.stepId] : []
  }
  for (const one of runnables) visit(one)
  return planned
}

/** Name key → the step that defines it. */
export const byOutputName = (runnables: Iterable<Runnable>): ReadonlyMap<string, Runnable> =>
  new Map(
    [...runnables].flatMap((one) => one.step.output.split(',').map((name) => [nameKey(name.trim()), one])),
  )

function chosenOf(
  runnables: readonly Runnable[],
  wanted: Wanted,
  above: (one: Runnable) => readonly Runnable[],
): readonly Runnable[] {
  if (wanted.kind === 'all-stale') return runnables.filter((one) => one.state === 'stale')
  const here = runnables.find((one) => one.step.stepId === wanted.stepId)
  if (!here) return []
  if (wanted.kind === 'up-to')
    return [...reachedFrom(here, above)].filter((one) => one === here || one.state !== 'fresh')
  return runnables.filter((one) => reachedFrom(one, above).has(here))
}

function reachedFrom(start: Runnable, next: (one: Runnable) => readonly Runnable[]): ReadonlySet<Runnable> {
  const reached = new Set([start])
  for (const one of reached) for (const other of next(one)) reached.add(other)
  return reached
}

function draftedIn({
  draft,
}: Extract<Block, { kind: 'step' }>): Pick<DraftStep, 'language' | 'code' | 'output'> | undefined {
  if (!draft) return undefined
  return {
    language: languageFrom(wordOf(draft, 'language')),
    code: draft.text.toJSON(),
    output: wordOf(draft, 'output'),
  }
}

const recordedIn = (
  candidate: Proposal | undefined,
): Pick<DraftStep, 'language' | 'code' | 'output'> | undefined =>
  candidate && { ...candidate.content, output: outputsAsText(candidate.content) }

const isAsRecorded = (
  { code, output }: Pick<DraftStep, 'code' | 'output'>,
  candidate: Proposal | undefined,
): boolean =>
  candidate !== undefined && isSameDraft(candidate.content, code) && isSameOutputs(candidate.content, output)

function readsIn(
  state: WorkspaceState,
  step: Step | undefined,
  isEdited: boolean,
  code: string,
): ReadonlySet<string> {
  const names = step && !isEdited ? readsOf(state, step) : (code.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [])
  return new Set(names.map(nameKey))
}

function stateOf({ status, pending }: StepFacts, isEdited: boolean): Runnable['state'] {
  if (status === 'queued' || status === 'running') return 'under-way'
  if (pending) return 'waits-for-review'
  if (isEdited) return 'due'
  return status === 'succeeded' ? 'fresh' : status === 'stale' ? 'stale' : 'due'
}

/** What is different between two moments, block by block: what was asked, what must hold, the data, and each step's code, state and result. */
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import { wordsOf } from '#shared/constraint.ts'
import type { WorkspaceState } from '#shared/workspace.ts'
import { artifactsIn, type Artifact } from '#shared/artifact.ts'
import { outputsAsText } from '#shared/step.ts'

export type Part = { readonly what: string; readonly before: string; readonly after: string }
export type BlockChange = {
  readonly id: string
  readonly kind: 'objective' | 'constraint' | 'dataset' | 'step'
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Only what differs; of an added or removed block all of it, against nothing. */
  readonly parts: readonly Part[]
}

/** A block as named texts: two moments differ where a text does. */
type Shown = {
  readonly kind: BlockChange['kind']
  readonly name: string
  readonly texts: ReadonlyMap<string, string>
}

export function compareMoments(before: WorkspaceState, after: WorkspaceState): readonly BlockChange[] {
  const [old, now] = [shownIn(before), shownIn(after)]
  const ids = new Set([...old.keys(), ...now.keys()])
  return [...ids].flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)]
    const parts = partsOf(was?.texts ?? new Map(), is?.texts ?? new Map())
    const { kind, name } = is ?? was ?? { kind: 'step', name: id }
    if (parts.length === 0 && was && is) return []
    return [{ id, kind, name, change: was ? (is ? 'changed' : 'removed') : 'added', parts }]
  })
}

function partsOf(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): readonly Part[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((what) => {
    const [before, after] = [was.get(what) ?? '', is.get(what) ?? '']
    return before === after ? [] : [{ what, before, after }]
  })
}

function shownIn(state: WorkspaceState): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>()
  const show = (
    id: string,
    kind: Shown['kind'],
    name: string,
    texts: Readonly<Record<string, string>>,
  ): void => {
    shown.set(id, { kind, name, texts: new Map(Object.entries(texts).filter(([, text]) => text !== '')) })
  }
  for (const { objectiveId, text, acceptance, isRetired } of state.objectives.values())
    if (!isRetired)
      show(objectiveId, 'objective', firstLine(text), { text, acceptance: acceptance.join('\n') })
  for (const { constraintId, text, checks } of state.constraints.values())
    show(constraintId, 'constraint', firstLine(text), { text, checks: checks.map(wordsOf).join('\n') })
  for (const { datasetId, name, version, current } of state.datasets.values())
    show(datasetId, 'dataset', name, {
      content: `version ${version}, ${current.rows} rows, ${current.contentDigest.slice(0, 12)}`,
      columns: current.columns.map((one) => `${one.name} ${one.type} (${one.sensitivity})`).join('\n'),
    })
  for (const step of state.steps.values()) {
    if (step.isRemoved) continue
    const { status, candidate, result } = stepFactsOf(state, step)
    if (!candidate) continue
    const { content, title } = candidate
    show(step.stepId, 'step', outputsAsText(content), {
      title,
      code: content.code,
      state: status,
      result: artifactsIn(result ?? {})
        .map(resultLine)
        .join('\n'),
    })
  }
  return shown
}

const resultLine = (artifact: Artifact): string =>
  artifact.kind === 'table'
    ? `${artifact.rows} rows, ${artifact.contentDigest.slice(0, 12)}`
    : `${artifact.kind} ${artifact.digest.slice(0, 12)}`

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

/** What a node of the canvas shows, in plain values: a face that is the same as before is not drawn again. */
import type * as Y from 'yjs'
import type { Block } from '#client/workspace/blocks.ts'
import { wordOf } from '#client/workspace/drafts.ts'
import { wordsOfStale, type StepFacts, type StepStatus } from '#client/workspace/stepStatus.ts'
import { counted } from '#client/workspace/when.ts'
import { Language } from '#shared/constraint.ts'
import type { DatasetState } from '#shared/workspace.ts'
import { outputsAsText } from '#shared/step.ts'

type Shown = {
  readonly id: string
  readonly title: string
  /** What was recorded; a draft shows its own text, letter by letter. */
  readonly text: string
  readonly draft: Y.Text | undefined
}

export type StepFace = Shown & {
  readonly kind: 'step'
  readonly status: StepStatus
  readonly language: Language
  /** Its name in other steps. */
  readonly output: string
  readonly result: string
  readonly isWaiting: boolean
  readonly because: string
}
export type ObjectiveFace = Shown & {
  readonly kind: 'objective'
  readonly steps: number
  readonly waiting: number
  readonly worst: StepStatus | undefined
}
export type PlainFace = Shown & { readonly kind: 'dataset' | 'constraint' | 'note' }
export type Face = StepFace | ObjectiveFace | PlainFace

export function faceOfDataset(dataset: DatasetState): PlainFace {
  const { rows, columns } = dataset.current
  return {
    kind: 'dataset',
    id: dataset.datasetId,
    title: dataset.name,
    text: `${counted(rows, 'row')} × ${counted(columns.length, 'column')}`,
    draft: undefined,
  }
}

export function faceOfStep(block: Extract<Block, { kind: 'step' }>, facts: StepFacts): StepFace {
  const { draft } = block
  const { pending, candidate, result, stale } = facts
  const content = (pending ?? candidate)?.content
  const output = content ? outputsAsText(content) : ''
  const typed = Language.safeParse(draft && wordOf(draft, 'language'))
  return {
    kind: 'step',
    id: block.id,
    title: (pending ?? candidate)?.title ?? output,
    text: content?.code ?? '',
    draft: draft?.text,
    status: facts.status,
    language: content?.language ?? typed.data ?? 'sql',
    output: output || (draft ? wordOf(draft, 'output') : ''),
    result: result ? sizeOf(result) : '',
    isWaiting: pending?.status === 'in-review',
    because: stale.map(wordsOfStale).join('; '),
  }
}

function sizeOf({ artifact, also }: NonNullable<StepFacts['result']>): string {
  if (!artifact) return ''
  const more = also ? `, and ${also.length} more` : ''
  if (artifact.kind !== 'table') return `${artifact.kind}${more}`
  return `${counted(artifact.rows, 'row')} × ${counted(artifact.schema.length, 'column')}${more}`
}

export function faceOfObjective(
  { id, draft, fact }: Extract<Block, { kind: 'objective' }>,
  members: readonly Face[],
): ObjectiveFace {
  const steps = members.filter((face) => face.kind === 'step')
  const statuses = new Set(steps.map((face) => face.status))
  return {
    kind: 'objective',
    id,
    title: '',
    text: fact?.text ?? '',
    draft: draft?.text,
    steps: steps.length,
    waiting: steps.filter((face) => face.isWaiting).length,
    worst: STATUSES.find((status) => statuses.has(status)),
  }
}

/** What needs a person soonest comes first. */
export const STATUSES: readonly StepStatus[] = [
  'failed',
  'indeterminate',
  'disputed',
  'blocked',
  'in-review',
  'changes-requested',
  'rejected',
  'halted',
  'stale',
  'voided',
  'revoked',
  'expired',
  'withdrawn',
  'running',
  'queued',
  'proposed',
  'draft',
  'succeeded',
]

export function isSameFace(one: Face, other: Face): boolean {
  const [mine, theirs] = [Object.entries(one), new Map(Object.entries(other))]
  return mine.length === theirs.size && mine.every(([key, value]) => Object.is(theirs.get(key), value))
}

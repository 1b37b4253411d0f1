/** What a card says from afar: a title, and the state of a step. */
import type { Face } from '#client/features/canvas/faces.ts'
import { titleOf } from '#client/workspace/planRun.ts'
import type { StepStatus } from '#client/workspace/stepStatus.ts'

export type CardWords = { readonly title: string; readonly status: StepStatus | undefined }

const NAMES = { dataset: '', constraint: 'Constraint', note: 'Note' } as const

/** `typed` is what its draft says now, where it has one. */
export function cardWordsOf(face: Face, typed: string): CardWords {
  const text = face.draft ? typed : face.text
  switch (face.kind) {
    case 'step': {
      const { language, output } = face
      const isDraftNewer = face.draft !== undefined && typed !== face.text && !face.isWaiting
      return {
        title: face.title || titleOf({ language, code: text, output }) || output || 'New step',
        status: isDraftNewer && face.status !== 'running' ? 'draft' : face.status,
      }
    }
    case 'objective':
      return { title: text || 'New objective', status: face.worst }
    case 'dataset':
    case 'constraint':
    case 'note':
      return { title: face.title || text || NAMES[face.kind], status: undefined }
  }
}

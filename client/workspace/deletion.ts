/** What deleting a block comes to: of what is recorded nothing is ever erased. */
import { isRecorded, type Block } from '#client/workspace/blocks.ts'
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type Deletion = 'delete' | 'discard-draft' | 'propose-removal' | 'withdraw' | 'retire' | 'nothing'

export function deletionOf(block: Block, state: WorkspaceState): Deletion {
  if (block.draft) return isRecorded(block) ? 'discard-draft' : 'delete'
  if (block.kind !== 'step') return 'retire'
  const { pending, definition } = stepFactsOf(state, block.step)
  if (pending) return 'withdraw'
  return definition ? 'propose-removal' : 'nothing'
}

export const DELETION_WORDS: Readonly<Record<Deletion, string>> = {
  delete: 'Delete',
  'discard-draft': 'Discard the draft',
  'propose-removal': 'Propose its removal',
  withdraw: 'Withdraw its proposal',
  retire: 'Retire it',
  nothing: 'It stays in the record',
}

/** The blocks of an import, as drafts at the end of the page: one act to undo, in messages that the server takes. */
import { newId } from '#client/connection/newId.ts'
import { BLOCK_ACT, type Session } from '#client/connection/session.ts'
import { addDraft, placeAll, type NewDraft } from '#client/workspace/drafts.ts'
import { StepId } from '#shared/ids.ts'
import type { PlannedBlock } from '#shared/notebookFile/cellFate.ts'

/** Letters in one message; the server takes a megabyte. */
const MOST_LETTERS = 200_000

/** `ids` are the blocks that stand there now. Gives the first that was added. */
export function addBlocks(
  { doc, undo }: Pick<Session, 'doc' | 'undo'>,
  ids: readonly string[],
  blocks: readonly PlannedBlock[],
): string | undefined {
  const drafts = blocks.map(draftOf)
  undo.stopCapturing()
  doc.transact(() => placeAll(doc, ids), BLOCK_ACT)
  let some: NewDraft[] = []
  let letters = 0
  const send = (): void => {
    const sending = some
    doc.transact(() => {
      for (const draft of sending) addDraft(doc, draft)
    }, BLOCK_ACT)
    some = []
    letters = 0
  }
  for (const draft of drafts) {
    some.push(draft)
    letters += draft.text?.length ?? 0
    if (letters > MOST_LETTERS) send()
  }
  send()
  undo.stopCapturing()
  return drafts[0]?.id
}

function draftOf(block: PlannedBlock): NewDraft {
  const id = newId(StepId)
  if (block.kind === 'note') return { id, kind: 'note', text: block.text }
  return { id, kind: 'step', text: block.text, words: { language: block.kind, output: block.output } }
}

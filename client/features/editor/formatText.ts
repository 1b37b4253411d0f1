/** Formats a shared draft in place, as one act that its person can undo. */
import type * as Y from 'yjs'
import { formatCode } from '#client/features/editor/formatCode.ts'

/** Where an edit that comes of formatting comes from: an editor's undo takes it back like typing. */
export const FORMATTING = { origin: 'formatting' } as const

/** Why nothing was changed, or undefined. Others' cursors stay at their tokens. */
export async function formatText(text: Y.Text, language: 'sql' | 'chart'): Promise<string | undefined> {
  const code = text.toJSON()
  const formatted = await formatCode(language, code)
  if (formatted.end === 'refused') return formatted.why
  if (text.toJSON() !== code) return 'Somebody typed in the meantime, so nothing was changed.'
  text.doc?.transact(() => {
    // From the end, so that earlier offsets stay true.
    for (const { at, remove, insert } of [...formatted.edits].reverse()) {
      text.delete(at, remove)
      text.insert(at, insert)
    }
  }, FORMATTING)
  return undefined
}

/** An undo takes formatting back by itself, and not with what was typed just before or after. Returns how to stop. */
export function keepApart(text: Y.Text, undo: Y.UndoManager): () => void {
  const { doc } = text
  const onTransaction = ({ origin }: Y.Transaction): void => {
    if (origin === FORMATTING) undo.stopCapturing()
  }
  doc?.on('beforeTransaction', onTransaction)
  doc?.on('afterTransaction', onTransaction)
  return () => {
    doc?.off('beforeTransaction', onTransaction)
    doc?.off('afterTransaction', onTransaction)
  }
}

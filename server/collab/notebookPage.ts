/** The notes of the shared document and the order of its blocks, read from what is stored of it. */
import * as Y from 'yjs'
import type { NotebookPage } from '#shared/notebookFile/exportNotebook.ts'

export function notebookPageOf(updates: readonly Uint8Array[]): NotebookPage {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  const notes = new Map<string, string>()
  for (const [id, block] of doc.getMap('blocks')) {
    if (!(block instanceof Y.Map) || block.get('kind') !== 'note') continue
    const text: unknown = block.get('text')
    if (text instanceof Y.Text) notes.set(id, text.toJSON())
  }
  const order = doc
    .getArray('order')
    .toArray()
    .filter((id) => typeof id === 'string')
  doc.destroy()
  return { order, notes }
}

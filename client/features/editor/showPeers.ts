/** Draws where others are in an editor, with their names, and tells them where its own person is while it has the focus. */
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { monaco } from '#client/features/editor/monaco.ts'
import { hideCursor, peerCursors, tellCursor, type PeerCursor } from '#client/features/editor/peerCursors.ts'
import { visibleText } from '#client/ui/visibleText.ts'
import { personClassOf } from '#client/workspace/usePresence.ts'

type Seat = {
  readonly awareness: Awareness
  readonly text: Y.Text
  readonly block: string
  readonly me: string
}

export function showPeers(editor: monaco.editor.IStandaloneCodeEditor, seat: Seat): () => void {
  const { awareness, text, block, me } = seat
  const marks = editor.createDecorationsCollection()
  let names: readonly monaco.editor.IContentWidget[] = []
  const draw = (): void => {
    const model = editor.getModel()
    if (!model) return
    const peers = peerCursors(awareness, text, block, me)
    marks.set(peers.flatMap((peer) => marksOf(peer, model)))
    for (const one of names) editor.removeContentWidget(one)
    names = peers.map((peer) => nameOf(peer, model.getPositionAt(peer.head)))
    for (const one of names) editor.addContentWidget(one)
  }
  const tell = (): void => {
    const [model, selection] = [editor.getModel(), editor.getSelection()]
    if (!model || !selection || !editor.hasTextFocus()) return
    const { selectionStartLineNumber, selectionStartColumn } = selection
    const start = { lineNumber: selectionStartLineNumber, column: selectionStartColumn }
    tellCursor(awareness, text, block, model.getOffsetAt(start), model.getOffsetAt(selection.getPosition()))
  }
  const hide = (): void => {
    if (awareness.getLocalState()?.['cursor']) hideCursor(awareness)
  }
  const listening = [
    editor.onDidChangeCursorSelection(tell),
    editor.onDidFocusEditorText(tell),
    editor.onDidBlurEditorText(hide),
  ]
  awareness.on('change', draw)
  text.observe(draw)
  draw()
  return () => {
    if (editor.hasTextFocus()) hide()
    for (const one of listening) one.dispose()
    awareness.off('change', draw)
    text.unobserve(draw)
    marks.clear()
  }
}

function marksOf(
  { personId, anchor, head }: PeerCursor,
  model: monaco.editor.ITextModel,
): readonly monaco.editor.IModelDeltaDecoration[] {
  const look = personClassOf(personId)
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)].map((at) => model.getPositionAt(at))
  const place = model.getPositionAt(head)
  const cursor = {
    range: monaco.Range.fromPositions(place),
    options: { beforeContentClassName: `peer-cursor ${look}`, showIfCollapsed: true },
  }
  if (!from || !to || anchor === head) return [cursor]
  const range = monaco.Range.fromPositions(from, to)
  return [{ range, options: { className: `peer-selection ${look}` } }, cursor]
}

function nameOf(
  { clientId, personId, name }: PeerCursor,
  position: monaco.IPosition,
): monaco.editor.IContentWidget {
  const label = document.createElement('span')
  label.className = `peer-name ${personClassOf(personId)}`
  label.textContent = visibleText(name)
    .map((piece) => piece.text)
    .join('')
  const { ABOVE, BELOW } = monaco.editor.ContentWidgetPositionPreference
  return {
    getId: () => `peer-${clientId}`,
    getDomNode: () => label,
    getPosition: () => ({ position, preference: [ABOVE, BELOW] }),
  }
}

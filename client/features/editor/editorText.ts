import type { EditorText } from '#client/features/editor/bindText.ts'
import { monaco } from '#client/features/editor/monaco.ts'

/** A Monaco model as the binding sees it: offsets, and `\n`. */
export function editorTextOf(model: monaco.editor.ITextModel): EditorText {
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  return {
    value: () => model.getValue(),
    apply(edits) {
      model.applyEdits(
        edits.map(({ at, remove, insert }) => ({
          range: monaco.Range.fromPositions(model.getPositionAt(at), model.getPositionAt(at + remove)),
          text: insert,
        })),
      )
    },
    onEdit(listen) {
      const listening = model.onDidChangeContent(({ changes }) =>
        listen(
          changes.map(({ rangeOffset, rangeLength, text }) => ({
            at: rangeOffset,
            remove: rangeLength,
            insert: text,
          })),
        ),
      )
      return () => listening.dispose()
    },
  }
}

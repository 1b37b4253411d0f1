/** The keys of ours within an editor. Keys and not Monaco's commands: a command belongs to the last editor made. */
import { monaco } from '#client/features/editor/monaco.ts'
import type { RunThen } from '#client/workspace/runThen.ts'

export type EditorActs = {
  readonly run: (then: RunThen) => void
  readonly undo: () => void
  readonly redo: () => void
  readonly format: () => void
}

export function listenToKeys(editor: monaco.editor.ICodeEditor, acts: EditorActs): void {
  editor.onKeyDown((event) => {
    const act = actOf(event, acts)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  })
}

function actOf(event: monaco.IKeyboardEvent, acts: EditorActs): (() => void) | undefined {
  const { keyCode, shiftKey, altKey } = event
  const { KeyCode } = monaco
  const isMain = event.ctrlKey || event.metaKey
  if (keyCode === KeyCode.KeyF && shiftKey && altKey && !isMain) return acts.format
  if (keyCode === KeyCode.Enter && altKey && !shiftKey && !isMain) return () => acts.run('insert-below')
  if (altKey) return undefined
  if (keyCode === KeyCode.Enter && isMain && !shiftKey) return () => acts.run('stay')
  if (keyCode === KeyCode.Enter && shiftKey && !isMain) return () => acts.run('go-on')
  if (!isMain) return undefined
  if (keyCode === KeyCode.KeyY || (keyCode === KeyCode.KeyZ && shiftKey)) return acts.redo
  return keyCode === KeyCode.KeyZ ? acts.undo : undefined
}

import { useEffect, useRef } from 'react'
import * as Y from 'yjs'
import { bindText } from '#client/features/editor/bindText.ts'
import { editorTextOf } from '#client/features/editor/editorText.ts'
import { editorOptions, monaco } from '#client/features/editor/monaco.ts'
import { useTheme } from '#client/ui/useTheme.ts'
import type { Finding } from '#shared/preflight.ts'

export type EditorProps = {
  readonly text: Y.Text
  readonly language: 'sql' | 'chart'
  readonly label: string
  readonly findings: readonly Finding[]
  readonly onRun: (then: 'stay' | 'go-on') => void
}

const MOST_HEIGHT = 620

export function MonacoEditor({ text, language, label, findings, onRun }: EditorProps) {
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined)
  const run = useRef(onRun)
  useEffect(() => {
    run.current = onRun
  }, [onRun])
  const theme = useTheme()

  useEffect(() => {
    const element = box.current
    if (!element) return
    const model = monaco.editor.createModel('', language)
    const made = monaco.editor.create(element, { ...editorOptions, model, ariaLabel: label })
    editor.current = made
    const binding = bindText(text, editorTextOf(model))
    const undo = new Y.UndoManager(text, { trackedOrigins: new Set([binding]) })
    const fit = (): void => {
      element.style.height = `${Math.min(MOST_HEIGHT, Math.max(60, made.getContentHeight() + 2))}px`
    }
    made.onDidContentSizeChange(fit)
    fit()
    const { KeyMod, KeyCode } = monaco
    made.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, () => run.current('stay'))
    made.addCommand(KeyMod.Shift | KeyCode.Enter, () => run.current('go-on'))
    // Monaco's own undo would also take back what others typed. Keys and not commands: a command is the last editor's.
    made.onKeyDown((event) => {
      if (!(event.ctrlKey || event.metaKey)) return
      const isRedo = event.keyCode === KeyCode.KeyY || (event.keyCode === KeyCode.KeyZ && event.shiftKey)
      if (!isRedo && event.keyCode !== KeyCode.KeyZ) return
      event.preventDefault()
      event.stopPropagation()
      if (isRedo) undo.redo()
      else undo.undo()
    })
    return () => {
      binding.dispose()
      undo.destroy()
      made.dispose()
      model.dispose()
      editor.current = undefined
    }
  }, [text, language, label])

  useEffect(() => monaco.editor.setTheme(`countersign-${theme}`), [theme])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (!model) return
    const marks = findings.map(({ line = 1, column, text: message }) => ({
      startLineNumber: line,
      endLineNumber: line,
      startColumn: column ?? 1,
      endColumn: column ? column + 1 : model.getLineMaxColumn(Math.min(line, model.getLineCount())),
      message,
      severity: monaco.MarkerSeverity.Error,
    }))
    monaco.editor.setModelMarkers(model, 'preflight', marks)
  }, [findings])

  return <div ref={box} className="code-editor" />
}

import { CircleAlert } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import * as Y from 'yjs'
import { bindText } from '#client/features/editor/bindText.ts'
import { offerCompletions } from '#client/features/editor/completionProvider.ts'
import { editorTextOf } from '#client/features/editor/editorText.ts'
import { listenToKeys } from '#client/features/editor/editorKeys.ts'
import { FORMATTING, formatText, keepApart } from '#client/features/editor/formatText.ts'
import { editorOptions, monaco } from '#client/features/editor/monaco.ts'
import { showPeers } from '#client/features/editor/showPeers.ts'
import { useDraftFindings } from '#client/features/editor/useDraftFindings.ts'
import { visibleText } from '#client/ui/visibleText.ts'
import { Visible } from '#client/ui/Visible.tsx'
import { useTheme } from '#client/ui/useTheme.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import type { RunThen } from '#client/workspace/runThen.ts'
import { useSession } from '#client/workspace/useSession.ts'
import type { Language } from '#shared/constraint.ts'
import type { Finding, Severity } from '#shared/preflight.ts'

export type EditorProps = {
  /** Whose text it is: the cursors of others are told by it. */
  readonly block: string
  /** The name that its result is to have. */
  readonly output: string
  readonly text: Y.Text
  readonly language: Language
  readonly label: string
  /** What an attempt to run it came to, until preflight has read the draft itself. */
  readonly findings: readonly Finding[]
  /** Where exactly this text failed when it ran last. */
  readonly failure?: Finding
  readonly hasFocus: boolean
  readonly onRun: (then: RunThen) => void
}

const MOST_HEIGHT = 620

export function MonacoEditor(props: EditorProps) {
  const { block, text, language, label, hasFocus, onRun } = props
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined)
  const mayTakeFocus = useRef(hasFocus)
  const run = useRef(onRun)
  useEffect(() => {
    run.current = onRun
  }, [onRun])
  const [refusal, setRefusal] = useState<string>()
  const theme = useTheme()
  const mayWrite = useMayWrite()
  const { fold, drafts, me } = useSession()
  const read = useDraftFindings(props, mayWrite) ?? props.findings
  const { failure } = props
  const findings = useMemo(() => (failure ? [...read, failure] : read), [read, failure])

  useEffect(() => {
    const element = box.current
    if (!element) return
    const model = monaco.editor.createModel('', language)
    const made = monaco.editor.create(element, { ...editorOptions, model, ariaLabel: label })
    editor.current = made
    offerCompletions(model, fold.state)
    const binding = bindText(text, editorTextOf(model))
    const stopPeers = showPeers(made, {
      awareness: drafts.awareness,
      text,
      block,
      me: me.person.personId,
    })
    // Once, and not when the person went on, or left by Escape, while it was loading.
    const now = document.activeElement
    if (mayTakeFocus.current && (now === null || now === document.body || element.contains(now))) made.focus()
    mayTakeFocus.current = false
    const undo = new Y.UndoManager(text, { trackedOrigins: new Set<unknown>([binding, FORMATTING]) })
    const stopAlone = keepApart(text, undo)
    const fit = (): void => {
      element.style.height = `${Math.min(MOST_HEIGHT, Math.max(60, made.getContentHeight() + 2))}px`
    }
    made.onDidContentSizeChange(fit)
    fit()
    listenToKeys(made, {
      run: (then) => run.current(then),
      undo: () => void undo.undo(),
      redo: () => void undo.redo(),
      format: () => {
        if (language === 'python' || language === 'packages') setRefusal('This is laid out by hand here.')
        else void formatText(text, language).then(setRefusal)
      },
    })
    made.onDidChangeModelContent(() => setRefusal(undefined))
    return () => {
      stopPeers()
      stopAlone()
      binding.dispose()
      undo.destroy()
      made.dispose()
      model.dispose()
      editor.current = undefined
    }
  }, [block, text, language, label, fold, drafts, me])

  useEffect(() => editor.current?.updateOptions({ readOnly: !mayWrite }), [mayWrite])

  useEffect(() => monaco.editor.setTheme(`countersign-${theme}`), [theme])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (!model) return
    monaco.editor.setModelMarkers(
      model,
      'preflight',
      findings.map((one) => markerOf(one, model)),
    )
  }, [findings])

  const first = findings.find((one) => one.severity === 'deny')
  return (
    <>
      <div ref={box} className="code-editor" />
      <div aria-live="polite">
        {first && (
          <p className="code-finding">
            <CircleAlert size={14} aria-hidden />
            <span>
              {first.line !== undefined && <span className="numbers">Line {first.line}: </span>}
              <Visible text={first.text} />
            </span>
          </p>
        )}
        {refusal !== undefined && <p className="muted">{refusal}</p>}
      </div>
    </>
  )
}

const SEVERITIES: Readonly<Record<Severity, monaco.MarkerSeverity>> = {
  deny: monaco.MarkerSeverity.Error,
  raise: monaco.MarkerSeverity.Warning,
  warn: monaco.MarkerSeverity.Warning,
  note: monaco.MarkerSeverity.Info,
}

/** From where it stands to the end of the word there; without a column the line, without a line the first. */
function markerOf(
  { line = 1, column, severity, text: message }: Finding,
  model: monaco.editor.ITextModel,
): monaco.editor.IMarkerData {
  const lineNumber = Math.min(line, model.getLineCount())
  const word = column === undefined ? undefined : model.getWordAtPosition({ lineNumber, column })
  const end = column === undefined ? model.getLineMaxColumn(lineNumber) : (word?.endColumn ?? column + 1)
  return {
    startLineNumber: lineNumber,
    endLineNumber: lineNumber,
    startColumn: column ?? 1,
    endColumn: end,
    message: visibleText(message)
      .map((piece) => piece.text)
      .join(''),
    severity: SEVERITIES[severity],
  }
}

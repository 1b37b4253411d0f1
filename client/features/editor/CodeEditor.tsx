import { lazy, Suspense } from 'react'
import type { EditorProps } from '#client/features/editor/MonacoEditor.tsx'

const MonacoEditor = lazy(() =>
  import('#client/features/editor/MonacoEditor.tsx').then((file) => ({ default: file.MonacoEditor })),
)

export function CodeEditor(props: EditorProps) {
  return (
    <Suspense fallback={<pre className="code-waiting">{props.text.toJSON()}</pre>}>
      <MonacoEditor {...props} />
    </Suspense>
  )
}

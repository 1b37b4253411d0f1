/** An editor where a person is or soon will be; elsewhere its text, coloured, since an editor is dear to make. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { EditorProps } from '#client/features/editor/MonacoEditor.tsx'
import { CodeText } from '#client/ui/CodeText.tsx'
import { useText } from '#client/workspace/useDrafts.ts'
import '#client/features/editor/editor.css'

const MonacoEditor = lazy(() =>
  import('#client/features/editor/MonacoEditor.tsx').then((file) => ({ default: file.MonacoEditor })),
)

type Props = Omit<EditorProps, 'hasFocus'>

/** Once made it stays: it holds what its person may undo. */
export function CodeEditor(props: Props) {
  const [wanted, setWanted] = useState<'no' | 'near' | 'focus'>('no')
  if (wanted === 'no') return <RestingCode {...props} onWanted={setWanted} />
  return (
    <Suspense fallback={<pre className="code-waiting">{props.text.toJSON()}</pre>}>
      <MonacoEditor {...props} hasFocus={wanted === 'focus'} />
    </Suspense>
  )
}

const NEAR = '300px'

type RestingProps = Props & { readonly onWanted: (why: 'near' | 'focus') => void }

function RestingCode({ text, language, label, onWanted }: RestingProps) {
  const code = useText(text)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!box.current) return
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((one) => one.isIntersecting)) onWanted('near')
      },
      { root: box.current.closest('main, .tab-body'), rootMargin: NEAR },
    )
    seen.observe(box.current)
    return () => seen.disconnect()
  }, [onWanted])
  return (
    <div
      ref={box}
      className="code-editor code-resting"
      role="textbox"
      aria-multiline
      aria-readonly
      aria-label={label}
      tabIndex={0}
      data-enters
      onFocus={() => onWanted('focus')}
    >
      <CodeText code={code} language={language} />
    </div>
  )
}

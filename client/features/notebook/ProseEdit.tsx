import { useLayoutEffect, useRef } from 'react'
import type * as Y from 'yjs'
import { replaceText } from '#client/workspace/drafts.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import { useText } from '#client/workspace/useDrafts.ts'

type Props = {
  readonly text: Y.Text
  readonly label: string
  readonly placeholder: string
  readonly className?: string
}

/** Prose of the shared document, in a box that grows with it. */
export function ProseEdit({ text, label, placeholder, className }: Props) {
  const value = useText(text)
  const mayWrite = useMayWrite()
  const box = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    if (!box.current) return
    box.current.style.height = '0'
    box.current.style.height = `${box.current.scrollHeight}px`
  }, [value])
  return (
    <textarea
      ref={box}
      className={`prose-edit ${className ?? ''}`}
      data-enters
      aria-label={label}
      placeholder={placeholder}
      value={value}
      rows={1}
      readOnly={!mayWrite}
      onChange={(event) => replaceText(text, event.target.value)}
    />
  )
}

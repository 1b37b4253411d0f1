import { AlignLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import type * as Y from 'yjs'
import { formatText } from '#client/features/editor/formatText.ts'
import { Button } from '#client/ui/Button.tsx'

type Props = { readonly text: Y.Text; readonly language: 'sql' | 'chart' }

export function FormatButton({ text, language }: Props) {
  const [refusal, setRefusal] = useState<string>()
  useEffect(() => {
    if (refusal === undefined) return
    const forget = (): void => setRefusal(undefined)
    text.observe(forget)
    return () => text.unobserve(forget)
  }, [text, refusal])
  return (
    <>
      <span className="muted format-refusal" role="status">
        {refusal}
      </span>
      <Button
        isSmall
        look="quiet"
        icon={<AlignLeft size={13} />}
        title="Format (Shift+Alt+F)"
        onClick={() => void formatText(text, language).then(setRefusal)}
      >
        Format
      </Button>
    </>
  )
}

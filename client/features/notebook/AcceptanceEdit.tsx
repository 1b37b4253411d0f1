import { useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import type { Draft } from '#client/workspace/drafts.ts'
import { useWord } from '#client/workspace/useDrafts.ts'

export function AcceptanceEdit({ draft }: { readonly draft: Draft }) {
  const value = useWord(draft, 'acceptance')
  const [isOpen, setOpen] = useState(value !== '')
  if (!isOpen)
    return (
      <div>
        <Button look="quiet" isSmall onClick={() => setOpen(true)}>
          Say when it is answered
        </Button>
      </div>
    )
  return (
    <label className="label">
      It is answered when there is (one a line)
      <textarea
        className="field"
        rows={Math.max(2, value.split('\n').length)}
        value={value}
        onChange={(event) => draft.map.set('acceptance', event.target.value)}
      />
    </label>
  )
}

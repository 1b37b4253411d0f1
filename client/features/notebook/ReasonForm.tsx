import { useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import type { Act } from '#client/workspace/useAct.ts'

type Props = {
  readonly label: string
  readonly placeholder: string
  readonly words: string
  readonly act: Act
  readonly onReason: (reason: string) => void
}

/** One line for a reason, and what is done with it. */
export function ReasonForm({ label, placeholder, words, act, onReason }: Props) {
  const [reason, setReason] = useState('')
  return (
    <>
      <form
        className="actions"
        onSubmit={(event) => {
          event.preventDefault()
          onReason(reason)
        }}
      >
        <input
          className="field grow"
          aria-label={label}
          placeholder={placeholder}
          value={reason}
          maxLength={10_000}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button type="submit" isSmall disabled={reason.trim() === '' || act.isBusy}>
          {words}
        </Button>
      </form>
      {act.problem && (
        <p className="fault">
          <Visible text={act.problem.detail} />
        </p>
      )}
    </>
  )
}

import { useEffect, useRef, useState } from 'react'
import { REASONS } from '#client/features/review/words.ts'
import { Button } from '#client/ui/Button.tsx'
import { ReasonCode, type Reason } from '#shared/decision.ts'

type Props = {
  readonly verdict: 'reject' | 'request-changes'
  readonly isBusy: boolean
  readonly onDecide: (reason: Reason) => void
  readonly onCancel: () => void
}

export function DecisionForm({ verdict, isBusy, onDecide, onCancel }: Props) {
  const [code, setCode] = useState<ReasonCode>('wrong-logic')
  const [text, setText] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => box.current?.focus(), [])
  const isReject = verdict === 'reject'
  return (
    // Esc is the key of its Cancel button.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className="decision-form"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        onDecide({ code, text: text.trim() })
      }}
    >
      <label className="label">
        Reason
        <select
          className="field"
          aria-label="Reason"
          value={code}
          onChange={(event) => setCode(ReasonCode.catch('other').parse(event.target.value))}
        >
          {ReasonCode.options.map((one) => (
            <option key={one} value={one}>
              {REASONS[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="label wide">
        {isReject ? 'Why it shall not run' : 'What to change'}
        <textarea
          ref={box}
          className="field"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className="actions">
        <Button type="submit" look="primary" disabled={text.trim() === '' || isBusy}>
          {isReject ? 'Confirm rejection' : 'Send request'}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#client/ui/Button.tsx'

/** Text to take along: shown whole, copied by a button, and selected where copying is not allowed. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <label className="label copy-field">
      {label}
      <span>
        <input className="field mono" readOnly value={value} onFocus={(event) => event.target.select()} />
        <Button
          icon={isCopied ? <Check size={14} /> : <Copy size={14} />}
          label={isCopied ? 'Copied' : 'Copy'}
          onClick={() => {
            navigator.clipboard.writeText(value).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }}
        />
      </span>
    </label>
  )
}

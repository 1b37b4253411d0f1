import { ArrowRight } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { compareMoments, type BlockChange, type Part } from '#client/features/history/compareMoments.ts'
import { entryWordsOf } from '#client/workspace/entryWords.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePresent, useSession } from '#client/workspace/useSession.ts'
import { counted, momentOf } from '#client/workspace/when.ts'

export type RenderDiff = (part: Part) => ReactNode

type Props = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly seq: number
  readonly renderDiff: RenderDiff
}

/** Any two moments, block by block. Begins with the moment on the slider against now. */
export function CompareDialog({ isOpen, onClose, seq, renderDiff }: Props) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Compare two moments" isWide>
      <Comparison seq={seq} renderDiff={renderDiff} />
    </Dialog>
  )
}

function Comparison({ seq, renderDiff }: { readonly seq: number; readonly renderDiff: RenderDiff }) {
  const { fold } = useSession()
  const last = usePresent().seq
  const [from, setFrom] = useState(seq < last ? seq : 1)
  const [to, setTo] = useState(last)
  const changes = useMemo(() => compareMoments(fold.at(from), fold.at(to)), [fold, from, to])
  return (
    <div className="stack compare">
      <div className="compare-moments">
        <Moment label="Before" seq={from} last={last} onChange={setFrom} />
        <Moment label="After" seq={to} last={last} onChange={setTo} />
      </div>
      <p role="status">
        {changes.length === 0
          ? 'Between these two moments no block changed.'
          : `${counted(changes.length, 'block')} changed.`}
      </p>
      <ul className="compare-blocks">
        {changes.map((change) => (
          <li key={change.id}>
            <ChangedBlock change={change} renderDiff={renderDiff} />
          </li>
        ))}
      </ul>
    </div>
  )
}

type MomentProps = {
  readonly label: string
  readonly seq: number
  readonly last: number
  readonly onChange: (seq: number) => void
}

function Moment({ label, seq, last, onChange }: MomentProps) {
  const { fold } = useSession()
  const present = usePresent()
  const entry = fold.recorded()[seq - 1]
  const words = entry && entryWordsOf(present, entry)
  return (
    <label className="label">
      {label}: entry {seq}
      <input
        type="range"
        min={1}
        max={last}
        value={seq}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      {entry && words && (
        <span className="muted words">
          {momentOf(entry.at)}, <Visible text={`${words.who} ${words.what}`} />
        </span>
      )}
    </label>
  )
}

const LOOKS = { added: 'good', removed: 'bad', changed: 'accent' } as const

type BlockProps = { readonly change: BlockChange; readonly renderDiff: RenderDiff }

function ChangedBlock({ change: { kind, name, change, parts }, renderDiff }: BlockProps) {
  return (
    <details open>
      <summary>
        <span className={`badge ${LOOKS[change]}`}>{change}</span> {kind}{' '}
        <strong>
          <Visible text={name} />
        </strong>
      </summary>
      {parts.map((part) => (
        <div key={part.what} className="compare-part">
          <h4 className="muted">{part.what}</h4>
          {isShort(part) ? <Passage part={part} /> : renderDiff(part)}
        </div>
      ))}
    </details>
  )
}

const isShort = ({ before, after }: Part): boolean => !`${before}${after}`.includes('\n')

function Passage({ part: { before, after } }: { readonly part: Part }) {
  return (
    <p className="compare-passage">
      {before ? (
        <del>
          <Visible text={before} />
        </del>
      ) : (
        <span className="muted">nothing</span>
      )}
      <ArrowRight size={13} aria-label="became" />
      {after ? (
        <ins>
          <Visible text={after} />
        </ins>
      ) : (
        <span className="muted">nothing</span>
      )}
    </p>
  )
}

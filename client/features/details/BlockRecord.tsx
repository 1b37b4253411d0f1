import { useMemo, useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { recordOfBlock, type RecordLine } from '#client/workspace/blockRecord.ts'
import { usePresent, useSession, useWorkspace } from '#client/workspace/useSession.ts'
import { counted, momentOf } from '#client/workspace/when.ts'

const FIRST = 12

/** The entries about one block; each leads to the workspace as it was then. */
export function BlockRecord({ blockId }: { readonly blockId: string }) {
  const { fold } = useSession()
  const present = usePresent()
  const { seq } = useWorkspace()
  const [isWhole, setWhole] = useState(false)
  const lines = useMemo(
    () => recordOfBlock(present, fold.recorded().slice(0, seq), blockId),
    [present, fold, seq, blockId],
  )
  const shown = isWhole ? lines : lines.slice(0, FIRST)
  return (
    <section aria-label="Record">
      <h4>On record</h4>
      {lines.length === 0 && <p className="muted">Nothing yet: a draft is recorded when it is run.</p>}
      <ol className="record">
        {shown.map((line) => (
          <RecordEntry key={line.seq} line={line} />
        ))}
      </ol>
      {shown.length < lines.length && (
        <Button isSmall look="quiet" onClick={() => setWhole(true)}>
          Show {counted(lines.length - shown.length, 'earlier entry', 'earlier entries')}
        </Button>
      )}
    </section>
  )
}

function RecordEntry({ line: { seq, at, who, what, why } }: { readonly line: RecordLine }) {
  const { fold, past } = useSession()
  return (
    <li>
      <p>
        <strong>
          <Visible text={who} />
        </strong>{' '}
        <Visible text={what} />
      </p>
      {why !== undefined && (
        <p className="muted record-why">
          <Visible text={why} />
        </p>
      )}
      <p className="muted record-place">
        <time className="numbers" dateTime={at}>
          {momentOf(at)}
        </time>
        <button
          type="button"
          className="link numbers"
          title="Show the workspace as it was then"
          onClick={() => past.set(seq === fold.state().seq ? undefined : fold.at(seq))}
        >
          entry {seq}
        </button>
      </p>
    </li>
  )
}

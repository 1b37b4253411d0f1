import { useEffect, useState } from 'react'
import { verifyRecord, type Verified } from '#client/features/history/verifyRecord.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { useSession } from '#client/workspace/useSession.ts'
import { counted } from '#client/workspace/when.ts'

type Props = { readonly isOpen: boolean; readonly onClose: () => void }

export function VerifyDialog({ isOpen, onClose }: Props) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Verify the record">
      <Verification />
    </Dialog>
  )
}

type State =
  | { readonly state: 'checking'; readonly done: number; readonly of: number }
  | { readonly state: 'unread'; readonly why: string }
  | { readonly state: 'done'; readonly verified: Verified }

function Verification() {
  const { workspaceId } = useSession()
  const [now, setNow] = useState<State>({ state: 'checking', done: 0, of: 0 })
  useEffect(() => {
    let isGone = false
    const tell = (state: State): void => {
      if (!isGone) setNow(state)
    }
    void verifyRecord(workspaceId, localStorage, (done, of) => tell({ state: 'checking', done, of })).then(
      (answer) =>
        tell(
          answer.ok
            ? { state: 'done', verified: answer.value }
            : { state: 'unread', why: answer.error.detail },
        ),
    )
    return () => {
      isGone = true
    }
  }, [workspaceId])
  switch (now.state) {
    case 'checking':
      return (
        <div className="stack" role="status">
          <progress aria-label="Entries checked" value={now.done} max={Math.max(1, now.of)} />
          <p className="muted numbers">
            {now.done} of {now.of} entries checked in this browser
          </p>
        </div>
      )
    case 'unread':
      return <Notice look="bad">The record could not be read: {now.why}</Notice>
    case 'done':
      return <Outcome verified={now.verified} />
  }
}

function Outcome({ verified: { verdict, seen } }: { readonly verified: Verified }) {
  switch (verdict.kind) {
    case 'intact':
      return (
        <div className="stack">
          <Notice look="good">
            <strong>{counted(verdict.entries, 'entry', 'entries')}, all intact.</strong>
          </Notice>
          <ul className="verified">
            <li>Each entry’s text was fetched again and hashed here: its hash is the one recorded.</li>
            <li>
              Each entry names the hash of the one before it, from the first to entry {verdict.head.seq}.
            </li>
            {seen ? (
              <li>
                It continues the record that this browser noted at entry {seen.seq}: nothing before it was
                rewritten since.
              </li>
            ) : (
              <li>
                This browser had no note of an earlier visit. From now on it has: a rewritten past would be
                seen here.
              </li>
            )}
          </ul>
          <p className="muted">
            Not proven: that no entries were cut off after the last one noted outside the server, and that the
            results’ files are still those recorded. The audit bundle and the offline verifier check the
            latter.
          </p>
          <p className="mono hash-line">{verdict.head.leaf}</p>
        </div>
      )
    case 'short':
      return (
        <Notice look="bad">
          <strong>The record is shorter than it was.</strong> This browser saw entry {verdict.expected.seq},
          and the server now ends at {verdict.head.seq}: {verdict.why}. Keep this window open and ask who runs
          the server.
        </Notice>
      )
    case 'tampered':
      return (
        <Notice look="bad">
          <strong>The record does not hold at entry {verdict.seq}:</strong> {verdict.why}. Up to entry{' '}
          {verdict.agreedUpTo} it agrees with what this browser noted before.
        </Notice>
      )
  }
}

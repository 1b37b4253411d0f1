import { ChevronFirst, ChevronLast, GitCompare, Pause, Play, ShieldCheck, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { CompareDialog, type RenderDiff } from '#client/features/history/CompareDialog.tsx'
import { entryWordsOf } from '#client/workspace/entryWords.ts'
import { drawnMarks, marksIn, type MarkKind } from '#client/features/history/marks.ts'
import { usePlayback } from '#client/features/history/usePlayback.ts'
import { VerifyDialog } from '#client/features/history/VerifyDialog.tsx'
import '#client/features/history/history.css'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage } from '#client/workspace/page.ts'
import { usePresent, useSession } from '#client/workspace/useSession.ts'
import { momentOf } from '#client/workspace/when.ts'

const PLACES = 240
const NAMES: Readonly<Record<MarkKind, string>> = {
  approved: 'approved',
  'turned-down': 'rejected or changes requested',
  failed: 'a run that failed',
  ran: 'a run that succeeded',
  asked: 'the agent was asked',
  data: 'data came or went',
}

type Props = { readonly onClose: () => void; readonly renderDiff: RenderDiff }

/** The slider over the ledger: what the whole window shows as of an entry, who made it, when and why. */
export function HistoryBar({ onClose, renderDiff }: Props) {
  const { fold } = useSession()
  const { jumpTo } = usePage()
  const present = usePresent()
  const marks = useMemo(() => marksIn(fold.recorded().slice(0, present.seq)), [fold, present.seq])
  const { seq, last, isPlaying, goTo, toNow, toMark, setPlaying } = usePlayback(marks)
  const [isComparing, setComparing] = useState(false)
  const [isVerifying, setVerifying] = useState(false)
  const entry = fold.recorded()[seq - 1]
  const words = entry && entryWordsOf(present, entry)
  const drawn = drawnMarks(marks, last, PLACES)
  const blockId = words?.blockId
  return (
    <section className="history-bar" aria-label="History">
      <div className="history-line">
        <Button
          isSmall
          look="quiet"
          icon={<ChevronFirst size={15} />}
          label="To the mark before"
          disabled={seq <= 1}
          onClick={() => toMark(-1)}
        />
        <Button
          isSmall
          icon={isPlaying ? <Pause size={14} /> : <Play size={14} />}
          label={isPlaying ? 'Pause' : 'Play back from mark to mark'}
          onClick={() => setPlaying(!isPlaying)}
        />
        <Button
          isSmall
          look="quiet"
          icon={<ChevronLast size={15} />}
          label="To the next mark"
          disabled={seq >= last}
          onClick={() => toMark(1)}
        />
        <div className="history-track">
          <input
            type="range"
            aria-label="Entry"
            aria-valuetext={entry && words ? `Entry ${seq} of ${last}: ${words.who} ${words.what}` : ''}
            min={1}
            max={last}
            value={seq}
            onChange={(event) => goTo(Number(event.target.value))}
          />
          <div className="history-marks" aria-hidden>
            {drawn.map((mark) => (
              <i
                key={mark.seq}
                className={mark.kind}
                title={NAMES[mark.kind]}
                style={{ left: `${((mark.seq - 1) / Math.max(1, last - 1)) * 100}%` }}
              />
            ))}
          </div>
        </div>
        <span className="numbers muted history-place">
          {seq} / {last}
        </span>
        <Button isSmall icon={<GitCompare size={14} />} onClick={() => setComparing(true)}>
          Compare
        </Button>
        <Button isSmall icon={<ShieldCheck size={14} />} onClick={() => setVerifying(true)}>
          Verify
        </Button>
        <Button
          isSmall
          look="quiet"
          icon={<X size={14} />}
          label="Close the history and go back to now"
          onClick={() => {
            toNow()
            onClose()
          }}
        />
      </div>
      {entry && words && (
        <p className="history-entry">
          <time className="numbers muted" dateTime={entry.at}>
            {momentOf(entry.at)}
          </time>
          <span>
            <strong>
              <Visible text={words.who} />
            </strong>{' '}
            <Visible text={words.what} />
          </span>
          {words.why && (
            <span className="muted history-why" title={words.why}>
              <Visible text={words.why} />
            </span>
          )}
          {blockId && (
            <Button isSmall look="quiet" onClick={() => jumpTo(blockId)}>
              Show the block
            </Button>
          )}
        </p>
      )}
      <CompareDialog
        isOpen={isComparing}
        onClose={() => setComparing(false)}
        seq={seq}
        renderDiff={renderDiff}
      />
      <VerifyDialog isOpen={isVerifying} onClose={() => setVerifying(false)} />
    </section>
  )
}

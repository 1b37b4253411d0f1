import { useMemo, useState } from 'react'
import { changeCountOf, diffRows, type DiffRow } from '#client/features/review/diffRows.ts'
import { CodeLine } from '#client/ui/CodeText.tsx'

type Props = { readonly before: string; readonly after: string; readonly language: string }

export function DiffView({ before, after, language }: Props) {
  const [isSplit, setSplit] = useState(false)
  const rows = useMemo(() => diffRows(before, after), [before, after])
  const { added, removed } = changeCountOf(rows)
  return (
    <div className="diff">
      <div className="diff-line-head">
        <span className="muted numbers">
          Against what is countersigned: <b className="plus">+{added}</b> <b className="minus">−{removed}</b>{' '}
          lines
        </span>
        <span className="gap" />
        <span className="segments" role="group" aria-label="Layout of the diff">
          <button type="button" aria-pressed={!isSplit} onClick={() => setSplit(false)}>
            Inline
          </button>
          <button type="button" aria-pressed={isSplit} onClick={() => setSplit(true)}>
            Side by side
          </button>
        </span>
      </div>
      <div
        className={isSplit ? 'diff-body split' : 'diff-body'}
        role="table"
        aria-label="Changes of the code"
      >
        {rows.flatMap((row, at) =>
          isSplit ? [<SplitRow key={at} row={row} language={language} />] : inlineRows(row, at, language),
        )}
      </div>
    </div>
  )
}

type Side = NonNullable<DiffRow['left']>

function inlineRows({ left, right, kind }: DiffRow, at: number, language: string) {
  if (kind === 'same' && right) return [<Line key={at} sign=" " side={right} language={language} />]
  return [
    ...(left ? [<Line key={`${at}-`} sign="−" side={left} language={language} />] : []),
    ...(right ? [<Line key={`${at}+`} sign="+" side={right} language={language} />] : []),
  ]
}

const LOOKS = { ' ': 'same', '−': 'removed', '+': 'added' } as const

function Line({ sign, side, language }: { sign: ' ' | '−' | '+'; side: Side; language: string }) {
  return (
    <div className={`diff-row ${LOOKS[sign]}`} role="row">
      <span className="line-number" role="cell">
        {side.line}
      </span>
      <span className="sign" role="cell">
        {sign}
      </span>
      <code role="cell">
        <CodeLine line={side.text} language={language} />
      </code>
    </div>
  )
}

function SplitRow({ row, language }: { readonly row: DiffRow; readonly language: string }) {
  const { left, right, kind } = row
  return (
    <div className="split-row">
      {left ? (
        <Line sign={kind === 'same' ? ' ' : '−'} side={left} language={language} />
      ) : (
        <div className="diff-row none" />
      )}
      {right ? (
        <Line sign={kind === 'same' ? ' ' : '+'} side={right} language={language} />
      ) : (
        <div className="diff-row none" />
      )}
    </div>
  )
}

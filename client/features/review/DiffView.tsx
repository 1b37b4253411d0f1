import { FoldVertical, UnfoldVertical } from 'lucide-react'
import { useMemo, useState } from 'react'
import { diffLines, type DiffLine } from '#client/features/review/diffLines.ts'
import { changeCountOf, diffRows, wordChanges, type DiffRow } from '#client/features/review/diffRows.ts'
import { SettingChanges } from '#client/features/review/SettingChanges.tsx'
import type { SettingChange } from '#client/features/review/settingChanges.ts'
import type { Span } from '#client/ui/codeCuts.ts'
import { CodeLine } from '#client/ui/CodeText.tsx'
import { LazyLines } from '#client/ui/LazyLines.tsx'
import { counted } from '#client/workspace/when.ts'

type Props = {
  readonly before: string
  readonly after: string
  readonly language: string
  /** What stands on the left, in words. */
  readonly against: string
  readonly settings?: readonly SettingChange[]
}

const NONE: readonly SettingChange[] = []

export function DiffView({ before, after, language, against, settings = NONE }: Props) {
  const [isSplit, setSplit] = useState(false)
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const rows = useMemo(() => diffRows(before, after), [before, after])
  const lines = useMemo(() => diffLines(rows, opened), [rows, opened])
  const { added, removed } = changeCountOf(rows)
  return (
    <div className="diff">
      <div className="diff-line-head">
        <span className="muted numbers">
          {against}: <b className="plus">+{added}</b> <b className="minus">−{removed}</b> lines
          {settings.length > 0 && `, ${counted(settings.length, 'setting')}`}
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
      <SettingChanges changes={settings} />
      <div className="diff-body" role="table" aria-label="Changes of the code">
        <LazyLines
          count={lines.length}
          draw={(at) => (
            <DrawnLine
              key={at}
              line={lines[at]}
              isSplit={isSplit}
              language={language}
              open={(from) => setOpened(new Set(opened).add(from))}
            />
          )}
        />
      </div>
      {opened.size > 0 && (
        <button type="button" className="diff-fold" onClick={() => setOpened(new Set())}>
          <FoldVertical size={13} aria-hidden /> Fold what stays
        </button>
      )}
    </div>
  )
}

type LineProps = {
  readonly line: DiffLine | undefined
  readonly isSplit: boolean
  readonly language: string
  readonly open: (from: number) => void
}

function DrawnLine({ line, isSplit, language, open }: LineProps) {
  if (!line) return null
  if (line.kind === 'fold')
    return (
      <button type="button" className="diff-fold" onClick={() => open(line.from)}>
        <UnfoldVertical size={13} aria-hidden /> {counted(line.count, 'unchanged line')}
      </button>
    )
  return isSplit ? (
    <SplitRow row={line.row} language={language} />
  ) : (
    <InlineRow row={line.row} language={language} />
  )
}

type RowProps = { readonly row: DiffRow; readonly language: string }

function InlineRow({ row, language }: RowProps) {
  const { left, right, kind } = row
  const marked = marksOf(row)
  if (kind === 'same' && right) return <Line sign=" " side={right} language={language} />
  return (
    <>
      {left && <Line sign="−" side={left} language={language} marked={marked?.left} />}
      {right && <Line sign="+" side={right} language={language} marked={marked?.right} />}
    </>
  )
}

function SplitRow({ row, language }: RowProps) {
  const { left, right, kind } = row
  const marked = marksOf(row)
  const isSame = kind === 'same'
  return (
    <div className="split-row">
      {left ? (
        <Line sign={isSame ? ' ' : '−'} side={left} language={language} marked={marked?.left} />
      ) : (
        <div className="diff-row none" />
      )}
      {right ? (
        <Line sign={isSame ? ' ' : '+'} side={right} language={language} marked={marked?.right} />
      ) : (
        <div className="diff-row none" />
      )}
    </div>
  )
}

const marksOf = ({ left, right, kind }: DiffRow) =>
  kind === 'changed' && left && right ? wordChanges(left.text, right.text) : undefined

const LOOKS = { ' ': 'same', '−': 'removed', '+': 'added' } as const

type SideProps = {
  readonly sign: keyof typeof LOOKS
  readonly side: NonNullable<DiffRow['left']>
  readonly language: string
  readonly marked?: readonly Span[] | undefined
}

function Line({ sign, side, language, marked = [] }: SideProps) {
  return (
    <div className={`diff-row ${LOOKS[sign]}`} role="row">
      <span className="line-number" role="cell">
        {side.line}
      </span>
      <span className="sign" role="cell">
        {sign}
      </span>
      <code role="cell">
        <CodeLine line={side.text} language={language} marked={marked} />
      </code>
    </div>
  )
}

import { memo, useMemo } from 'react'
import { codeCuts, type Span } from '#client/ui/codeCuts.ts'
import { LazyLines } from '#client/ui/LazyLines.tsx'
import { VisiblePiece } from '#client/ui/Visible.tsx'

type Props = {
  readonly code: string
  readonly language: string
  /** From 1: the line where it failed. */
  readonly failedLine?: number
}

/** Code to be read: drawn from its own bytes, nothing in it hidden, long lines wrapped. */
export const CodeText = memo(function CodeText({ code, language, failedLine }: Props) {
  const lines = useMemo(() => code.split('\n'), [code])
  return (
    <pre className="code-text">
      <LazyLines
        count={lines.length}
        draw={(at) => (
          <div className={at + 1 === failedLine ? 'code-line failed' : 'code-line'} key={at}>
            <span className="line-number" aria-hidden>
              {at + 1}
            </span>
            <code>
              <CodeLine line={lines[at] ?? ''} language={language} />
            </code>
          </div>
        )}
      />
    </pre>
  )
})

type LineProps = {
  readonly line: string
  readonly language: string
  /** What of the line is new or gone, in the order of the line. */
  readonly marked?: readonly Span[]
}

export function CodeLine({ line, language, marked }: LineProps) {
  return codeCuts(line, language, marked).map(({ piece, colour, isMarked }, at) =>
    colour === 'plain' && !isMarked ? (
      <VisiblePiece key={at} piece={piece} />
    ) : (
      <span key={at} className={isMarked ? `token-${colour} word-change` : `token-${colour}`}>
        <VisiblePiece piece={piece} />
      </span>
    ),
  )
}

import { memo } from 'react'
import { codeTokens } from '#client/ui/codeTokens.ts'
import { Visible } from '#client/ui/Visible.tsx'

type Props = { readonly code: string; readonly language: string }

/** Code to be read: drawn from its own bytes, nothing in it hidden. */
export const CodeText = memo(function CodeText({ code, language }: Props) {
  return (
    <pre className="code-text">
      {code.split('\n').map((line, at) => (
        <div className="code-line" key={at}>
          <span className="line-number" aria-hidden>
            {at + 1}
          </span>
          <code>
            <CodeLine line={line} language={language} />
          </code>
        </div>
      ))}
    </pre>
  )
})

export function CodeLine({ line, language }: { readonly line: string; readonly language: string }) {
  return codeTokens(line, language).map(({ kind, text }, at) =>
    kind === 'plain' ? (
      <Visible key={at} text={text} />
    ) : (
      <span key={at} className={`token-${kind}`}>
        <Visible text={text} />
      </span>
    ),
  )
}

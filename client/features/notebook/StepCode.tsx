import { ChevronRight } from 'lucide-react'
import { CodeText } from '#client/ui/CodeText.tsx'
import type { Fold } from '#client/workspace/foldedParts.ts'
import { counted } from '#client/workspace/when.ts'
import { outputsAsText, type StepContent } from '#shared/step.ts'

type Props = {
  readonly content: StepContent
  readonly fold: Fold
  readonly failedLine: number | undefined
}

export function StepCode({ content, fold: { isOpen, toggle }, failedLine }: Props) {
  if (!isOpen)
    return (
      <button type="button" className="folded-code muted" aria-expanded={false} onClick={toggle}>
        <ChevronRight size={13} aria-hidden />
        {content.language === 'chart' ? 'Chart specification' : 'Code'},{' '}
        {counted(content.code.split('\n').length, 'line')}
      </button>
    )
  return (
    <div className="step-code" role="region" aria-label="Code">
      <span className="defines muted">
        defines <code>{outputsAsText(content)}</code>
      </span>
      <CodeText
        code={content.code}
        language={content.language}
        {...(failedLine === undefined ? {} : { failedLine })}
      />
    </div>
  )
}

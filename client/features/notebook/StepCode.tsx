import { CodeText } from '#client/ui/CodeText.tsx'
import type { StepContent } from '#shared/step.ts'

export function StepCode({ content }: { readonly content: StepContent }) {
  return (
    <div className="step-code" role="region" aria-label="Code">
      <span className="defines muted">
        defines <code>{content.output}</code>
      </span>
      <CodeText code={content.code} language={content.language} />
    </div>
  )
}

import '#client/features/shown/shown.css'
import { DisplayView } from '#client/features/shown/DisplayView.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import type { ShownPart } from '#shared/run.ts'
import { asWritten } from '#shared/shownParts.ts'

const MOST_TEXT = 60_000

/** What a run showed, in its order. All of it is hostile: text stays text, markup stays in a frame without rights. */
export function ShownParts({ parts }: { readonly parts: readonly ShownPart[] }) {
  return (
    <div className="shown" role="log" aria-label="What the run showed">
      {parts.map((part, at) =>
        part.kind === 'text' ? (
          <Printed key={at} text={part.text} isError={part.stream === 'stderr'} />
        ) : (
          <DisplayView key={at} data={part.data} />
        ),
      )}
    </div>
  )
}

function Printed({ text, isError }: { readonly text: string; readonly isError: boolean }) {
  const written = asWritten(text)
  const left = written.length - MOST_TEXT
  return (
    <pre className={isError ? 'printed error' : 'printed'}>
      {left > 0 && (
        <span className="muted">
          … {left.toLocaleString('en')} characters before this …{'\n'}
        </span>
      )}
      <Visible text={left > 0 ? written.slice(-MOST_TEXT) : written} />
    </pre>
  )
}

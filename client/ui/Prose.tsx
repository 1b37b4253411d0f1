import { Visible } from '#client/ui/Visible.tsx'

/** Words of a person or an agent: paragraphs and lists, and nothing that could be markup. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <div className="prose">
      {partsOf(text).map(({ isList, lines }, at) =>
        isList ? (
          <ul key={at}>
            {lines.map((line, place) => (
              <li key={place}>
                <Strong text={line.replace(BULLET, '')} />
              </li>
            ))}
          </ul>
        ) : (
          <p key={at}>
            <Strong text={lines.join('\n')} />
          </p>
        ),
      )}
    </div>
  )
}

type Part = { readonly isList: boolean; readonly lines: string[] }
const BULLET = /^\s*[-*•] /

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = []
  for (const paragraph of text.split(/\n{2,}/)) {
    let part: Part | undefined
    for (const line of paragraph.split('\n')) {
      const isList = BULLET.test(line)
      if (part?.isList !== isList) {
        part = { isList, lines: [] }
        parts.push(part)
      }
      part.lines.push(line)
    }
  }
  return parts
}

function Strong({ text }: { readonly text: string }) {
  return text.split(/\*\*([^*]+)\*\*/).map((part, at) =>
    at % 2 === 1 ? (
      <strong key={at}>
        <Visible text={part} />
      </strong>
    ) : (
      <Visible key={at} text={part} />
    ),
  )
}

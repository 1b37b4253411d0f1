import { Visible } from '#client/ui/Visible.tsx'

/** Words of a person or an agent: paragraphs and lists, and nothing that could be markup. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <div className="prose">
      {text.split(/\n{2,}/).map((part, at) => {
        const lines = part.split('\n')
        const isList = lines.every((line) => /^\s*[-*•] /.test(line))
        return isList ? (
          <ul key={at}>
            {lines.map((line, place) => (
              <li key={place}>
                <Strong text={line.replace(/^\s*[-*•] /, '')} />
              </li>
            ))}
          </ul>
        ) : (
          <p key={at}>
            <Strong text={part} />
          </p>
        )
      })}
    </div>
  )
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

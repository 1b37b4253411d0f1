import { Visible } from '#client/ui/Visible.tsx'
import { asWritten } from '#shared/shownParts.ts'

type Data = Readonly<Record<string, unknown>>

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
const ROW_HEIGHT = 27
const FRAME = { least: 60, most: 460 } as const

/** The richest form that can be shown safely. */
export function DisplayView({ data }: { readonly data: Data }) {
  const plain = textOf(data['text/plain'])
  for (const mime of PICTURES) {
    const bytes = textOf(data[mime])
    if (bytes !== '')
      return <img className="shown-picture" src={`data:${mime};base64,${bytes}`} alt={plain} />
  }
  const svg = textOf(data['image/svg+xml'])
  // As a picture it runs no script and loads nothing.
  if (svg !== '')
    return (
      <img
        className="shown-picture"
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
        alt={plain}
      />
    )
  const html = textOf(data['text/html'])
  if (html !== '') return <HtmlFrame html={html} label={plain} />
  const json = data['application/json']
  const text =
    json === undefined ? textOf(data['text/markdown']) || plain : JSON.stringify(json, undefined, 2)
  return (
    <pre className="printed">
      <Visible text={asWritten(text)} />
    </pre>
  )
}

const STYLE = `body{margin:0;font:12.5px/1.5 system-ui,sans-serif;color:#1b1c1f;background:#fff}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:3px 10px;border:1px solid #e2e2dd;text-align:right}
th{background:#f3f3f0;font-weight:600}`

/** No script, no form, no origin, no network: what stands in it can only be looked at. */
function HtmlFrame({ html, label }: { readonly html: string; readonly label: string }) {
  const rows = html.match(/<tr\b/gi)?.length ?? 8
  const height = Math.min(FRAME.most, Math.max(FRAME.least, (rows + 1) * ROW_HEIGHT))
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><style>${STYLE}</style>${html}`
  return (
    <iframe
      className="shown-frame"
      title={label.slice(0, 120) || 'HTML that the step showed'}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={page}
      style={{ height }}
    />
  )
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

import { SpecDrawing } from '#client/features/charts/SpecDrawing.tsx'
import { PlotlyFrame } from '#client/features/shown/PlotlyFrame.tsx'
import type { Theme } from '#client/ui/theme.ts'
import { useTheme } from '#client/ui/useTheme.ts'
import { Visible } from '#client/ui/Visible.tsx'
import { asWritten } from '#shared/shownParts.ts'

type Data = Readonly<Record<string, unknown>>

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
const PLOTLY = 'application/vnd.plotly.v1+json'
/** As Altair shows its charts; any version is drawn as the one that is here. */
const VEGA_LITE = /^application\/vnd\.vegalite\.v\d+\+json$/
const ROW_HEIGHT = 27
const FRAME = { least: 60, most: 460 } as const

/** The richest form that can be shown safely. */
export function DisplayView({ data }: { readonly data: Data }) {
  const plain = textOf(data['text/plain'])
  const spec = Object.entries(data).find(([mime]) => VEGA_LITE.test(mime))?.[1]
  if (spec !== undefined) return <SpecDrawing spec={spec} label={plain.slice(0, 120) || 'Chart'} />
  const figure = data[PLOTLY]
  if (figure !== undefined) return <PlotlyFrame figure={figure} label={plain.slice(0, 120) || 'Chart'} />
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

const COLOURS = {
  light: { text: '#1b1c1f', ground: '#ffffff', head: '#f3f3f0', line: '#e2e2dd' },
  dark: { text: '#e7e8eb', ground: '#1b1d21', head: '#15171a', line: '#2a2d33' },
} as const

const styleIn = ({ text, ground, head, line }: (typeof COLOURS)[Theme]): string =>
  `body{margin:0;font:12.5px/1.5 system-ui,sans-serif;color:${text};background:${ground}}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:3px 10px;border:1px solid ${line};text-align:right}
th{background:${head};font-weight:600}`

/** No script, no form, no origin, no network: what stands in it can only be looked at. */
function HtmlFrame({ html, label }: { readonly html: string; readonly label: string }) {
  const theme = useTheme()
  const rows = html.match(/<tr\b/gi)?.length ?? 8
  const height = Math.min(FRAME.most, Math.max(FRAME.least, rows * ROW_HEIGHT + 8))
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><style>${styleIn(COLOURS[theme])}</style>${html}`
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

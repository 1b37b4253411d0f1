/** What may be written next in a Vega-Lite specification: the fields of its table, marks, channels and their settings. Pure. */
import type { Completion, Completions, ScopeTable } from '#client/features/editor/sqlCompletions.ts'
import { nameKey } from '#shared/ids.ts'

const TOKEN = /"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|$)|[{}[\]:,]|[^\s"{}[\]:,]+/g

/** An object or a list that is open at the cursor. `key` is what it is the value of. */
type Place = { readonly key: string; readonly isList: boolean; lastKey: string; isValue: boolean }

export function chartCompletionsAt(code: string, offset: number, scope: readonly ScopeTable[]): Completions {
  const open: Place[] = []
  let typed = { from: offset, to: offset }
  for (const { 0: token, index } of code.matchAll(TOKEN)) {
    if (index >= offset) break
    const end = index + token.length
    const isClosed = token.length > 1 && token.endsWith('"')
    if (!PARTS.has(token) && (offset < end || (offset === end && !isClosed))) {
      typed = { from: index, to: end }
      break
    }
    take(open, token)
  }
  const place = open.at(-1)
  return { ...typed, found: place ? foundIn(place, open, fieldsIn(code, scope), scope) : [] }
}

const PARTS: ReadonlySet<string> = new Set(['{', '}', '[', ']', ':', ','])

function take(open: Place[], token: string): void {
  const place = open.at(-1)
  if (token === '{' || token === '[') {
    const key = place?.isList ? place.key : (place?.lastKey ?? '')
    open.push({ key, isList: token === '[', lastKey: '', isValue: false })
  } else if (token === '}' || token === ']') open.pop()
  else if (!place) return
  else if (token === ':') place.isValue = true
  else if (token === ',') place.isValue = false
  else if (!place.isValue) place.lastKey = token.replaceAll('"', '')
}

function foundIn(
  place: Place,
  open: readonly Place[],
  fields: readonly Completion[],
  scope: readonly ScopeTable[],
): readonly Completion[] {
  const parent = open.at(-2)
  if (!place.isList && !place.isValue) return keysIn(place, parent)
  const key = place.isList ? place.key : place.lastKey
  if (key === 'name' && place.key === 'data')
    return scope.map(({ name }) => valueOf(name, 'a table', 'table'))
  if (key === 'mark' || (key === 'type' && place.key === 'mark')) return values(MARKS, 'a mark')
  if (key === 'type' && parent?.key === 'encoding') return values(TYPES, 'how it is read')
  if (key === 'aggregate' || key === 'op') return values(AGGREGATES, 'of many values')
  if (key === 'timeUnit') return values(TIME_UNITS, 'a unit of time')
  return FIELD_KEYS.has(key) ? fields : []
}

function keysIn(place: Place, parent: Place | undefined): readonly Completion[] {
  if (place.key === 'encoding') return values(CHANNELS, 'a channel')
  if (parent?.key === 'encoding') return values(CHANNEL_KEYS, 'of a channel')
  return !parent || place.key === 'layer' ? values(TOP_KEYS, 'of the chart') : []
}

/** The columns of the table that the chart is drawn from, and what its transforms add. */
function fieldsIn(code: string, scope: readonly ScopeTable[]): readonly Completion[] {
  const [, name = ''] = /"data"\s*:\s*\{\s*"name"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(code) ?? []
  const table = scope.find((one) => nameKey(one.name) === nameKey(name))
  const added = [...code.matchAll(/"as"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].flatMap(([, as]) => (as ? [as] : []))
  return [
    // A dot or a bracket in a field's name would be read as a way into it.
    ...(table?.columns ?? []).map((one) => ({
      ...valueOf(one.name, one.type, 'column'),
      written: JSON.stringify(one.name.replaceAll(/[.[\]\\]/g, (sign) => `\\${sign}`)),
    })),
    ...added.map((as) => valueOf(as, 'computed by the chart', 'column')),
  ]
}

const valueOf = (label: string, detail: string, kind: Completion['kind']): Completion => ({
  kind,
  label,
  written: JSON.stringify(label),
  detail,
})
const values = (labels: readonly string[], detail: string): readonly Completion[] =>
  labels.map((label) => valueOf(label, detail, 'value'))

const words = (text: string): readonly string[] => text.trim().split(/\s+/)
const FIELD_KEYS: ReadonlySet<string> = new Set(words('field groupby fields fold flatten pivot value key'))
const MARKS = words(
  'bar line area point circle square tick rect rule text arc boxplot trail errorbar errorband',
)
const CHANNELS = words(`
  x y x2 y2 color size shape opacity theta radius text tooltip order detail row column facet xOffset yOffset
  strokeDash
`)
const CHANNEL_KEYS = words(
  'field type aggregate bin timeUnit title sort stack axis legend scale value format condition',
)
const TOP_KEYS = words('data mark encoding transform title width height layer params config')
const TYPES = words('quantitative temporal ordinal nominal')
const AGGREGATES = words('count sum mean median min max distinct average stdev variance q1 q3')
const TIME_UNITS = words('year yearquarter yearmonth yearmonthdate quarter month week date day hours minutes')

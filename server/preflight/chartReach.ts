/** What of a Vega-Lite specification would reach beyond its one input: other data, addresses, the page around it. */
import type { Finding } from '#shared/preflight.ts'

const MOST_LEVELS = 60

/** Keys that are refused wherever they stand, and why. */
const REFUSED_KEYS: ReadonlyMap<string, string> = new Map([
  ['url', 'A chart may load nothing, so it can have no url.'],
  ['href', 'A chart may not link to addresses, so it can have no href.'],
  ['datasets', 'A chart draws one input of the step, so it can hold no datasets of its own.'],
  ['usermeta', 'usermeta sets how a chart is embedded in the page, which is not the chart’s to say.'],
  ['loader', 'A chart may load nothing, so it can set no loader.'],
  ['element', 'A chart may not place itself in the page, so it can name no element.'],
  ['__proto__', 'A chart may not have a key called __proto__.'],
  ['constructor', 'A chart may not have a key called constructor.'],
  ['prototype', 'A chart may not have a key called prototype.'],
])

const ADDRESS =
  /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|\/\/|data:\w+\/|javascript:\S|vbscript:\S|file:\/|blob:\w)|url\s*\(/i

/** `input` is the name that every `data` must say. */
export function reachFindings(spec: unknown, input: string): readonly Finding[] {
  const found = new Map<string, Finding>()
  const deny = (code: string, text: string): void => {
    found.set(text, { severity: 'deny', code, text })
  }
  const walk = (value: unknown, key: string, level: number): void => {
    if (level > MOST_LEVELS) return deny('not-a-chart', 'The specification is nested too deeply.')
    if (typeof value === 'string') {
      if (key !== '$schema' && ADDRESS.test(value))
        deny('chart-reaches-out', `A chart may hold no address, and this one holds ${shown(value)}.`)
      return
    }
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const one of value) walk(one, key, level + 1)
      return
    }
    for (const [name, part] of Object.entries(value)) {
      const why = REFUSED_KEYS.get(name)
      if (why) deny('chart-reaches-out', why)
      if (name === 'data' && !isInput(part, input))
        deny('other-data', `Every "data" of a chart must be exactly {"name": "${input}"}.`)
      if (name === 'mark' && markOf(part) === 'image')
        deny('chart-reaches-out', 'A chart may load nothing, so it can draw no images.')
      if (name === 'config' && typeof part === 'string')
        deny('chart-reaches-out', 'The config of a chart must be written in it, not be named.')
      walk(part, name, level + 1)
    }
  }
  walk(spec, '', 0)
  return [...found.values()]
}

function isInput(data: unknown, input: string): boolean {
  if (typeof data !== 'object' || data === null) return false
  const entries = Object.entries(data)
  return entries.length === 1 && entries[0]?.[0] === 'name' && entries[0][1] === input
}

function markOf(mark: unknown): unknown {
  if (typeof mark !== 'object' || mark === null || !('type' in mark)) return mark
  return mark.type
}

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

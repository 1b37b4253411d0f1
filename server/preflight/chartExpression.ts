/** Reads a Vega expression as tokens: which fields of a datum it uses, which functions it calls, and what it may not say. */

export type ChartExpression = {
  readonly fields: readonly string[]
  /** A field was computed, so that any may be used. */
  readonly usesAnyField: boolean
  readonly functions: readonly string[]
  /** Names that lead out of the datum and the chart's own parameters. */
  readonly refused: readonly string[]
}

const TOKEN =
  /\s+|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<name>[A-Za-z_$][\w$]*)|(?<number>\d[\w.]*|\.\d\w*)|(?<sign>[\s\S])/gy

type Token = { readonly kind: 'text' | 'name' | 'other'; readonly text: string }

export function readChartExpression(code: string): ChartExpression {
  const tokens = tokensOf(code)
  const fields: string[] = []
  const functions: string[] = []
  const refused: string[] = []
  let usesAnyField = false
  tokens.forEach((token, at) => {
    const [before, next, after, last] = [tokens[at - 1], tokens[at + 1], tokens[at + 2], tokens[at + 3]]
    if (token.kind === 'text' && REFUSED_NAMES.has(unquoted(token.text))) refused.push(unquoted(token.text))
    if (token.kind !== 'name') return
    if (REFUSED_NAMES.has(token.text)) refused.push(token.text)
    if (before?.text === '.') return
    if (next?.text === '(') {
      functions.push(token.text)
      if (!ALLOWED_FUNCTIONS.has(token.text)) refused.push(token.text)
      return
    }
    if (token.text !== 'datum') return
    if (next?.text === '.' && after?.kind === 'name') fields.push(after.text)
    else if (next?.text === '[' && after?.kind === 'text' && last?.text === ']')
      fields.push(unquoted(after.text))
    else usesAnyField = true
  })
  return { fields, usesAnyField, functions, refused: [...new Set(refused)] }
}

function tokensOf(code: string): readonly Token[] {
  return [...code.matchAll(TOKEN)].flatMap(({ 0: text, groups }): Token[] => {
    if (text.trim() === '') return []
    return [{ kind: groups?.['text'] ? 'text' : groups?.['name'] ? 'name' : 'other', text }]
  })
}

const unquoted = (text: string): string => text.slice(1, -1).replaceAll(/\\(.)/g, '$1')

/** They lead to the event, its page, or the machinery beneath. */
const REFUSED_NAMES: ReadonlySet<string> = new Set(
  'event item view window document globalThis self this parent top location navigator constructor prototype __proto__ eval Function import fetch loader ownerDocument defaultView'.split(
    ' ',
  ),
)

/** All compute on their arguments alone, or on what the chart itself shows. */
const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set(
  `isArray isBoolean isDate isDefined isNumber isObject isRegExp isString isValid isNaN isFinite
  toBoolean toDate toNumber toString if abs acos asin atan atan2 ceil clamp cos exp floor hypot log max min pow
  round sin sqrt tan now datetime date day dayofyear year quarter month week hours minutes seconds milliseconds time
  timezoneoffset timeOffset timeSequence utc utcdate utcday utcdayofyear utcyear utcquarter utcmonth utcweek utchours
  utcminutes utcseconds utcmilliseconds utcOffset utcSequence extent inrange indexof join lastindexof length lerp
  peek pluck reverse sequence slice sort span lower pad parseFloat parseInt replace split substring trim truncate
  upper btoa atob merge dayAbbrevFormat dayFormat format monthAbbrevFormat monthFormat timeUnitSpecifier timeFormat
  timeParse utcFormat utcParse regexp test rgb hsl lab hcl luminance contrast width height domain range scale invert
  bandwidth bandspace sampleNormal cumulativeNormal densityNormal quantileNormal cumulativeLogNormal
  densityLogNormal quantileLogNormal cumulativeUniform densityUniform quantileUniform random flush`.split(
    /\s+/,
  ),
)

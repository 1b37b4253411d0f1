/** Mends values of the wrong type: a value that can't be read as what is needed becomes NULL, and the proposal says so. */
import type { Mended, Trouble } from '#agents/playbook/trouble.ts'
import { placeOf } from '#agents/playbook/sqlPlaces.ts'
import {
  type Edit,
  edited,
  isNamed,
  isSign,
  isWord,
  nameIn,
  operandAt,
  operandBefore,
  type Span,
  textIn,
  type Token,
  tokensOf,
} from '#agents/playbook/sqlTokens.ts'

const NOTE = 'A value that can’t be read so becomes empty (NULL) and is left out of totals and comparisons.'
const NUMBERS =
  /^(sum|avg|mean|median|stddev\w*|var_\w+|variance|quantile\w*|round|abs|floor|ceil|ceiling|sqrt|ln|log|exp|mod|corr|regr_\w+)$/i
const TIMES =
  /^(date_trunc|date_part|datepart|extract|year|month|day|hour|quarter|week|dayname|monthname|strftime|last_day)$/i
const TEXTS =
  /^(upper|lower|trim|ltrim|rtrim|length|contains|starts_with|ends_with|replace|substring|left|right|regexp_\w+)$/i

/** A function or an operator that does not take the type of its value, found before anything ran. */
export function mendedArgument(code: string, trouble: Trouble): Mended | undefined {
  const [, called, types] = /^No function takes these types: (\S+?)\((.*)\)\. Cast/.exec(trouble.text) ?? []
  if (called === undefined || types === undefined) return undefined
  const tokens = tokensOf(code)
  const takes = types.split(', ')
  const wrong = takes.findIndex((type) => (TEXTS.test(called) ? type !== 'VARCHAR' : type === 'VARCHAR'))
  const isOperator = /^[-+*/%]+$/.test(called)
  const type =
    isOperator || NUMBERS.test(called)
      ? 'DOUBLE'
      : TIMES.test(called)
        ? 'TIMESTAMP'
        : TEXTS.test(called)
          ? 'VARCHAR'
          : undefined
  if (wrong < 0 || type === undefined) return undefined
  const at = placeOf(code, tokens, trouble, (token, place) =>
    isOperator ? isSign(token, called) : isNamed(token, called) && isSign(tokens[place + 1], '('),
  )
  if (at < 0) return undefined
  const span = isOperator
    ? wrong === 0
      ? operandBefore(tokens, at)
      : operandAt(tokens, at + 1)
    : argumentAt(tokens, at + 1, wrong)
  return span && casting(code, tokens, [span], type)
}

/** Text compared with a number or a time. */
export function mendedComparison(code: string, trouble: Trouble): Mended | undefined {
  const [, left, right] = /^Cannot compare values of type (\S+?) and type (\S+?) -/.exec(trouble.text) ?? []
  if (left === undefined || right === undefined) return undefined
  const type = left === 'VARCHAR' ? typeFor(right) : right === 'VARCHAR' ? typeFor(left) : undefined
  const tokens = tokensOf(code)
  const at = placeOf(code, tokens, trouble, (token) => isSign(token, ...COMPARISONS))
  if (type === undefined || at < 0) return undefined
  const span = left === 'VARCHAR' ? operandBefore(tokens, at) : operandAt(tokens, at + 1)
  return span && casting(code, tokens, [span], type)
}

const COMPARISONS = ['=', '<', '>', '<=', '>=', '<>', '!='] as const

/** A value met while it ran: casts that a person wrote become ones that answer NULL, or the column is cast where it is compared. */
export function mendedConversion(code: string, { text }: Trouble): Mended | undefined {
  if (!/could not (convert|parse|cast)|conversion error|invalid (date|time|timestamp|input)/i.test(text))
    return undefined
  const tokens = tokensOf(code)
  const edits = tokens.flatMap((token, at): readonly Edit[] => {
    const next = tokens[at + 1]
    if (isWord(token, 'cast') && isSign(next, '('))
      return [{ start: token.start, end: token.end, text: 'TRY_CAST' }]
    if (isWord(token, 'strptime') && isSign(next, '('))
      return [{ start: token.start, end: token.end, text: 'try_strptime' }]
    return isSign(token, '::') ? shortCast(code, tokens, at) : []
  })
  if (edits.length > 0)
    return {
      code: edited(code, edits),
      said: `Some values can’t be converted, and that ended the run; now they are tried one by one. ${NOTE}`,
    }
  const column = /source column (\S+)/.exec(text)?.[1]
  const type = typeFor(/ to (\w+)/.exec(text)?.[1] ?? '')
  if (column === undefined || type === undefined) return undefined
  const spans = tokens.flatMap((token, at): readonly Span[] => {
    if (!isNamed(token, column) || isSign(tokens[at + 1], '.', '(')) return []
    const from = isSign(tokens[at - 1], '.') ? at - 2 : at
    const isUsed =
      isSign(tokens[at + 1], ...WORKING) ||
      isSign(tokens[from - 1], ...WORKING) ||
      isWord(tokens[at + 1], 'in', 'between')
    return isUsed ? [{ from, to: at }] : []
  })
  return casting(code, tokens, spans, type)
}

const WORKING = [...COMPARISONS, '+', '-', '*', '/', '%'] as const

function shortCast(code: string, tokens: readonly Token[], at: number): readonly Edit[] {
  const value = operandBefore(tokens, at)
  const type = operandAt(tokens, at + 1)
  const [start, end] = [value && tokens[value.from]?.start, type && tokens[type.to]?.end]
  if (!value || !type || start === undefined || end === undefined) return []
  return [{ start, end, text: `TRY_CAST(${textIn(code, tokens, value)} AS ${textIn(code, tokens, type)})` }]
}

/** Nothing is divided by what may be nought. */
export function mendedDivision(code: string, { text }: Trouble): Mended | undefined {
  if (!/divi(sion|de) by zero/i.test(text)) return undefined
  const tokens = tokensOf(code)
  const edits = tokens.flatMap((token, at): readonly Edit[] => {
    const span = isSign(token, '/', '//', '%') ? operandAt(tokens, at + 1) : undefined
    if (!span || isNamed(tokens[span.from], 'nullif')) return []
    const divisor = textIn(code, tokens, span)
    return [
      {
        start: tokens[span.from]?.start ?? 0,
        end: tokens[span.to]?.end ?? 0,
        text: `NULLIF(${divisor}, 0)`,
      },
    ]
  })
  return {
    code: edited(code, edits),
    said: 'Something was divided by zero. Where the divisor is 0 the quotient is now empty (NULL).',
  }
}

function casting(
  code: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  type: string,
): Mended | undefined {
  const [first] = spans
  if (!first) return undefined
  const value = textIn(code, tokens, first)
  const word = type === 'VARCHAR' ? 'CAST' : 'TRY_CAST'
  const edits = spans.map((span) => ({
    start: tokens[span.from]?.start ?? 0,
    end: tokens[span.to]?.end ?? 0,
    text: `${word}(${textIn(code, tokens, span)} AS ${type})`,
  }))
  const kind =
    type === 'VARCHAR'
      ? 'text'
      : type === 'TIMESTAMP' || type === 'DATE'
        ? 'a time'
        : type === 'BOOLEAN'
          ? 'a yes or no'
          : 'a number'
  return {
    code: edited(code, edits),
    said: `${value} is not ${kind} here, and ${kind} is needed; I read it as one.${type === 'VARCHAR' ? '' : ` ${NOTE}`}`,
  }
}

function argumentAt(tokens: readonly Token[], open: number, number: number): Span | undefined {
  const depth = tokens[open]?.depth
  const close = tokens.findIndex((one, at) => at > open && isSign(one, ')') && one.depth === depth)
  if (depth === undefined || close < 0) return undefined
  const commas = tokens.flatMap((one, at) =>
    at > open && at < close && one.depth === depth + 1 && isSign(one, ',') ? [at] : [],
  )
  const from = number === 0 ? open + 1 : (commas[number - 1] ?? close) + 1
  const to = (commas[number] ?? close) - 1
  const isPlain = nameIn(tokens[from]) !== undefined && !isWord(tokens[from], 'distinct', 'all')
  return from <= to && isPlain ? { from, to } : undefined
}

function typeFor(type: string): string | undefined {
  if (
    /^(U?INT(8|16|32|64|128)|HUGEINT|U?(TINY|SMALL|BIG)INT|INTEGER|INTEGER_LITERAL|FLOAT|DOUBLE|DECIMAL.*)$/.test(
      type,
    )
  )
    return 'DOUBLE'
  if (type.startsWith('BOOL')) return 'BOOLEAN'
  return /^(DATE|TIMESTAMP.*)$/.exec(type) ? type : undefined
}

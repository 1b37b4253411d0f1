/** Which fields a chart's transforms use and make, one after the other. */
import { z } from 'zod'

/** The names that a field may have at some place of the chart. */
export type FieldScope = {
  readonly names: ReadonlySet<string>
  /** A pivot names its fields after values, so any name may be right. */
  readonly isOpen: boolean
}

export type FieldUse = {
  readonly field: (name: string, scope: FieldScope) => void
  readonly expression: (code: string, scope: FieldScope) => void
}

const Transform = z.record(z.string(), z.unknown())
type Transform = z.infer<typeof Transform>

export function afterTransforms(transforms: unknown, start: FieldScope, use: FieldUse): FieldScope {
  let scope = start
  for (const one of Array.isArray(transforms) ? transforms : []) {
    const transform = Transform.safeParse(one)
    if (transform.success) scope = afterTransform(transform.data, scope, use)
  }
  return scope
}

/** The keys under which a transform names fields that it reads. */
const READING_KEYS =
  'field fields groupby fold flatten bin timeUnit impute key stack density regression loess on quantile pivot value lookup extent'.split(
    ' ',
  )

function afterTransform(transform: Transform, scope: FieldScope, use: FieldUse): FieldScope {
  const { calculate, filter, sort, aggregate, window, joinaggregate } = transform
  if (typeof calculate === 'string') use.expression(calculate, scope)
  usePredicate(filter, scope, use)
  for (const name of namesReadBy(transform)) use.field(name, scope)
  for (const parts of [sort, aggregate, window, joinaggregate])
    for (const name of fieldsOf(parts)) use.field(name, scope)
  const made = namesMadeBy(transform)
  if ('pivot' in transform)
    return { names: new Set([...textsOf(transform['groupby']), ...made]), isOpen: true }
  if (replacesRows(transform))
    return { ...scope, names: new Set([...textsOf(transform['groupby']), ...made]) }
  return { ...scope, names: new Set([...scope.names, ...made]) }
}

/** What is left of a row after these is the grouping and what was made. */
const replacesRows = (transform: Transform): boolean =>
  ['aggregate', 'density', 'regression', 'loess', 'quantile'].some((key) => key in transform)

/** A predicate is an expression, a comparison of a field, or these joined by and, or, not. */
export function usePredicate(predicate: unknown, scope: FieldScope, use: FieldUse): void {
  if (typeof predicate === 'string') return use.expression(predicate, scope)
  if (Array.isArray(predicate)) {
    for (const one of predicate) usePredicate(one, scope, use)
    return
  }
  const parsed = Transform.safeParse(predicate)
  if (!parsed.success) return
  const { field, and, or, not } = parsed.data
  if (typeof field === 'string') use.field(field, scope)
  for (const part of [and, or, not]) usePredicate(part, scope, use)
}

function namesReadBy(transform: Transform): readonly string[] {
  // The value of an impute is a value; of a pivot it is a field.
  const keys = READING_KEYS.filter((key) => key !== 'value' || 'pivot' in transform)
  const isUnit = (key: string): boolean => key === 'timeUnit' || (key === 'bin' && transform['bin'] === true)
  return keys.filter((key) => !isUnit(key)).flatMap((key) => textsOf(transform[key]))
}

function namesMadeBy(transform: Transform): readonly string[] {
  const own = textsOf(transform['as'])
  const parts = ['aggregate', 'window', 'joinaggregate'].flatMap((key) => recordsOf(transform[key]))
  const named = parts.flatMap((one) => textsOf(one['as']))
  return [
    ...own,
    ...named,
    ...(own.length > 0 ? [] : DEFAULTS.flatMap(([key, as]) => (key in transform ? as : []))),
  ]
}

/** What a transform calls its results when it does not say. */
const DEFAULTS: readonly (readonly [string, readonly string[]])[] = [
  ['fold', ['key', 'value']],
  ['density', ['value', 'density']],
  ['quantile', ['prob', 'value']],
  ['regression', ['rSquared', 'coef']],
]

const fieldsOf = (parts: unknown): readonly string[] =>
  recordsOf(parts).flatMap((one) => textsOf(one['field']))

const recordsOf = (value: unknown): readonly Transform[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => {
    const parsed = Transform.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')

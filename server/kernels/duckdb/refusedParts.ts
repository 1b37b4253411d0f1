/** What of a syntax tree or a bound plan is not allowed, in words. The plan has the last word: in it macros are expanded. */
import { z } from 'zod'
import {
  ALLOWED_TABLE_FUNCTIONS,
  isAllowedFunction,
  isRefusedFunction,
  TABLE_SCAN,
} from '#shared/allowedFunctions.ts'

type Part = Readonly<Record<string, unknown>>

export const refusalInTree = (tree: unknown): string | undefined => firstOf(tree, refusalOfNode)
export const refusalInPlan = (plan: unknown): string | undefined => firstOf(plan, refusalOfPlanned)

/** Functions named in a tree that stand on no list: macros, misspellings, or what a newer DuckDB brought. */
export function unlistedIn(tree: unknown): readonly string[] {
  const found = new Set<string>()
  firstOf(tree, (node) => {
    const name = calledIn(node)
    if (name !== undefined && !isAllowedFunction(name)) found.add(name)
    return undefined
  })
  return [...found]
}

const Part = z.record(z.string(), z.unknown())
const Named = z.looseObject({ function_name: z.string() })

function firstOf(node: unknown, refusalOf: (part: Part) => string | undefined): string | undefined {
  const parsed = Part.safeParse(node)
  const found = parsed.success ? refusalOf(parsed.data) : undefined
  if (found !== undefined) return found
  const within = Array.isArray(node) ? node : Object.values(parsed.data ?? {})
  for (const one of within) {
    const refusal = firstOf(one, refusalOf)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function refusalOfNode(node: Part): string | undefined {
  if (node['type'] === 'TABLE_FUNCTION') {
    const named = Named.safeParse(node['function'])
    return refusalOfTable(named.success ? named.data.function_name : 'unknown')
  }
  if (node['type'] === 'SHOW_REF') return 'DESCRIBE, SHOW and SUMMARIZE are not allowed in a step.'
  const name = calledIn(node)
  if (name === undefined) return undefined
  if (isRefusedFunction(name)) return notAllowed(name)
  return AGGREGATES_BY_NAME.has(name) ? refusalOfNamed(name, node) : undefined
}

/** They name the aggregate that they call as a text, which no plan shows as a call. */
const AGGREGATES_BY_NAME: ReadonlySet<string> = new Set([
  'aggregate',
  'array_aggr',
  'array_aggregate',
  'list_aggr',
  'list_aggregate',
])

const Literal = z.looseObject({
  class: z.literal('CONSTANT'),
  value: z.looseObject({ value: z.string() }),
})
const NamesAggregate = z.looseObject({
  catalog: z.string(),
  schema: z.string(),
  children: z.array(z.unknown()),
})

/** Only a literal is known here: a text that is put together or comes with a parameter may become any name. */
function refusalOfNamed(caller: string, node: Part): string | undefined {
  const call = NamesAggregate.safeParse(node).data
  // In `tags.list_aggr('sum')` the parser takes the column for a schema, and the name comes first.
  const isOfColumn = call !== undefined && call.catalog + call.schema !== ''
  const named = Literal.safeParse(call?.children[isOfColumn ? 0 : 1])
  if (!named.success) {
    return `The function ${caller} is allowed only with its aggregate written out, for example ${caller}(numbers, 'sum').`
  }
  const name = named.data.value.value
  return isAllowedFunction(name) ? undefined : notAllowed(name)
}

function refusalOfPlanned(node: Part): string | undefined {
  if (node['type'] === 'LOGICAL_GET') {
    const name = String(node['name'])
    return name === TABLE_SCAN ? undefined : refusalOfTable(name)
  }
  const name = boundIn(node)
  return name === undefined || isAllowedFunction(name) ? undefined : notAllowed(name)
}

function refusalOfTable(name: string): string | undefined {
  const key = name.toLowerCase()
  return ALLOWED_TABLE_FUNCTIONS.has(key) ? undefined : `The table function ${key} is not allowed here.`
}

const notAllowed = (name: string): string => `The function ${name.toLowerCase()} is not allowed here.`

function calledIn(node: Part): string | undefined {
  const isCall = node['class'] === 'FUNCTION' || node['class'] === 'WINDOW'
  const name = node['function_name']
  return isCall && typeof name === 'string' ? name.toLowerCase() : undefined
}

/** A window function that is no aggregate has only its kind: `WINDOW_LAG`. */
function boundIn(node: Part): string | undefined {
  const { expression_class: kind, name, type } = node
  if (kind !== 'BOUND_FUNCTION' && kind !== 'BOUND_AGGREGATE' && kind !== 'BOUND_WINDOW') return undefined
  if (typeof name === 'string') return name
  return String(type).replace(/^WINDOW_/, '')
}

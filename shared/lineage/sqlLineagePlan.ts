/** Reads the parts of a serialised DuckDB plan, whose nodes are loose records; what is not of its shape reads as absent. */

export type PlanNode = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is PlanNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The node itself and no copy: a plan is large, and is asked for its nodes again and again. */
export const nodeOf = (value: unknown): PlanNode | undefined => (isNode(value) ? value : undefined)

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const nodesOf = (value: unknown): readonly PlanNode[] =>
  listOf(value).flatMap((one) => {
    const node = nodeOf(one)
    return node ? [node] : []
  })

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** -1 for what is no number: no position and no index of a plan is negative. */
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : -1)

export const numbersOf = (value: unknown): readonly number[] => listOf(value).map(numberOf)

export const classOf = (expression: PlanNode): string => textOf(expression['expression_class'])

/** The place in its input of an expression that is nothing but a column. */
export function plainIndexOf(expression: unknown): number | undefined {
  const node = nodeOf(expression)
  return node && classOf(node) === 'BOUND_REF' ? numberOf(node['index']) : undefined
}

/** Finds tables that are joined with nothing to join them by: every row with every row. */
import { listOf, nodeOf, nodesOf, numberOf, type PlanNode } from '#shared/lineage/sqlLineagePlan.ts'

/** True when some tables of the plan pair each row of the one with each of the other. */
export const hasCartesianProduct = (node: PlanNode): boolean => isUnlinked(node, [])

/** Each predicate is the set of positions in the node's output that it compares. */
type Predicate = readonly number[]

function isUnlinked(node: PlanNode, predicates: readonly Predicate[]): boolean {
  const children = nodesOf(node['children'])
  if (node['type'] === 'LOGICAL_FILTER') {
    const [child] = children
    const own = listOf(node['expressions']).map(positionsIn)
    const above = listOf(node['projection_map']).length === 0 ? predicates : []
    return child !== undefined && isUnlinked(child, [...own, ...above])
  }
  if (node['type'] === 'LOGICAL_CROSS_PRODUCT') {
    const leaves = leavesOf(node)
    const within = leaves.map(({ node: leaf, start, width }) =>
      isUnlinked(
        leaf,
        predicates.map((one) => one.map((at) => at - start).filter((at) => at >= 0 && at < width)),
      ),
    )
    return within.includes(true) || componentsOf(leaves, predicates) > 1
  }
  const [first, ...others] = children
  if (first && KEEPS_LEFT.has(String(node['join_type'] ?? node['type']))) {
    const left = widthOf(first)
    const within = predicates.map((one) => one.filter((at) => at < left))
    return isUnlinked(first, within) || others.some((child) => isUnlinked(child, []))
  }
  if (first && node['type'] === 'LOGICAL_PROJECTION') {
    const expressions = listOf(node['expressions'])
    return isUnlinked(
      first,
      predicates.map((one) => one.flatMap((at) => positionsIn(expressions[at]))),
    )
  }
  const isCross = node['type'] === 'LOGICAL_ANY_JOIN' && isUnlinkedJoin(node, children)
  return isCross || children.some((child) => isUnlinked(child, []))
}

/** They hand on the columns of their first child, in its order, before any others. */
const KEEPS_LEFT: ReadonlySet<string> = new Set(['MARK', 'SINGLE', 'SEMI', 'ANTI', 'LOGICAL_WINDOW'])

function isUnlinkedJoin(node: PlanNode, children: readonly PlanNode[]): boolean {
  const [left, right] = children
  if (!left || !right) return false
  if (!isCounted(left) || !isCounted(right)) return false
  const positions = positionsIn(node['condition'])
  const border = widthOf(left)
  return !(positions.some((at) => at < border) && positions.some((at) => at >= border))
}

type Leaf = { readonly node: PlanNode; readonly start: number; readonly width: number }

function leavesOf(node: PlanNode, start = 0): readonly Leaf[] {
  if (node['type'] !== 'LOGICAL_CROSS_PRODUCT') return [{ node, start, width: widthOf(node) }]
  let at = start
  return nodesOf(node['children']).flatMap((child) => {
    const leaves = leavesOf(child, at)
    at += widthOf(child)
    return leaves
  })
}

/** How many groups of leaves no predicate links. Leaves of one row, and rows that are written down, multiply nothing by surprise. */
function componentsOf(leaves: readonly Leaf[], predicates: readonly Predicate[]): number {
  const group = new Map(leaves.map((leaf) => [leaf, leaf]))
  const rootOf = (leaf: Leaf): Leaf => {
    const next = group.get(leaf) ?? leaf
    return next === leaf ? leaf : rootOf(next)
  }
  for (const positions of predicates) {
    const [first, ...others] = leaves.filter(({ start, width }) =>
      positions.some((at) => at >= start && at < start + width),
    )
    for (const other of others) if (first) group.set(rootOf(other), rootOf(first))
  }
  return new Set(leaves.filter(({ node }) => isCounted(node)).map(rootOf)).size
}

/** Whether it reads tables, and may have more than one row. */
function isCounted(node: PlanNode): boolean {
  return !hasOneRow(node) && readsTable(node)
}

const readsTable = (node: PlanNode): boolean =>
  (node['type'] === 'LOGICAL_GET' && node['name'] === 'seq_scan') ||
  node['type'] === 'LOGICAL_CTE_REF' ||
  nodesOf(node['children']).some(readsTable)

function hasOneRow(node: PlanNode): boolean {
  const children = nodesOf(node['children'])
  const [child] = children
  switch (node['type']) {
    case 'LOGICAL_DUMMY_SCAN':
      return true
    case 'LOGICAL_AGGREGATE_AND_GROUP_BY':
      return listOf(node['groups']).length === 0
    case 'LOGICAL_LIMIT':
      return nodeOf(node['limit_val'])?.['constant_integer'] === 1
    case 'LOGICAL_CROSS_PRODUCT':
      return children.every(hasOneRow)
    case 'LOGICAL_PROJECTION':
    case 'LOGICAL_FILTER':
    case 'LOGICAL_ORDER_BY':
    case 'LOGICAL_WINDOW':
      return child !== undefined && hasOneRow(child)
    default:
      return false
  }
}

/** How many columns a node hands on. */
function widthOf(node: PlanNode): number {
  const children = nodesOf(node['children'])
  const below = children.reduce((sum, child) => sum + widthOf(child), 0)
  const kept = listOf(node['projection_map']).length
  switch (node['type']) {
    case 'LOGICAL_PROJECTION':
      return listOf(node['expressions']).length
    case 'LOGICAL_GET':
      return Math.max(1, listOf(node['column_indexes']).length) + listOf(node['projected_input']).length
    case 'LOGICAL_AGGREGATE_AND_GROUP_BY':
      return ['groups', 'expressions', 'grouping_functions'].reduce(
        (sum, key) => sum + listOf(node[key]).length,
        0,
      )
    case 'LOGICAL_WINDOW':
    case 'LOGICAL_UNNEST':
      return below + listOf(node['expressions']).length
    case 'LOGICAL_DELIM_GET':
    case 'LOGICAL_CTE_REF':
      return listOf(node['chunk_types']).length
    case 'LOGICAL_EXPRESSION_GET':
      return listOf(node['expr_types']).length
    case 'LOGICAL_DUMMY_SCAN':
      return 1
    case 'LOGICAL_UNION':
    case 'LOGICAL_EXCEPT':
    case 'LOGICAL_INTERSECT':
    case 'LOGICAL_RECURSIVE_CTE':
      return numberOf(node['column_count'])
    case 'LOGICAL_MATERIALIZED_CTE':
      return widthOf(children[1] ?? {})
    default:
      return joinWidthOf(node, children, kept > 0 ? kept : below)
  }
}

function joinWidthOf(node: PlanNode, [left]: readonly PlanNode[], otherwise: number): number {
  if (!left || typeof node['join_type'] !== 'string') return otherwise
  if (node['join_type'] === 'MARK') return widthOf(left) + 1
  return ['SEMI', 'ANTI'].includes(node['join_type']) ? widthOf(left) : otherwise
}

/** The positions that an expression of a predicate refers to. */
function positionsIn(expression: unknown): Predicate {
  if (Array.isArray(expression)) return expression.flatMap(positionsIn)
  const node = nodeOf(expression)
  if (!node) return []
  if (node['expression_class'] === 'BOUND_REF') return [numberOf(node['index'])]
  return Object.entries(node).flatMap(([key, part]) => (key === 'function_data' ? [] : positionsIn(part)))
}

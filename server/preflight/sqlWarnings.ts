/** What a careful reviewer would ask about SQL that may run: results that change by themselves, rows that multiply, comparisons that are never true. */
import { hasCartesianProduct } from '#server/preflight/cartesianProduct.ts'
import { isScalarSubquery, visitPlan } from '#server/preflight/planFacts.ts'
import { listOf, nodeOf, nodesOf, textOf, type PlanNode } from '#shared/lineage/sqlLineagePlan.ts'
import type { Finding } from '#shared/preflight.ts'

/** Each kind of warning once, however often it holds. */
export function sqlWarnings(plan: unknown): readonly Finding[] {
  const found = new Map<string, Finding>()
  const warn = (code: string, text: string): void => {
    if (!found.has(code)) found.set(code, { severity: 'warn', code, text })
  }
  const changing = new Set<string>()
  visitPlan(plan, (node) => {
    const name = changingFunctionOf(node)
    if (name) changing.add(name)
    if (isNullCompared(node))
      warn('null-comparison', 'A comparison with NULL is never true. Use IS NULL or IS NOT NULL.')
    const arbitrary = arbitraryChoiceOf(node)
    if (arbitrary) warn('arbitrary-rows', arbitrary)
    if (isNotInSubquery(node))
      warn('not-in-null', 'NOT IN finds no row as soon as the subquery gives one NULL. NOT EXISTS does.')
  })
  if (changing.size > 0) {
    const names = [...changing].toSorted().join(', ')
    warn('not-deterministic', `The result is another each time it runs, because of ${names}.`)
  }
  const [root] = nodesOf(nodeOf(plan)?.['plans'])
  if (root && hasCartesianProduct(root))
    warn('cartesian-product', 'Tables are joined with no condition between them: every row with every row.')
  return [...found.values()]
}

/** Their value is not settled by their arguments, within a day or within a row. */
export const CHANGING_FUNCTIONS: ReadonlySet<string> = new Set(
  'random setseed uuid uuidv4 uuidv7 gen_random_uuid now today transaction_timestamp current_date get_current_time get_current_timestamp current_localtime current_localtimestamp txid_current current_transaction_id current_connection_id current_query_id stats sleep_ms current_database current_schema current_schemas in_search_path'.split(
    ' ',
  ),
)

function changingFunctionOf(node: PlanNode): string | undefined {
  if (node['type'] === 'LOGICAL_SAMPLE') {
    const seed = nodeOf(node['sample_options'])?.['seed']
    return seed === undefined || seed === -1 ? 'a sample without REPEATABLE' : undefined
  }
  if (node['expression_class'] !== 'BOUND_FUNCTION') return undefined
  const name = textOf(node['name']).toLowerCase()
  // With one argument it is the age today.
  const isAgeNow = name === 'age' && listOf(node['children']).length === 1
  return isAgeNow || CHANGING_FUNCTIONS.has(name) ? `${name}()` : undefined
}

const COMPARISONS: ReadonlySet<string> = new Set([
  'COMPARE_EQUAL',
  'COMPARE_NOTEQUAL',
  'COMPARE_LESSTHAN',
  'COMPARE_GREATERTHAN',
  'COMPARE_LESSTHANOREQUALTO',
  'COMPARE_GREATERTHANOREQUALTO',
])

function isNullCompared(node: PlanNode): boolean {
  const comparison = textOf(
    node['expression_class'] === 'BOUND_COMPARISON' ? node['type'] : node['comparison'],
  )
  if (COMPARISONS.has(comparison)) return isNull(node['left']) || isNull(node['right'])
  const isIn = node['type'] === 'COMPARE_IN' || node['type'] === 'COMPARE_NOT_IN'
  return isIn && listOf(node['children']).some(isNull)
}

function isNull(expression: unknown): boolean {
  const node = nodeOf(expression)
  if (node?.['expression_class'] === 'BOUND_CAST') return isNull(node['child'])
  return node?.['expression_class'] === 'BOUND_CONSTANT' && nodeOf(node['value'])?.['is_null'] === true
}

function arbitraryChoiceOf(node: PlanNode): string | undefined {
  const [child] = nodesOf(node['children'])
  if (node['type'] === 'LOGICAL_LIMIT' && child && !isOrdered(child))
    return 'LIMIT without ORDER BY keeps any rows, and others the next time.'
  if (
    node['type'] === 'LOGICAL_DISTINCT' &&
    node['distinct_type'] === 'DISTINCT_ON' &&
    !nodeOf(node['order_by'])
  )
    return 'DISTINCT ON without ORDER BY keeps any row of each group, and another the next time.'
  // A scalar subquery is planned as a `first` that has no place among the groupings.
  const isOwn = node['type'] === 'LOGICAL_AGGREGATE_AND_GROUP_BY' && !isScalarSubquery(node)
  const picks = isOwn && nodesOf(node['expressions']).find(picksAnyRow)
  return picks
    ? `${textOf(picks['name'])} without ORDER BY takes any row, and another the next time.`
    : undefined
}

const picksAnyRow = (aggregate: PlanNode): boolean =>
  ['first', 'last', 'any_value', 'arbitrary'].includes(textOf(aggregate['name'])) &&
  listOf(nodeOf(aggregate['order_bys'])?.['orders']).length === 0

function isOrdered(node: PlanNode): boolean {
  const [child] = nodesOf(node['children'])
  switch (node['type']) {
    case 'LOGICAL_ORDER_BY':
      return true
    case 'LOGICAL_AGGREGATE_AND_GROUP_BY':
      return listOf(node['groups']).length === 0
    case 'LOGICAL_PROJECTION':
    case 'LOGICAL_FILTER':
    case 'LOGICAL_LIMIT':
      return child !== undefined && isOrdered(child)
    default:
      return false
  }
}

/** The mark of a subquery, denied: how NOT IN is planned, and NOT EXISTS too, whose conditions count NULLs as alike. */
function isNotInSubquery(node: PlanNode): boolean {
  if (node['type'] !== 'LOGICAL_FILTER') return false
  const [join] = nodesOf(node['children'])
  if (join?.['join_type'] !== 'MARK') return false
  const isDenied = nodesOf(node['expressions']).some((one) => one['type'] === 'OPERATOR_NOT')
  return isDenied && nodesOf(join['conditions']).some((one) => one['comparison'] === 'COMPARE_EQUAL')
}

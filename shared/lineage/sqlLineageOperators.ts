/** What each operator of a bound plan does to the lineage of the rows that pass through it. */
import { isFixedLength, sourcesOf, type Surprise } from '#shared/lineage/sqlLineageExpressions.ts'
import { crossProductOf, joinOf, sideBySide } from '#shared/lineage/sqlLineageJoins.ts'
import {
  listOf,
  nodesOf,
  numbersOf,
  plainIndexOf,
  textOf,
  type PlanNode,
} from '#shared/lineage/sqlLineagePlan.ts'
import {
  NO_SOURCES,
  allFrom,
  alsoFrom,
  bindingOf,
  picked,
  unionOf,
  uniqueAfter,
  type OutColumn,
  type Relation,
} from '#shared/lineage/sqlLineageRelation.ts'

/** An operator over what its children hand on; undefined when it is not one of these. */
export function operatorOf(
  node: PlanNode,
  children: readonly Relation[],
  surprise: Surprise,
): Relation | undefined {
  const [child = NO_ROWS, other] = children
  const from = (expression: unknown) => sourcesOf(expression, child, surprise)
  switch (node['type']) {
    case 'LOGICAL_PROJECTION':
      return projectionOf(node, child, surprise)
    case 'LOGICAL_FILTER': {
      const rows = unionOf(child.rows, from(node['expressions']))
      return picked({ ...child, rows, one: 'no' }, numbersOf(node['projection_map']))
    }
    case 'LOGICAL_ORDER_BY': {
      const order = unionOf(child.order, from(node['orders']))
      return picked({ ...child, order }, numbersOf(node['projection_map']))
    }
    case 'LOGICAL_LIMIT': {
      const cut = unionOf(child.rows, child.order, from([node['limit_val'], node['offset_val']]))
      return { ...child, rows: cut, one: 'no' }
    }
    case 'LOGICAL_SAMPLE':
      return { ...child, one: 'no' }
    case 'LOGICAL_DISTINCT':
      return distinctOf(node, child, surprise)
    case 'LOGICAL_AGGREGATE_AND_GROUP_BY':
      return aggregateOf(node, child, surprise)
    case 'LOGICAL_WINDOW': {
      const windows = listOf(node['expressions']).map((one, at) => ({
        binding: bindingOf(node['window_index'], at),
        // Rows that tie stay in the order in which they came.
        from: unionOf(from(one), child.order),
      }))
      return { ...child, columns: [...child.columns, ...windows] }
    }
    case 'LOGICAL_UNNEST':
      return unnestOf(node, child, surprise)
    case 'LOGICAL_CROSS_PRODUCT':
      return other && crossProductOf(child, other)
    case 'LOGICAL_POSITIONAL_JOIN':
      return other && sideBySide(child, other, unionOf(child.rows, other.rows, child.order, other.order))
    case 'LOGICAL_COMPARISON_JOIN':
    case 'LOGICAL_ANY_JOIN':
    case 'LOGICAL_ASOF_JOIN':
    case 'LOGICAL_DELIM_JOIN':
      return other && joinOf(node, child, other, surprise)
    case 'LOGICAL_UNION':
    case 'LOGICAL_EXCEPT':
    case 'LOGICAL_INTERSECT':
      return other && setOperationOf(node, child, other)
    case 'LOGICAL_EXPRESSION_GET':
      return valuesOf(node, child, surprise)
    case 'LOGICAL_DUMMY_SCAN':
      return {
        ...NO_ROWS,
        columns: [{ binding: bindingOf(node['table_index'], 0), from: NO_SOURCES }],
        one: 'row',
      }
    default:
      return undefined
  }
}

export const NO_ROWS: Relation = {
  columns: [],
  rows: NO_SOURCES,
  order: NO_SOURCES,
  one: 'no',
  unique: undefined,
}

function projectionOf(node: PlanNode, child: Relation, surprise: Surprise): Relation {
  const expressions = listOf(node['expressions'])
  const columns = expressions.map((one, at) => ({
    binding: bindingOf(node['table_index'], at),
    from: sourcesOf(one, child, surprise),
    isFixedLength: isFixedLength(one, child),
  }))
  return { ...child, columns, unique: uniqueAfter(child, expressions.map(plainIndexOf)) }
}

function distinctOf(node: PlanNode, child: Relation, surprise: Surprise): Relation {
  const targets = listOf(node['distinct_targets'])
  const among = sourcesOf(targets, child, surprise)
  const positions = targets.flatMap((one) => plainIndexOf(one) ?? [])
  const unique = positions.length === targets.length ? positions : undefined
  const isOn = node['distinct_type'] === 'DISTINCT_ON'
  // Of the rows that are alike in the targets the first one stays.
  const first = isOn ? unionOf(child.order, sourcesOf(node['order_by'], child, surprise)) : NO_SOURCES
  const order = isOn ? child.order : NO_SOURCES
  return { ...child, rows: unionOf(child.rows, among, first), order, one: 'no', unique }
}

/** Their value is the same in whatever order the rows come. */
const UNORDERED: ReadonlySet<string> = new Set(
  'count count_star sum sum_no_overflow avg min max bool_and bool_or bit_and bit_or bit_xor product median stddev stddev_pop stddev_samp variance var_pop var_samp quantile_cont quantile_disc corr covar_pop covar_samp'.split(
    ' ',
  ),
)

function aggregateOf(node: PlanNode, child: Relation, surprise: Surprise): Relation {
  const from = (expression: unknown) => sourcesOf(expression, child, surprise)
  const groups = listOf(node['groups'])
  const grouped = groups.map((one, at) => ({ binding: bindingOf(node['group_index'], at), from: from(one) }))
  const aggregates = nodesOf(node['expressions']).map((one, at) => ({
    binding: bindingOf(node['aggregate_index'], at),
    from: unionOf(from(one), UNORDERED.has(textOf(one['name'])) ? NO_SOURCES : child.order),
  }))
  const groupings = listOf(node['grouping_functions']).map((_, at) => ({
    binding: bindingOf(node['groupings_index'], at),
    from: NO_SOURCES,
  }))
  const sets = listOf(node['grouping_sets'])
  const isOneSet = sets.length === 0 || (sets.length === 1 && listOf(sets[0]).length === groups.length)
  return {
    columns: [...grouped, ...aggregates, ...groupings],
    rows: unionOf(child.rows, allFrom(grouped)),
    order: NO_SOURCES,
    one: groups.length === 0 && isOneSet ? 'row' : 'no',
    unique: groups.length > 0 && isOneSet ? groups.map((_, at) => at) : undefined,
  }
}

function unnestOf(node: PlanNode, child: Relation, surprise: Surprise): Relation {
  const unnested = nodesOf(node['expressions']).map((one, at) => ({
    binding: bindingOf(node['unnest_index'], at),
    from: sourcesOf(one, child, surprise),
    isFixed: isFixedLength(one['child'], child),
  }))
  const lengths = unnested.filter((one) => !one.isFixed).map((one) => one.from)
  const columns = unnested.map(({ binding, from }) => ({ binding, from }))
  return {
    ...child,
    columns: [...child.columns, ...columns],
    rows: unionOf(child.rows, ...lengths),
    one: 'no',
    unique: undefined,
  }
}

function setOperationOf(node: PlanNode, left: Relation, right: Relation): Relation {
  const isUnion = node['type'] === 'LOGICAL_UNION'
  const columns = left.columns.map((one, at): OutColumn => {
    const theirs = right.columns[at]?.from ?? NO_SOURCES
    const from = node['type'] === 'LOGICAL_EXCEPT' ? one.from : unionOf(one.from, theirs)
    return { binding: bindingOf(node['table_index'], at), from }
  })
  const compared = isUnion ? NO_SOURCES : unionOf(allFrom(left.columns), allFrom(right.columns))
  return {
    columns,
    rows: unionOf(left.rows, right.rows, compared),
    order: isUnion ? unionOf(left.order, right.order) : NO_SOURCES,
    one: 'no',
    unique: undefined,
  }
}

/** VALUES: a list of rows, each a list of expressions. */
function valuesOf(node: PlanNode, child: Relation, surprise: Surprise): Relation {
  const rows = listOf(node['expressions']).map(listOf)
  const columns = (rows[0] ?? []).map((_, at) => ({
    binding: bindingOf(node['table_index'], at),
    from: sourcesOf(
      rows.map((row) => row[at]),
      child,
      surprise,
    ),
  }))
  const isOneRow = rows.length === 1
  return {
    ...child,
    columns: alsoFrom(columns, NO_SOURCES),
    one: isOneRow ? child.one : 'no',
    unique: undefined,
  }
}

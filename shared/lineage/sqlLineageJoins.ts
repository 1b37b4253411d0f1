/** How two relations join: which columns are handed on, and whether the joining decides the rows or only the values of one side. */
import { sourcesOf, type Surprise } from '#shared/lineage/sqlLineageExpressions.ts'
import { nodesOf, numbersOf, plainIndexOf, textOf, type PlanNode } from '#shared/lineage/sqlLineagePlan.ts'
import {
  NO_SOURCES,
  alsoFrom,
  bindingOf,
  picked,
  unionOf,
  type Relation,
  type Sources,
} from '#shared/lineage/sqlLineageRelation.ts'

export function joinOf(
  node: PlanNode,
  left: Relation,
  right: Relation,
  surprise: Surprise,
): Relation | undefined {
  const on = conditionSources(node, left, right, surprise)
  const kept = picked(left, numbersOf(node['left_projection_map']))
  const joined = picked(right, numbersOf(node['right_projection_map']))
  const everyRow = unionOf(left.rows, right.rows, on)
  switch (node['join_type']) {
    case 'MARK': {
      const mark = { binding: bindingOf(node['mark_index'], 0), from: unionOf(right.rows, on) }
      return { ...kept, columns: [...kept.columns, mark] }
    }
    case 'SINGLE':
      return beside(kept, joined, on)
    case 'SEMI':
    case 'ANTI':
      return { ...kept, rows: everyRow, one: 'no' }
    case 'RIGHT_SEMI':
    case 'RIGHT_ANTI':
      return { ...joined, rows: everyRow, one: 'no' }
    case 'INNER':
    case 'LEFT':
      return matchesEachOnce(node, right) ? beside(kept, joined, on) : sideBySide(kept, joined, everyRow)
    case 'RIGHT':
    case 'FULL':
    case 'OUTER':
      return sideBySide(kept, joined, everyRow)
    default:
      return undefined
  }
}

/** Every row with every row: a side of exactly one row gives values only. */
export function crossProductOf(left: Relation, right: Relation): Relation {
  if (right.one === 'row') return beside(left, right, NO_SOURCES)
  if (left.one === 'row') {
    const columns = [...alsoFrom(left.columns, left.rows), ...right.columns]
    const unique = right.unique?.map((one) => one + left.columns.length)
    return { ...right, columns, order: unionOf(left.order, right.order), unique }
  }
  return sideBySide(left, right, unionOf(left.rows, right.rows))
}

/** Neither side is handed on whole, or each is repeated. */
export const sideBySide = (left: Relation, right: Relation, rows: Sources): Relation => ({
  columns: [...left.columns, ...right.columns],
  rows,
  order: unionOf(left.order, right.order),
  one: 'no',
  unique: undefined,
})

/** The left side's rows as they are, each with the values of at most one row of the right. */
const beside = (left: Relation, right: Relation, on: Sources): Relation => ({
  columns: [...left.columns, ...alsoFrom(right.columns, unionOf(right.rows, on))],
  rows: left.rows,
  order: left.order,
  one: left.one,
  unique: left.unique,
})

function matchesEachOnce(node: PlanNode, right: Relation): boolean {
  const isCorrelated = node['type'] === 'LOGICAL_DELIM_JOIN'
  if (isCorrelated && right.one === 'rowPerOuter' && isOnlyCorrelation(node)) return true
  if (node['join_type'] !== 'LEFT' || node['type'] === 'LOGICAL_ANY_JOIN') return false
  if (right.one === 'row') return true
  const { unique } = right
  if (!unique) return false
  const matched = equalConditions(node).map((one) => plainIndexOf(one['right']))
  return unique.every((position) => matched.includes(position))
}

const equalConditions = (node: PlanNode): readonly PlanNode[] =>
  nodesOf(node['conditions']).filter((one) =>
    ['COMPARE_EQUAL', 'COMPARE_NOT_DISTINCT_FROM'].includes(textOf(one['comparison'])),
  )

/** A LATERAL may have conditions of its own beside those that pair it with its outer row; a left row outlives them, not under INNER. */
function isOnlyCorrelation(node: PlanNode): boolean {
  if (node['join_type'] === 'LEFT') return true
  const conditions = nodesOf(node['conditions'])
  const pairs = conditions.filter((one) => one['comparison'] === 'COMPARE_NOT_DISTINCT_FROM')
  return (
    pairs.length === conditions.length &&
    pairs.length === nodesOf(node['duplicate_eliminated_columns']).length
  )
}

function conditionSources(node: PlanNode, left: Relation, right: Relation, surprise: Surprise): Sources {
  const both = { ...left, columns: [...left.columns, ...right.columns] }
  const conditions = nodesOf(node['conditions']).map(({ left: ours, right: theirs, ...rest }) =>
    unionOf(
      sourcesOf(ours, left, surprise),
      sourcesOf(theirs, right, surprise),
      sourcesOf(rest, both, surprise),
    ),
  )
  const { condition, predicate } = node
  return unionOf(...conditions, sourcesOf(condition, both, surprise), sourcesOf(predicate, both, surprise))
}

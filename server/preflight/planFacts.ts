/** Plain facts that stand in a serialised plan whatever its shape: which tables and columns it scans, which functions it calls. */
import { z } from 'zod'
import { TABLE_SCAN } from '#shared/allowedFunctions.ts'
import { nameKey } from '#shared/ids.ts'
import { listOf, nodeOf, nodesOf, type PlanNode } from '#shared/lineage/sqlLineagePlan.ts'

const Scan = z.looseObject({
  type: z.literal('LOGICAL_GET'),
  name: z.literal(TABLE_SCAN),
  names: z.array(z.string()),
  function_data: z.looseObject({ table: z.string() }),
  column_indexes: z.array(z.looseObject({ index: z.number().default(0) })).default([]),
})
const Called = z.looseObject({
  expression_class: z.enum(['BOUND_FUNCTION', 'BOUND_AGGREGATE', 'BOUND_WINDOW']),
  name: z.string(),
})
const Window = z.looseObject({
  expression_class: z.literal('BOUND_WINDOW'),
  type: z.string(),
  name: z.string().optional(),
})
const ColumnName = z.looseObject({ class: z.literal('COLUMN_REF'), column_names: z.array(z.string()) })
const TableFunction = z.looseObject({ type: z.literal('LOGICAL_GET'), name: z.string() })

/** The columns scanned of each table, by their keys. A scan that only counts rows reads no column. */
export function tablesIn(plan: unknown): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  visitPlan(plan, (node) => {
    const scan = Scan.safeParse(node)
    if (!scan.success) return
    const { names, function_data, column_indexes } = scan.data
    const key = nameKey(function_data.table)
    const columns = found.get(key) ?? new Set()
    for (const { index } of column_indexes) {
      const name = names[index]
      if (name !== undefined) columns.add(nameKey(name))
    }
    found.set(key, columns)
  })
  return found
}

/** `tree` is the parsed statement: in a plan the rowid looks like the counter of rows that COUNT(*) scans. */
export function readsRowId(tree: unknown, plan: unknown): boolean {
  let isNamed = false
  visitPlan(tree, (node) => {
    const named = ColumnName.safeParse(node)
    if (named.success) isNamed ||= nameKey(named.data.column_names.at(-1) ?? '') === 'rowid'
  })
  let isScanned = false
  visitPlan(plan, (node) => {
    const scan = Scan.safeParse(node)
    if (scan.success)
      isScanned ||= scan.data.column_indexes.some(({ index }) => index >= scan.data.names.length)
  })
  return isNamed && isScanned
}

export function functionsIn(plan: unknown): readonly string[] {
  const found = new Set<string>()
  // Operators are planned as functions too, but nobody calls `+` a function.
  const add = (name: string): void => void (/^\w/.test(name) && found.add(name.toLowerCase()))
  visitPlan(plan, (node) => {
    const called = Called.safeParse(node)
    if (called.success && !isImplicit(called.data)) add(called.data.name)
    const window = Window.safeParse(node)
    if (window.success && window.data.name === undefined) add(window.data.type.replace(/^WINDOW_/, ''))
    const table = TableFunction.safeParse(node)
    if (table.success && table.data.name !== TABLE_SCAN) add(table.data.name)
  })
  return [...found].toSorted()
}

/** A scalar subquery is planned as its `first` row and a count, with an error if there are more: nobody wrote these. */
export const isScalarSubquery = (node: PlanNode): boolean =>
  node['type'] === 'LOGICAL_AGGREGATE_AND_GROUP_BY' &&
  Number(node['groupings_index']) > Number.MAX_SAFE_INTEGER

const isImplicit = (called: { readonly name: string; readonly catalog_name?: unknown }): boolean =>
  called.name === 'error' && !called.catalog_name

/** Every record of the plan that comes of what someone wrote, from the outside in. */
export function visitPlan(node: unknown, see: (node: PlanNode) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) visitPlan(one, see)
    return
  }
  const parsed = nodeOf(node)
  if (!parsed) return
  see(parsed)
  if (!isScalarSubquery(parsed)) {
    for (const part of Object.values(parsed)) visitPlan(part, see)
    return
  }
  // EXISTS is planned as a count of at most one row; that limit nobody wrote either.
  const isExists = listOf(parsed['expressions']).length === 1
  for (const child of nodesOf(parsed['children'])) visitPlan(isExists ? child['children'] : child, see)
}

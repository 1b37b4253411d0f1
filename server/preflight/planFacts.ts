/** Plain facts that stand in a serialised plan whatever its shape: which tables and columns it scans, which functions it calls. */
import { z } from 'zod'
import { TABLE_SCAN } from '#server/kernels/duckdb/allowedFunctions.ts'
import { nameKey } from '#shared/ids.ts'

const Node = z.record(z.string(), z.unknown())
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
const TableFunction = z.looseObject({ type: z.literal('LOGICAL_GET'), name: z.string() })

/** The columns scanned of each table, by their keys. A scan that only counts rows reads no column. */
export function tablesIn(plan: unknown): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  visit(plan, (node) => {
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

export function functionsIn(plan: unknown): readonly string[] {
  const found = new Set<string>()
  visit(plan, (node) => {
    const called = Called.safeParse(node)
    if (called.success) found.add(called.data.name.toLowerCase())
    const table = TableFunction.safeParse(node)
    if (table.success && table.data.name !== TABLE_SCAN) found.add(table.data.name.toLowerCase())
  })
  return [...found].toSorted()
}

function visit(node: unknown, see: (node: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, see)
    return
  }
  const parsed = Node.safeParse(node)
  if (!parsed.success) return
  see(parsed.data)
  for (const one of Object.values(parsed.data)) visit(one, see)
}

/** Which tables a text may read, told from its syntax tree alone: a twin of every name in scope is slow to make when there are hundreds. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { treeOf } from '#server/preflight/boundPlan.ts'
import { nameKey } from '#shared/ids.ts'
import { nodeOf } from '#shared/lineage/sqlLineagePlan.ts'

/** Keys of all that stands in the text as a name or as a value, so rather too many than too few; undefined when it can't be parsed. */
export async function namesIn(
  connection: DuckDBConnection,
  sql: string,
): Promise<ReadonlySet<string> | undefined> {
  if (sql.includes('\0')) return undefined
  const tree = await treeOf(connection, sql)
  if (nodeOf(tree)?.['error'] !== false) return undefined
  const names = new Set<string>()
  addTexts(tree, names)
  return names
}

function addTexts(node: unknown, names: Set<string>): void {
  if (typeof node === 'string') names.add(nameKey(node))
  else if (typeof node === 'object' && node !== null)
    for (const part of Object.values(node)) addTexts(part, names)
}

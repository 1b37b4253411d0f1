/** Which input columns an expression of a plan uses. What it does not know is taken to use everything. */
import {
  classOf,
  listOf,
  nodeOf,
  nodesOf,
  numberOf,
  textOf,
  type PlanNode,
} from '#shared/lineage/sqlLineagePlan.ts'
import {
  NO_SOURCES,
  bindingOf,
  unionOf,
  type Relation,
  type Sources,
} from '#shared/lineage/sqlLineageRelation.ts'

export type Surprise = {
  /** Every column that the plan scans. */
  readonly everything: Sources
  /** Says what was not understood, and answers with everything. */
  unknown(what: string): Sources
}

/** Known and made of their parts: what stands in them is what they use. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'BOUND_CAST',
  'BOUND_COMPARISON',
  'BOUND_CONJUNCTION',
  'BOUND_OPERATOR',
  'BOUND_CASE',
  'BOUND_BETWEEN',
  'BOUND_AGGREGATE',
  'BOUND_WINDOW',
  'BOUND_UNNEST',
])

/** Their references are to a lambda's own parameters; what a lambda captures stands among the function's children. */
const OPAQUE_PARTS: ReadonlySet<string> = new Set(['function_data', 'bind_info', 'value', 'return_type'])

export function sourcesOf(expression: unknown, input: Relation, surprise: Surprise): Sources {
  if (Array.isArray(expression))
    return unionOf(...listOf(expression).map((one) => sourcesOf(one, input, surprise)))
  const node = nodeOf(expression)
  if (!node) return NO_SOURCES
  const kind = classOf(node)
  if (kind === '' || TRANSPARENT.has(kind)) return sourcesOfParts(node, input, surprise)
  switch (kind) {
    case 'BOUND_CONSTANT':
      return NO_SOURCES
    case 'BOUND_REF':
      return input.columns[numberOf(node['index'])]?.from ?? surprise.unknown('a column that is not there')
    case 'BOUND_COLUMN_REF':
      return sourcesOfBinding(node, input, surprise)
    case 'BOUND_FUNCTION':
      return sourcesOf(fieldTaken(node) ?? node['children'], input, surprise)
    default:
      return surprise.unknown(`the expression ${kind}`)
  }
}

function sourcesOfParts(node: PlanNode, input: Relation, surprise: Surprise): Sources {
  const parts = Object.entries(node).filter(([key]) => !OPAQUE_PARTS.has(key))
  return unionOf(
    ...parts.map(([, part]) => (typeof part === 'object' ? sourcesOf(part, input, surprise) : NO_SOURCES)),
  )
}

function sourcesOfBinding(node: PlanNode, input: Relation, surprise: Surprise): Sources {
  const binding = nodeOf(node['binding'])
  const sought = bindingOf(binding?.['table_index'], numberOf(binding?.['column_index']))
  const found = input.columns.find((one) => one.binding === sought)
  return found?.from ?? surprise.unknown('a column of another scope')
}

/** `struct_pack(a := x, b := y).a` is x alone. */
function fieldTaken(taking: PlanNode): unknown {
  if (taking['name'] !== 'struct_extract') return undefined
  const [packed, key] = nodesOf(taking['children'])
  if (packed?.['name'] !== 'struct_pack' || !key) return undefined
  const type = nodeOf(nodeOf(packed['function_data'])?.['variable_return_type'])
  const fields = nodesOf(nodeOf(type?.['type_info'])?.['child_types']).map((one) => textOf(one['first']))
  const name = textOf(nodeOf(key['value'])?.['value'])
  const at = fields.findIndex((one) => one.toLowerCase() === name.toLowerCase())
  return at === -1 ? undefined : listOf(packed['children'])[at]
}

/** The lists whose length is written down: `[a, b]` has two elements whatever a and b are. */
const LISTS_AS_WRITTEN: ReadonlySet<string> = new Set([
  'list_value',
  'list_pack',
  'unpivot_list',
  'array_value',
])

export function isFixedLength(expression: unknown, input: Relation): boolean {
  const node = nodeOf(expression)
  if (!node) return false
  if (classOf(node) === 'BOUND_CONSTANT') return true
  if (classOf(node) === 'BOUND_REF') return input.columns[numberOf(node['index'])]?.isFixedLength ?? false
  if (classOf(node) === 'BOUND_CAST') return node['try_cast'] !== true && isFixedLength(node['child'], input)
  return classOf(node) === 'BOUND_FUNCTION' && LISTS_AS_WRITTEN.has(textOf(node['name']))
}

/** Column lineage of a SQL step: a pure walk over the serialised plan that DuckDB bound and did not optimise. An operator or expression that the walk does not know depends on everything, and is said so. */
import { operatorOf, NO_ROWS } from '#shared/lineage/sqlLineageOperators.ts'
import { sourcesOf, type Surprise } from '#shared/lineage/sqlLineageExpressions.ts'
import {
  listOf,
  nodesOf,
  numberOf,
  numbersOf,
  textOf,
  nodeOf,
  type PlanNode,
} from '#shared/lineage/sqlLineagePlan.ts'
import {
  NO_SOURCES,
  allFrom,
  bindingOf,
  picked,
  sourceKey,
  unionOf,
  type OutColumn,
  type Relation,
  type Sources,
} from '#shared/lineage/sqlLineageRelation.ts'
import type { TableName } from '#shared/ids.ts'
import type { ColumnRef, Lineage } from '#shared/preflight.ts'
import type { TableSchema } from '#shared/table.ts'

export type LineageInput = { readonly name: TableName; readonly schema: TableSchema }

/** `plan` is what `json_serialize_plan` answers; `output` names the columns of the result, in order. */
export function sqlLineageOf(
  plan: unknown,
  output: readonly string[],
  inputs: readonly LineageInput[],
): Lineage {
  const [root] = nodesOf(nodeOf(plan)?.['plans'])
  const refs = refsOf(inputs)
  const coarse = new Set<string>()
  const scanned = root ? scannedIn(root) : NO_SOURCES
  const everything = scanned.size > 0 ? scanned : new Set(refs.keys())
  const surprise: Surprise = {
    everything,
    unknown: (what) => {
      coarse.add(`${what} is not known here, and is taken to depend on everything`)
      return everything
    },
  }
  const walked = root ? relationOf(root, { ctes: new Map(), outer: [], surprise }) : undefined
  const isWhole = walked?.columns.length === output.length
  if (!isWhole) surprise.unknown('the shape of the result')
  const refsFrom = (sources: Sources): readonly ColumnRef[] =>
    [...refs].flatMap(([key, ref]) => (sources.has(key) ? [ref] : []))
  return {
    columns: output.map((column, at) => ({
      column,
      from: refsFrom(isWhole ? (walked.columns[at]?.from ?? everything) : everything),
    })),
    rows: refsFrom(isWhole ? walked.rows : everything),
    coarse: [...coarse],
  }
}

/** In the order of the inputs and of their columns. */
const refsOf = (inputs: readonly LineageInput[]): ReadonlyMap<string, ColumnRef> =>
  new Map(
    inputs.flatMap(({ name, schema }) =>
      schema.map((column): readonly [string, ColumnRef] => [
        sourceKey(name, column.name),
        { table: name, column: column.name },
      ]),
    ),
  )

type Scope = {
  readonly ctes: ReadonlyMap<number, Relation>
  /** The columns that the nearest correlated join hands to its inner side. */
  readonly outer: readonly Sources[]
  readonly surprise: Surprise
}

function relationOf(node: PlanNode, scope: Scope): Relation {
  const children = nodesOf(node['children'])
  const [first, second] = children
  switch (node['type']) {
    case 'LOGICAL_GET':
      return getOf(node, first && relationOf(first, scope))
    case 'LOGICAL_DELIM_GET': {
      const columns = scope.outer.map((from, at) => ({ binding: bindingOf(node['table_index'], at), from }))
      const unique = columns.map((_, at) => at)
      return { ...NO_ROWS, columns, one: 'rowPerOuter', unique }
    }
    case 'LOGICAL_DELIM_JOIN':
      if (first && second) return correlatedOf(node, first, second, scope)
      break
    case 'LOGICAL_MATERIALIZED_CTE':
    case 'LOGICAL_CTE':
      if (first && second) {
        const named = numberOf(node['table_index'])
        return relationOf(second, { ...scope, ctes: with_(scope.ctes, named, relationOf(first, scope)) })
      }
      break
    case 'LOGICAL_RECURSIVE_CTE':
      if (first && second) return recursionOf(node, first, second, scope)
      break
    case 'LOGICAL_CTE_REF': {
      const named = scope.ctes.get(numberOf(node['cte_index']))
      if (!named) break
      const columns = named.columns.map((one, at) => ({
        ...one,
        binding: bindingOf(node['table_index'], at),
      }))
      return { ...named, columns, one: named.one === 'row' ? 'row' : 'no' }
    }
  }
  const under = children.map((one) => relationOf(one, scope))
  return operatorOf(node, under, scope.surprise) ?? unknownOf(node, under, scope.surprise)
}

const with_ = (ctes: Scope['ctes'], index: number, relation: Relation): Scope['ctes'] =>
  new Map([...ctes, [index, relation]])

/** Of unknown width: whoever asks for a column of it gets everything. */
function unknownOf(node: PlanNode, under: readonly Relation[], surprise: Surprise): Relation {
  const from = surprise.unknown(`the operator ${textOf(node['type'])}`)
  // As many columns as any expression may ask for; a plan refers to columns by small positions.
  const columns = Array.from({ length: 4096 }, (_, at): OutColumn => ({ binding: `unknown.${at}`, from }))
  return { ...NO_ROWS, columns, rows: from, order: unionOf(...under.map((one) => one.order)) }
}

/** Either a table, or a table function over constants or over the rows below it. */
function getOf(node: PlanNode, below: Relation | undefined): Relation {
  const names = listOf(node['names']).map(textOf)
  const indexes = nodesOf(node['column_indexes']).map((one) => numberOf(one['index']))
  const table = textOf(nodeOf(node['function_data'])?.['table'])
  const given = below ? argumentsOf(node, below) : NO_SOURCES
  const isTable = node['name'] === 'seq_scan'
  const columns = (indexes.length > 0 ? indexes : names.map((_, at) => at)).map((index, at): OutColumn => {
    const name = names[index]
    const binding = bindingOf(node['table_index'], at)
    if (!isTable) return { binding, from: given }
    // Beyond its names a scan has only a counter of rows.
    return { binding, from: name === undefined ? NO_SOURCES : new Set([sourceKey(table, name)]) }
  })
  const own = picked({ ...NO_ROWS, columns, rows: given }, numbersOf(node['projection_ids']))
  if (!below) return own
  const passed = numbersOf(node['projected_input'])
  const along = passed.length === 0 ? [] : picked(below, passed).columns
  return {
    ...own,
    columns: [...own.columns, ...along],
    rows: unionOf(own.rows, below.rows),
    order: below.order,
  }
}

function argumentsOf(node: PlanNode, below: Relation): Sources {
  const count = listOf(node['input_table_types']).length
  return allFrom(count === 0 ? below.columns : below.columns.slice(0, count))
}

function correlatedOf(node: PlanNode, first: PlanNode, second: PlanNode, scope: Scope): Relation {
  const isFlipped = node['delim_flipped'] === true
  const outside = relationOf(isFlipped ? second : first, scope)
  const outer = listOf(node['duplicate_eliminated_columns']).map((one) =>
    sourcesOf(one, outside, scope.surprise),
  )
  const inside = relationOf(isFlipped ? first : second, { ...scope, outer })
  const sides = isFlipped ? [inside, outside] : [outside, inside]
  return operatorOf(node, sides, scope.surprise) ?? unknownOf(node, sides, scope.surprise)
}

/** Walks the recursive part until nothing new comes of it: what a row comes from only grows. */
function recursionOf(node: PlanNode, first: PlanNode, second: PlanNode, scope: Scope): Relation {
  const index = numberOf(node['table_index'])
  const start = relationOf(first, scope)
  let known: Relation = { ...start, one: 'no', unique: undefined }
  for (;;) {
    const next = relationOf(second, { ...scope, ctes: with_(scope.ctes, index, known) })
    const columns = known.columns.map((one, at) => ({
      binding: bindingOf(index, at),
      from: unionOf(one.from, next.columns[at]?.from ?? NO_SOURCES),
    }))
    // Without ALL, or with a key, a row that is there already is not added again.
    const compared = node['union_all'] === true ? NO_SOURCES : allFrom(columns)
    const rows = unionOf(known.rows, next.rows, compared)
    const grown: Relation = { ...known, columns, rows, order: unionOf(known.order, next.order) }
    if (sizeOf(grown) === sizeOf(known)) return grown
    known = grown
  }
}

const sizeOf = (relation: Relation): number =>
  [...relation.columns.map((one) => one.from), relation.rows, relation.order].reduce(
    (sum, one) => sum + one.size,
    0,
  )

/** Every column of every table that stands anywhere in the plan. */
function scannedIn(node: PlanNode): Sources {
  const here =
    node['type'] === 'LOGICAL_GET' && node['name'] === 'seq_scan' ? getOf(node, undefined) : NO_ROWS
  return unionOf(allFrom(here.columns), ...nodesOf(node['children']).map(scannedIn))
}

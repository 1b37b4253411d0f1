/** Says why a step's SQL may not run, from its syntax tree and its bound plan; the kernel asks again what preflight asked. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { refusalInPlan, refusalInTree, unlistedIn } from '#server/kernels/duckdb/refusedParts.ts'
import { withoutSemicolons } from '#server/kernels/duckdb/withoutSemicolons.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Parameter } from '#shared/step.ts'

export interface Refused {
  readonly message: string
  readonly detail: string
}

export interface Inspected {
  /** The statement without a semicolon, ready to stand inside another. */
  readonly inner: string
  /** The same with the parameters' values in their place; only for binding on the twin, never run. */
  readonly bound: string
}

/** Asked while the inputs are empty tables of the same types, so that nothing executes. */
export async function inspectQuery(
  twin: DuckDBConnection,
  sql: string,
  parameters: Readonly<Record<string, Parameter>>,
): Promise<Result<Inspected, Refused>> {
  if (sql.includes('\0')) return refused('The SQL holds a NUL character.')
  const counted = await countOf(twin, sql)
  if (!counted.ok) return counted
  if (counted.value !== 1) {
    return refused(`A step is one SELECT statement, and this holds ${counted.value}.`)
  }
  const tree = await treeOf(twin, sql)
  if (!tree.ok) return tree
  const inner = withoutSemicolons(sql)
  const innerTree = await treeOf(twin, inner)
  if (!innerTree.ok || placeless(innerTree.value) !== placeless(tree.value)) {
    return refused('The SQL does not read the same without its semicolon.')
  }
  const parsed: unknown = JSON.parse(tree.value)
  const inTree = refusalInTree(parsed)
  if (inTree !== undefined) return refused(inTree)
  const unlisted = await offeredOf(twin, unlistedIn(parsed))
  if (unlisted !== undefined) return refused(`The function ${unlisted} is not allowed here.`)

  const valued = await withValues(twin, tree.value, parameters)
  if (!valued.ok) return valued
  const bound = valued.value ?? inner
  const plan = await planOf(twin, bound)
  if (!plan.ok) return plan
  const inPlan = refusalInPlan(JSON.parse(plan.value))
  return inPlan === undefined ? ok({ inner, bound }) : refused(inPlan)
}

const refused = (message: string, detail = ''): Result<never, Refused> => err({ message, detail })

async function countOf(connection: DuckDBConnection, sql: string): Promise<Result<number, Refused>> {
  try {
    return ok((await connection.extractStatements(sql)).count)
  } catch (error) {
    return refused('The SQL can not be parsed.', String(error))
  }
}

async function treeOf(connection: DuckDBConnection, sql: string): Promise<Result<string, Refused>> {
  const text = await oneText(connection, `SELECT json_serialize_sql(${quotedText(sql)})`)
  const trouble = Trouble.parse(JSON.parse(text))
  if (!trouble.error) return ok(text)
  return refused(
    'A step is one SELECT-shaped statement that can be inspected. A PIVOT must name its values with IN (…).',
    trouble.error_message ?? '',
  )
}

/** The first of the names that this DuckDB knows: to bind it might already call it. A macro is judged by what it expands to. */
async function offeredOf(
  connection: DuckDBConnection,
  names: readonly string[],
): Promise<string | undefined> {
  if (names.length === 0) return undefined
  const read = await connection.runAndReadAll(
    `SELECT lower(function_name) FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate')
     AND lower(function_name) IN (${names.map(quotedText).join(', ')})`,
  )
  return z.string().optional().parse(read.getRowsJson()[0]?.[0])
}

async function planOf(connection: DuckDBConnection, sql: string): Promise<Result<string, Refused>> {
  const text = await oneText(
    connection,
    `SELECT json_serialize_plan(${quotedText(sql)}, skip_null := true, skip_empty := true, optimize := false)`,
  )
  const trouble = Trouble.parse(JSON.parse(text))
  if (!trouble.error) return ok(text)
  return refused(firstLineOf(trouble.error_message ?? 'The SQL can not be bound.'), trouble.error_message)
}

const Trouble = z.looseObject({ error: z.boolean(), error_message: z.string().optional() })

const firstLineOf = (text: string): string => text.split('\n', 1)[0] ?? text

async function oneText(connection: DuckDBConnection, sql: string): Promise<string> {
  const rows = (await connection.runAndReadAll(sql)).getRowsJson()
  return z.string().parse(rows[0]?.[0])
}

const placeless = (tree: string): string => tree.replaceAll(/"query_location":\d+/g, '')

/** A statement with parameters does not make a plan, so the twin binds it with the values in their place. */
async function withValues(
  connection: DuckDBConnection,
  tree: string,
  parameters: Readonly<Record<string, Parameter>>,
): Promise<Result<string | undefined, Refused>> {
  const names = [...tree.matchAll(PARAMETER)].map((match) => match[2] ?? '')
  if (names.length === 0) return ok(undefined)
  const missing = names.find((name) => !Object.hasOwn(parameters, name))
  if (missing !== undefined) return refused(`The SQL uses $${missing}, which the step does not define.`)
  const nodes = new Map<string, string>()
  for (const name of new Set(names)) {
    const value = parameters[name]
    if (value) nodes.set(name, await nodeOf(connection, value))
  }
  const replaced = tree.replaceAll(PARAMETER, (whole, alias: string, name: string) => {
    // The value's node begins with its class, its type and an alias of its own, which is empty.
    return nodes.get(name)?.replace('"alias":""', () => alias) ?? whole
  })
  return ok(await oneText(connection, `SELECT json_deserialize_sql(${quotedText(replaced)})`))
}

/** As DuckDB writes it: inside a text of the tree its quotes would be escaped, so only a real parameter matches. */
const PARAMETER =
  /\{"class":"PARAMETER","type":"VALUE_PARAMETER",("alias":"(?:[^"\\]|\\.)*"),"query_location":\d+,"identifier":"((?:[^"\\]|\\.)*)"\}/g

function nodeOf(connection: DuckDBConnection, parameter: Parameter): Promise<string> {
  const literal = `SELECT CAST(${quotedText(String(parameter.value))} AS ${sqlTypeOf(parameter)})`
  return oneText(
    connection,
    `SELECT json_extract(json_serialize_sql(${quotedText(literal)}), '$.statements[0].node.select_list[0]')::VARCHAR`,
  )
}

/** The type under which a parameter's value is bound. */
export function sqlTypeOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'text':
      return 'VARCHAR'
    case 'integer':
      return 'BIGINT'
    case 'decimal': {
      const scale = parameter.value.split('.')[1]?.length ?? 0
      return `DECIMAL(38,${scale})`
    }
    case 'date':
      return 'DATE'
    case 'boolean':
      return 'BOOLEAN'
  }
}

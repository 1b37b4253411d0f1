import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ALLOWED_TABLE_FUNCTIONS, isAllowedFunction, isRefusedFunction } from '#shared/allowedFunctions.ts'
import { openHardenedDatabase, type HardenedDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { inspectQuery } from '#server/kernels/duckdb/inspectQuery.ts'
import { rowsOf } from '#server/kernels/testing/sqlRuns.ts'

let twin: HardenedDatabase
beforeAll(async () => {
  twin = await openHardenedDatabase({ memoryMb: 256, threads: 1 })
  await twin.connection.run(
    'CREATE TABLE sales (id INTEGER, region VARCHAR, amount DECIMAL(10,2), day DATE, tags VARCHAR[])',
  )
})
afterAll(() => twin.close())

const Names = z.array(z.tuple([z.string()]))

async function namesOf(types: string): Promise<readonly string[]> {
  const rows = await rowsOf(
    `SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type IN (${types})`,
  )
  return Names.parse(rows).flat()
}

describe('a function of this DuckDB', () => {
  it('is allowed or knowingly refused, each of them, and never both', async () => {
    const offered = await namesOf("'scalar', 'aggregate'")
    expect(offered.length).toBeGreaterThan(650)
    expect(offered.filter((name) => isAllowedFunction(name) === isRefusedFunction(name))).toEqual([])
  })

  it('is on the list of table functions only where there is one', async () => {
    const offered = await namesOf("'table'")
    expect([...ALLOWED_TABLE_FUNCTIONS].filter((name) => !offered.includes(name))).toEqual([])
  })

  it.each([
    "SELECT current_setting('threads') AS x",
    "SELECT nextval('s') AS x",
    "SELECT 1 AS x FROM range(current_setting('threads')::INTEGER)",
    "SELECT main.current_setting('threads') AS x",
    "SELECT list_transform(['a'], lambda s: getvariable(s)) AS x",
    'SELECT finalize(sum(id) EXPORT_STATE) AS x FROM sales',
    'SELECT current_query() AS x',
    'SELECT __internal_compress_integral_utinyint(id, 0) AS x FROM sales',
    'SELECT vector_type(id) AS x FROM sales',
    'SELECT get_block_size($$memory$$) AS x',
    'SELECT 1 AS x FROM sales ORDER BY getvariable($$x$$)',
    'SELECT sum(id) FILTER (WHERE getvariable($$x$$)) AS x FROM sales',
  ])('is refused by name where it looks outside the rows: %s', async (sql) => {
    const inspected = await inspectQuery(twin.connection, sql, {})
    const said = inspected.ok ? 'allowed' : inspected.error.message
    expect(said).toMatch(/^The (table )?function \w+ is not allowed here\.$/)
  })

  it.each([
    "SELECT list_aggr([1], 'finalize') AS x",
    "SELECT list_aggregate(tags, 'nextval') AS x FROM sales",
    "SELECT array_aggr([1], 'COMBINE') AS x",
    "SELECT array_aggregate([1], 'a_newer_aggregate') AS x",
    "SELECT aggregate([1], '__internal_sum') AS x",
    "SELECT tags.list_aggr('finalize') AS x FROM sales",
    "SELECT tags.list_aggr('finalize', 'sum') AS x FROM sales",
    "SELECT sales.tags.list_aggr('finalize', 'sum') AS x FROM sales",
    "SELECT [1].list_aggr('finalize') AS x",
    "SELECT list_transform([[1]], lambda l: list_aggr(l, 'finalize')) AS x",
    "SELECT 1 AS x FROM sales ORDER BY list_aggr(tags, 'finalize')",
  ])('is refused by name where another calls it by that name: %s', async (sql) => {
    const inspected = await inspectQuery(twin.connection, sql, {})
    const said = inspected.ok ? 'allowed' : inspected.error.message
    expect(said).toMatch(/^The function \w+ is not allowed here\.$/)
  })

  it.each([
    "SELECT list_aggr([1], 'su' || 'm') AS x",
    "SELECT list_aggr([1], concat('fina', 'lize')) AS x",
    "SELECT list_aggregate([1], ['sum'][1]) AS x",
    "SELECT array_aggr([1], CAST('sum' AS VARCHAR)) AS x",
    "SELECT aggregate([1], (SELECT 'sum')) AS x",
    'SELECT array_aggregate([1], $name) AS x',
    "SELECT tags.list_aggr('fina' || 'lize', 'sum') AS x FROM sales",
    "SELECT main.list_aggr([1], 'sum') AS x",
    'SELECT list_aggr(*COLUMNS(*)) AS x FROM (SELECT [1] AS a, $$sum$$ AS b)',
    'SELECT list_aggr([1], NULL) AS x',
  ])('is refused where it would be called by a name that is not written out: %s', async (sql) => {
    const parameters = { name: { type: 'text', value: 'sum' } } as const
    const inspected = await inspectQuery(twin.connection, sql, parameters)
    const said = inspected.ok ? 'allowed' : inspected.error.message
    expect(said).toMatch(/^The function \w+ is allowed only with its aggregate written out/)
  })

  it('is called by the name of an aggregate on the list', async () => {
    const sql =
      "SELECT list_aggr([1], 'sum') AS a, tags.list_aggregate('STRING_AGG', '|') AS b, array_aggr([1], $$max$$) AS c FROM sales"
    expect(await inspectQuery(twin.connection, sql, {})).toMatchObject({ ok: true })
  })

  it.each([
    "SELECT list_sum([1, 2]) AS a, array_append([1], 2) AS b, round_even(1.5, 0) AS c, split_part('a b', ' ', 1) AS d",
    'SELECT ago(INTERVAL 1 DAY) AS a, nullif(id, 1) AS b, fdiv(id, 2) AS c, date_add(day, INTERVAL 1 DAY) AS d FROM sales',
    'SELECT json_group_array(id) AS a, geomean(id) AS b, wavg(amount, id) AS c FROM sales',
    'SELECT session_user AS a, has_table_privilege($$sales$$, $$SELECT$$) AS b, pg_typeof(1) AS c',
    'SELECT list_max(tags) AS a, md5_number_lower(region) AS b, current_catalog() AS c FROM sales',
  ])('is called by a macro, which is judged by what it expands to: %s', async (sql) => {
    expect(await inspectQuery(twin.connection, sql, {})).toMatchObject({ ok: true })
  })

  it.each([
    "SELECT region COLLATE de AS a FROM sales ORDER BY region COLLATE NOCASE, region ILIKE 'a%'",
    'SELECT id, lag(id) OVER w AS a, dense_rank() OVER w AS b, sum(amount) OVER w AS c FROM sales WINDOW w AS (ORDER BY day)',
    'SELECT [x * 2 FOR x IN tags IF x > 1] AS a, {k: id}.k AS b, id IN (SELECT id FROM sales) AS c FROM (SELECT [1] AS tags, 1 AS id)',
    "SELECT unnest(tags) AS a, extract(year FROM day) AS b, id::VARCHAR || 'x' AS c, -id AS d, tags[1:2] AS e FROM sales",
    "SELECT region SIMILAR TO 'a.*' AS a, position('a' IN region) AS b, day AT TIME ZONE 'UTC' AS c, amount // 2 AS d, 5! AS e FROM sales",
    'SELECT region, sum(id), grouping(region) FROM sales GROUP BY ROLLUP (region) HAVING sum(id) > (SELECT avg(id) FROM sales)',
    "PIVOT sales ON region IN ('north') USING sum(amount)",
    'UNPIVOT (SELECT id, amount FROM sales) ON id, amount',
    'SELECT if(id > 1, coalesce(region, $$-$$), ifnull(region, $$+$$)) AS a, try(1 // id) AS b, COLUMNS($$day$$) FROM sales',
    "SELECT TRIM(BOTH ' ' FROM region) AS a, MAP {'a': 1}['a'] AS b, '{}'::JSON -> 'a' AS c, '{}'::JSON ->> '$.a' AS d, now() AS e, random() AS f FROM sales",
  ])('is allowed wherever ordinary SQL calls it unnamed: %s', async (sql) => {
    expect(await inspectQuery(twin.connection, sql, {})).toMatchObject({ ok: true })
  })
})

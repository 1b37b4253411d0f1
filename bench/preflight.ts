/** How long the preflight of a query takes, from the question to the answer of the child. Run: npx tsx bench/preflight.ts */
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqlPreflight } from '#server/preflight/sqlPreflight.ts'
import type { SqlAsked } from '#server/preflight/sqlPreflightMessages.ts'
import { TableName } from '#shared/ids.ts'

const ROUNDS = 100
const TABLES = 500

const inputs = Array.from({ length: TABLES }, (_, at) => ({
  name: TableName.parse(`t${at}`),
  rows: 1000,
  schema: [
    { name: 'id', type: 'BIGINT' },
    { name: 'parent', type: 'BIGINT' },
    { name: 'amount', type: 'DECIMAL(18,2)' },
    { name: 'at', type: 'TIMESTAMP' },
    ...Array.from({ length: 8 }, (__, column) => ({ name: `c${column}`, type: 'VARCHAR' })),
  ],
}))

const FIVE_JOINS = `SELECT t0.c0, date_trunc('month', t5.at) AS month, sum(t1.amount) AS total, count(DISTINCT t2.c3) AS kinds
  FROM t0 JOIN t1 ON t1.parent = t0.id LEFT JOIN t2 ON t2.parent = t1.id JOIN t3 ON t3.parent = t2.id
  LEFT JOIN t4 ON t4.id = t3.parent JOIN t5 USING (id)
  WHERE t3.c1 <> 'x' AND t4.amount > 3 GROUP BY ALL ORDER BY total DESC LIMIT 100`

const QUERIES = {
  'a query of five joins': { sql: FIVE_JOINS, inputs: inputs.slice(0, 6), asserts: [] },
  'the same with 20 tables in scope and 2 asserts': {
    sql: FIVE_JOINS,
    inputs: inputs.slice(0, 20),
    asserts: ['total > 0', 'kinds >= 0'],
  },
  'the same with 500 tables in scope': { sql: FIVE_JOINS, inputs, asserts: [] },
  'a query that does not bind': { sql: 'SELECT nope FROM t0', inputs: inputs.slice(0, 6), asserts: [] },
}

const preflight = openSqlPreflight()
for (const [name, { sql, inputs: scope, asserts }] of Object.entries(QUERIES)) {
  const asked: SqlAsked = { sql, parameters: {}, inputs: scope, asserts }
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    // Proposals come one by one; meanwhile the child opens its next database.
    await sleep(50)
    const started = performance.now()
    await preflight.analyse(asked)
    // The first starts the child.
    if (round > 0) times.push(performance.now() - started)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number): string => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1)
  console.log(`${name}: median ${at(0.5)} ms, 95 of 100 within ${at(0.95)} ms`)
}
await preflight.close()

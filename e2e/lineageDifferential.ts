/**
 * Makes random queries, changes every input column in turn, runs each again, and looks for an output that changed
 * though its lineage did not name the column. Run: npx tsx e2e/lineageDifferential.ts [queries] [first seed]
 */
import { openLineageOracle } from '#server/preflight/testing/lineageOracle.ts'
import { randomQuery } from '#server/preflight/testing/randomQuery.ts'

const QUERIES = Number(process.argv[2] ?? 2000)
const FIRST = Number(process.argv[3] ?? 1)
/** Other rows now and then, as a dependency may not show on the rows of one oracle. */
const QUERIES_OF_ONE_ORACLE = 250

const started = performance.now()
let judged = 0
let seed = FIRST
let failing = 0
let broken = 0
let coarse = 0
let named = 0
let seen = 0
let wrong = 0
while (judged < QUERIES) {
  const oracle = await openLineageOracle(seed, 4)
  for (let made = 0; made < QUERIES_OF_ONE_ORACLE && judged < QUERIES; made++) {
    const query = randomQuery(seed++)
    const found = await oracle.judge(query.sql, query.types.length)
    if (!found) {
      failing++
      if (await oracle.isAlive()) continue
      broken++
      break
    }
    judged++
    named += found.named
    seen += found.seen
    if (found.lineage.coarse.length > 0) coarse++
    if (found.missed.length === 0) continue
    wrong++
    console.log(`\nseed ${seed - 1}: changes with ${found.missed.join(', ')}\n${query.sql}`)
  }
  oracle.close()
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`
console.log(`${judged} queries judged in ${((performance.now() - started) / 1000).toFixed(0)} s`)
console.log(
  `${failing} more did not run on their rows and were left out; ${broken} of them broke DuckDB itself`,
)
console.log(`${wrong} changed with a column that their lineage did not name`)
console.log(`${coarse} (${percent(coarse, judged)}) have coarse lineage`)
console.log(`${seen} of ${named} named columns (${percent(seen, named)}) were seen to change something`)
process.exitCode = wrong === 0 ? 0 : 1

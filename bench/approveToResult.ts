/**
 * From the approval of a small SQL step to its recorded result, over HTTP and the live socket, compared with the query on
 * bare DuckDB in this process and one durable append. Run: npm run build:server && npx tsx bench/approveToResult.ts [steps, 60] [milliseconds of reading, 400]
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import Database from 'libsql'
import { approve, propose, sqlStep } from '#e2e/testing/moves.ts'
import { startApp } from '#e2e/testing/startApp.ts'
import { recordedOf } from '#shared/recordedEvent.ts'

const STEPS = Number(process.argv[2] ?? 60)
/** A person reads before approving; meanwhile the kernel's next child warms up. On a busy machine that takes longer. */
const READING_MS = Number(process.argv[3] ?? 400)
const CSV = [
  'id,region,amount',
  ...Array.from({ length: 5_000 }, (_, row) => `${row},${['north', 'south', 'east'][row % 3]},${row % 97}`),
].join('\n')
const sqlOf = (index: number): string =>
  `SELECT region, sum(amount) + ${index} AS total FROM sales GROUP BY region ORDER BY region`

const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
const app = await startApp()
await app.upload('sales.csv', CSV)
const bare = await openBare()

type Times = Readonly<Record<'answered' | 'started' | 'kernel' | 'finished' | 'total', number>>
const times: Times[] = []
const references: number[] = []
const syncs: number[] = []
for (let index = 0; index < STEPS + 5; index += 1) {
  const proposed = await propose(app, app.owner, sqlStep(sqlOf(index), `out_${index}`))
  await sleep(READING_MS)
  const reference = await bare(index)
  const sync = syncedWrite()
  const host = app.server.ports.workspaces.host(app.workspaceId)
  if (!host) throw new Error('no workspace')
  const marks = new Map<string, number>()
  const stop = host.subscribe(host.head().seq, (entries) => {
    for (const { body } of entries) marks.set(recordedOf(body).event.type, performance.now())
  })
  const began = performance.now()
  const answer = approve(app, app.owner, proposed).then(() => performance.now())
  const done = await app.until((state) => {
    const run = [...state.runs.values()].find((one) => one.proposalId === proposed.proposalId)
    return run && run.status !== 'running' ? run : undefined
  }, 'the run')
  const total = performance.now() - began
  const answered = (await answer) - began
  stop()
  if (done.outcome?.kind !== 'succeeded') throw new Error(JSON.stringify(done.outcome))
  const started = (marks.get('RunStarted') ?? 0) - began
  const kernel = done.outcome.milliseconds
  // The first ones warm things up.
  if (index < 5) continue
  times.push({ answered, started, kernel, finished: total - started - kernel, total })
  references.push(reference)
  syncs.push(sync)
}
await app.stop()
await rm(folder, { recursive: true, force: true })

const median = (of: readonly number[]): number =>
  of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? NaN
const p95 = (of: readonly number[]): number =>
  of.toSorted((a, b) => a - b)[Math.floor(of.length * 0.95)] ?? NaN
const rounded = (ms: number): number => Number(ms.toFixed(1))
const of = (key: keyof Times): readonly number[] => times.map((one) => one[key])
console.log(
  JSON.stringify(
    {
      steps: times.length,
      approveToResultMs: { median: rounded(median(of('total'))), p95: rounded(p95(of('total'))) },
      referenceMs: { median: rounded(median(references)), p95: rounded(p95(references)) },
      overReferenceMs: rounded(median(of('total')) - median(references)),
      ratio: rounded(median(of('total')) / median(references)),
      whereMs: {
        'until RunStarted is recorded': rounded(median(of('started'))),
        'in the kernel, with the hash of the result': rounded(median(of('kernel'))),
        'reading inputs, keeping the result, recording': rounded(median(of('finished'))),
        'until the approval is answered': rounded(median(of('answered'))),
      },
      oneSyncedFileWriteMs: rounded(median(syncs)),
    },
    null,
    2,
  ),
)
process.exit(0)

/** The same query on the same rows as Parquet, and one append that is on disk when it returns. */
async function openBare(): Promise<(index: number) => Promise<number>> {
  await writeFile(join(folder, 'sales.csv'), CSV)
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const parquet = join(folder, 'sales.parquet')
  await connection.run(
    `COPY (FROM read_csv('${join(folder, 'sales.csv')}')) TO '${parquet}' (FORMAT parquet)`,
  )
  await connection.run(`CREATE VIEW sales AS FROM read_parquet('${parquet}')`)
  const database = new Database(join(folder, 'bare.sqlite'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE entries (body TEXT)')
  const insert = database.prepare('INSERT INTO entries VALUES (?)')
  return async (index) => {
    const began = performance.now()
    const rows = await (await connection.run(sqlOf(index))).getRowsJson()
    insert.run(JSON.stringify(rows))
    return performance.now() - began
  }
}

/** What this disk takes for one small file to be safe: a result that is kept takes several. */
function syncedWrite(): number {
  const began = performance.now()
  const file = openSync(join(folder, 'sync'), 'w')
  writeSync(file, 'x')
  fsyncSync(file)
  closeSync(file)
  return performance.now() - began
}

/** Imports a large CSV and compares with bare DuckDB. Run: npm run build:server && npx tsx bench/import.ts [megabytes, 1024] */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openTableImport } from '#server/datasets/tableImport.ts'

const megabytes = Number(process.argv[2] ?? 1024)
const folder = mkdtempSync(join(tmpdir(), 'import-bench-'))
const path = join(folder, 'large.csv')
const rows = generate(path, megabytes * 1_048_576)
const size = statSync(path).size / 1_048_576

let serverPeak = residentOf('self')
let childPeak = 0
const imports = openTableImport({ scratchRoot: folder })
const started = performance.now()
const running = imports.import({ path, fileName: 'large.csv' })
const timer = setInterval(() => {
  serverPeak = Math.max(serverPeak, residentOf('self'))
  childPeak = Math.max(childPeak, residentOf(String(running.pid)))
}, 50)
let last = ''
const stages: string[] = []
running.onProgress(({ stage }) => {
  if (stage !== last) stages.push(`${stage} at ${((performance.now() - started) / 1000).toFixed(1)} s`)
  last = stage
})
const outcome = await running.outcome
clearInterval(timer)
const seconds = (performance.now() - started) / 1000
await imports.close()

const bareStarted = performance.now()
const bare = await DuckDBInstance.create(':memory:', { memory_limit: '1GiB', temp_directory: folder })
const connection = await bare.connect()
await connection.run(
  `COPY (FROM read_csv('${path}')) TO '${join(folder, 'bare.parquet')}' (FORMAT parquet, COMPRESSION zstd)`,
)
const bareSeconds = (performance.now() - bareStarted) / 1000
rmSync(folder, { recursive: true, force: true })

process.stdout.write(
  `${JSON.stringify(
    {
      megabytes: Math.round(size),
      outcome: outcome.kind === 'imported' ? { rows: outcome.rows, expected: rows } : outcome,
      seconds: Number(seconds.toFixed(1)),
      megabytesPerSecond: Number((size / seconds).toFixed(1)),
      serverPeakMb: Math.round(serverPeak),
      childPeakMb: Math.round(childPeak),
      bareDuckdbSeconds: Number(bareSeconds.toFixed(1)),
      ratio: Number((seconds / bareSeconds).toFixed(2)),
      stages,
    },
    null,
    2,
  )}\n`,
)

function generate(target: string, bytes: number): number {
  const file = openSync(target, 'w')
  let written = writeSync(file, 'id,placed at,customer,zip,amount,quantity,express,comment\n')
  let made = 0
  while (written < bytes) {
    let block = ''
    for (let at = 0; at < 20_000; at++, made++) {
      const day = String((made % 28) + 1).padStart(2, '0')
      const zip = String((made * 7919) % 100_000).padStart(5, '0')
      block += `${made},2024-03-${day} 10:${String(made % 60).padStart(2, '0')}:00,"Customer, ${made % 50_000}",${zip},${(made % 100_000) / 100},${made % 17},${made % 3 === 0},said ${made % 977} times\n`
    }
    written += writeSync(file, block)
  }
  closeSync(file)
  return made
}

/** Megabytes; 0 when the process is gone. */
function residentOf(pid: string): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1_048_576
  } catch {
    return 0
  }
}

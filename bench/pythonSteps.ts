/**
 * Clean Python steps against ipykernel: one from approval to result, ten in a row (and what of that is the kernel's), a large input to the first line of the
 * step's code, and memory after 20 runs of a large frame. The reference runs in the same environment with ipykernel added:
 *   python3 -m venv /tmp/reference && /tmp/reference/bin/pip install pandas pyarrow ipykernel
 * Run: npm run build:server && npx tsx bench/pythonSteps.ts /tmp/reference/bin/python
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { z } from 'zod'
import { approve, propose, pythonStep, runStep } from '#e2e/testing/moves.ts'
import { startApp } from '#e2e/testing/startApp.ts'
import { openPythonAtHand } from '#server/kernels/python/testing/pythonAtHand.ts'
import type { StepContent } from '#shared/step.ts'

const reference = process.argv[2]
if (!reference)
  throw new Error('Which Python has ipykernel? Give its path; the head of this file says how to make one.')
const median = (of: readonly number[]): number =>
  of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? NaN

const python = await openPythonAtHand()
const big = join(python.artifacts, 'big.parquet')
const database = await DuckDBInstance.create()
const connection = await database.connect()
await connection.run(
  `COPY (SELECT range AS a, range % 97 AS b, range * 0.5 AS c, hash(range) % 1000 AS d, random() AS e FROM range(10000000)) TO '${big}' (FORMAT parquet)`,
)
const Reference = z.object({ fresh: z.number(), tenWarm: z.number(), read: z.number() })
const bare = Reference.parse(
  JSON.parse(execFileSync(reference, ['bench/pythonReference.py', big], { encoding: 'utf8' })),
)

/** Until the first line of the step's code: it prints how long ago the run was asked for. */
const reads: number[] = []
await python.run('result = 1')
for (let time = 0; time < 3; time += 1) {
  const asked = Date.now() / 1000
  const { text } = await python.run(`import time\nprint(time.time() - ${asked})\nresult = len(big)`, {
    inputs: [{ name: 'big', path: big }],
    memoryMb: 4096,
    seconds: 60,
  })
  reads.push(Number(text) * 1000)
}

/** What of a step is its process: the rest is decision, permit, run and result, each on disk before it counts. */
const kernelAlone: number[] = []
for (let at = 0; at < 25; at += 1) {
  const began = performance.now()
  await python.run('result = 1 + 1')
  kernelAlone.push(performance.now() - began)
}

const app = await startApp({ hasPython: true })
await runStep(app, app.owner, pythonStep('warm = 1', 'warm'))
const clean: number[] = []
for (let at = 0; at < 25; at += 1) {
  const proposed = await propose(app, app.owner, pythonStep(`two_${at} = 1 + 1`, `two_${at}`))
  await sleep(150)
  const began = performance.now()
  void approve(app, app.owner, proposed)
  await app.until((state) => state.proposals.get(proposed.proposalId)?.status === 'succeeded', 'the run')
  clean.push(performance.now() - began)
}

/** Each begins when the one before has its result, as who presses Shift+Enter ten times has it. */
const waiting = await Promise.all(
  Array.from({ length: 10 }, (_, at) =>
    propose(app, app.owner, pythonStep(`ten_${at} = 1 + 1`, `ten_${at}`)),
  ),
)
const beganTen = performance.now()
for (const one of waiting) {
  void approve(app, app.owner, one)
  await app.until((state) => state.proposals.get(one.proposalId)?.status === 'succeeded', 'the run')
}
const ten = performance.now() - beganTen

const large = (at: number): StepContent =>
  pythonStep(
    `import numpy as np\nimport pandas as pd\nlarge_${at} = float(pd.DataFrame({'x': np.ones(13_000_000)})['x'].sum())`,
    `large_${at}`,
  )
const zygotes = (): number =>
  execFileSync(
    'sh',
    ['-c', `ps -eo rss,args | grep '[z]ygote.py' | awk '{sum += $1} END {print sum / 1024}'`],
    {
      encoding: 'utf8',
    },
  )
    .split('\n')
    .map(Number)[0] ?? NaN
const server = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
await runStep(app, app.owner, large(0))
globalThis.gc?.()
const before = { server: server(), zygotes: zygotes() }
for (let at = 1; at <= 20; at += 1) await runStep(app, app.owner, large(at))
globalThis.gc?.()
await sleep(500)
const after = { server: server(), zygotes: zygotes() }

await app.stop()
await python.close()
const rounded = (one: number): number => Number(one.toFixed(2))
console.log(
  JSON.stringify(
    {
      cleanStep: {
        ms: rounded(median(clean)),
        freshIpykernelMs: rounded(bare.fresh),
        timesFaster: rounded(bare.fresh / median(clean)),
      },
      tenInARow: {
        ms: rounded(ten),
        tenWarmCellsMs: rounded(bare.tenWarm),
        ratio: rounded(ten / bare.tenWarm),
        ofOneKernelMs: rounded(median(kernelAlone)),
        ofOneRecordMs: rounded(ten / 10 - median(kernelAlone)),
      },
      tenMillionRows: {
        ms: rounded(median(reads)),
        bareReadParquetMs: rounded(bare.read),
        ratio: rounded(median(reads) / bare.read),
      },
      memoryAfter20: {
        before,
        after,
        server: rounded(after.server / before.server),
        zygotes: rounded(after.zygotes / before.zygotes),
      },
    },
    undefined,
    2,
  ),
)
process.exit(0)

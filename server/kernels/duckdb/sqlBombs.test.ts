/** Q7, Q8: each run has its own child, and whatever its query wants, that child stays within its limits and then is gone. */
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { megabytesOf, sqlChildren, watchPeak } from '#server/kernels/testing/childMemory.ts'
import { MEMORY_BOMBS, RUNAWAYS } from '#server/kernels/testing/sqlBombs.ts'
import { openSqlRuns, type SqlRuns } from '#server/kernels/testing/sqlRuns.ts'

/** Set to 10 for all of them. */
const KINDS = Number(process.env['COUNTERSIGN_SQL_BOMBS'] ?? '5')
let runs: SqlRuns
beforeAll(async () => {
  runs = await openSqlRuns()
})
afterAll(() => runs.close())

/** The child that waits for the next run, once it has stopped loading. */
async function waiting(): Promise<{ readonly pid: number; readonly megabytes: number }> {
  let before = -1
  for (;;) {
    await later(200)
    const [pid, ...others] = sqlChildren()
    if (pid === undefined || others.length > 0) continue
    const megabytes = megabytesOf(pid, 'now')
    if (megabytes > 0 && Math.abs(megabytes - before) < 1) return { pid, megabytes }
    before = megabytes
  }
}

const isGone = (pid: number): boolean => !sqlChildren().includes(pid)

describe('SQL that wants all memory', () => {
  it.each(Object.entries(MEMORY_BOMBS).slice(0, KINDS))(
    'ends within its limit and a quarter: %s',
    async (_, sql) => {
      const memoryMb = 256
      const child = await waiting()
      const peakOf = watchPeak(child.pid)
      const outcome = await runs.outcomeOf(sql, { limits: { seconds: 2, memoryMb, rows: 10 } })
      const used = peakOf() - child.megabytes
      expect(['halted', 'failed']).toContain(outcome.kind)
      expect(used).toBeLessThanOrEqual(memoryMb * 1.25)
      expect(await runs.outcomeOf('SELECT 1 AS one')).toMatchObject({ kind: 'succeeded' })
    },
    30_000,
  )
})

describe('SQL that never ends', () => {
  it.each(Object.entries(RUNAWAYS).slice(0, KINDS))(
    'is stopped in two seconds, and its child is gone in five: %s',
    async (_, sql) => {
      const child = await waiting()
      let told = 0
      const run = await runs.start(sql, {}, () => told++)
      const limited = runs.outcomeOf(sql, { limits: { seconds: 1, memoryMb: 256, rows: 10 } })
      while (told === 0) await later(10)
      const pressed = performance.now()
      run.cancel()
      expect(await run.outcome).toMatchObject({ kind: 'halted', by: 'person' })
      expect(performance.now() - pressed).toBeLessThan(2_000)
      while (!isGone(child.pid)) await later(20)
      expect(performance.now() - pressed).toBeLessThan(5_000)
      const outcome = await limited
      expect(outcome).toMatchObject({ kind: 'halted', by: 'limit' })
      expect(outcome.milliseconds).toBeLessThan(3_000)
    },
    30_000,
  )
})

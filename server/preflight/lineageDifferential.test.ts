import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLineageOracle, type LineageOracle } from '#server/preflight/testing/lineageOracle.ts'
import { randomQuery } from '#server/preflight/testing/randomQuery.ts'

const QUERIES = 150
const SEED = 20_000

/** 2,000 and more: e2e/lineageDifferential.ts. */
describe('the lineage of a query, against what its rows do when one input column changes', () => {
  let oracle: LineageOracle
  beforeAll(async () => {
    oracle = await openLineageOracle(SEED, 2)
  })
  afterAll(() => oracle.close())

  it('names every column that an output was seen to change with, and is seldom coarse', async () => {
    const missed: string[] = []
    let judged = 0
    let coarse = 0
    let seen = 0
    for (let seed = SEED; seed < SEED + QUERIES; seed++) {
      const query = randomQuery(seed)
      const found = await oracle.judge(query.sql, query.types.length)
      if (!found) continue
      judged++
      seen += found.seen
      if (found.lineage.coarse.length > 0) coarse++
      if (found.missed.length > 0)
        missed.push(`seed ${seed}: ${found.missed.join(', ')} changed\n${query.sql}`)
    }
    expect(missed).toEqual([])
    // The queries must run, and changing their inputs must show, or all of this proves nothing.
    expect(judged).toBeGreaterThan(QUERIES * 0.9)
    expect(seen).toBeGreaterThan(judged)
    expect(coarse).toBeLessThanOrEqual(judged * 0.05)
  }, 120_000)
})

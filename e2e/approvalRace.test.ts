/** A2: a draft that is edited while its step is approved. `e2e/approvalRace.ts` makes the full thousand. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { raceApprovals } from '#e2e/testing/approvalRace.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { seededRandom } from '#server/collab/testing/playRoom.ts'

const TRIES = 100

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

it('what ran is to the letter what was approved, whatever was typed or proposed at that moment (A2, 100 of 1,000)', async () => {
  const seed = Date.now() % 1_000_000
  const editor = await app.add('Emil', 'editor')
  const figures = await raceApprovals(app, editor, TRIES, seededRandom(seed))
  expect(figures.problems, `seed ${seed}`).toEqual([])
  expect(figures.tries).toBe(TRIES)
  // Both ends of the race were seen.
  expect(figures.ran).toBeGreaterThan(TRIES / 4)
  expect(figures.refused).toBeGreaterThan(0)
  expect(figures.replaced).toBeGreaterThan(TRIES / 4)
  expect(figures.editedBefore).toBeGreaterThan(TRIES / 4)
  expect(app.failures).toEqual([])
}, 120_000)

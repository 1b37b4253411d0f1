/** A server that is killed keeps its word. The number of kills in CI is small for its time; `e2e/killServer.ts` makes the full thousand. */
import { expect, it } from 'vitest'
import { noFigures } from '#e2e/testing/killPlay.ts'
import { killRounds } from '#e2e/testing/killRounds.ts'
import { seededRandom } from '#server/collab/testing/playRoom.ts'

/** COUNTERSIGN_KILLS sets another number; one kill takes about a second on two cores. */
const KILLS = Number(process.env['COUNTERSIGN_KILLS'] ?? 24)

it('killed at any moment loses nothing that it acknowledged, spends no permit twice, leaves no process (D1, D6)', async () => {
  const seed = Date.now() % 1_000_000
  const figures = noFigures()
  await killRounds({ kills: KILLS, workMs: 400, dice: seededRandom(seed) }, figures)
  expect(figures.problems, `seed ${seed}`).toEqual([])
  expect(figures.kills).toBeGreaterThanOrEqual(KILLS)
  // Nothing above means anything unless there was something to lose.
  expect(figures.acknowledgedCommands).toBeGreaterThan(KILLS)
  expect(figures.savedEdits).toBeGreaterThan(KILLS)
  expect(figures.unansweredCommands).toBeGreaterThan(0)
  expect(figures.runsLost).toBeGreaterThan(0)
  expect(figures.childrenSeen).toBeGreaterThan(0)
}, 300_000)

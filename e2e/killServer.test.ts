/** A server that is killed keeps its word. A hundred times here; `e2e/killServer.ts` makes the full thousand. */
import { expect, it } from 'vitest'
import { noFigures } from '#e2e/testing/killPlay.ts'
import { killRounds } from '#e2e/testing/killRounds.ts'
import { seededRandom } from '#server/collab/testing/playRoom.ts'

/** COUNTERSIGN_KILLS sets another number; one kill takes about a second on two cores. */
const KILLS = Number(process.env['COUNTERSIGN_KILLS'] ?? 100)
/** Servers at once, each with a folder and people of its own: most of a round is a start, which takes one core. */
const SERVERS = 2

it('killed at any moment loses nothing that it acknowledged, spends no permit twice, leaves no process (D1, D6)', async () => {
  const seed = Date.now() % 1_000_000
  const figures = noFigures()
  const kills = Math.ceil(KILLS / SERVERS)
  const rounds = await Promise.allSettled(
    Array.from({ length: SERVERS }, (_, server) =>
      killRounds({ kills, workMs: 300, dice: seededRandom(seed + server) }, figures),
    ),
  )
  expect(figures.problems, `seed ${seed}`).toEqual([])
  expect(rounds.filter(({ status }) => status === 'rejected')).toEqual([])
  expect(figures.kills).toBeGreaterThanOrEqual(KILLS)
  // Nothing above means anything unless there was something to lose.
  expect(figures.acknowledgedCommands).toBeGreaterThan(KILLS)
  expect(figures.savedEdits).toBeGreaterThan(KILLS)
  expect(figures.unansweredCommands).toBeGreaterThan(0)
  expect(figures.runsLost).toBeGreaterThan(0)
  expect(figures.runsFinished).toBeGreaterThan(0)
  expect(figures.childrenSeen).toBeGreaterThan(0)
}, 600_000)

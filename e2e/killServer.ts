/** Kills the server so many times and says what was lost. Run: npm run build:server && npx tsx e2e/killServer.ts [times, 1000] [seed] */
import { noFigures } from '#e2e/testing/killPlay.ts'
import { killRounds } from '#e2e/testing/killRounds.ts'
import { seededRandom } from '#server/collab/testing/playRoom.ts'

/** A folder is given up after so many kills, so that its record stays of a size that people have. */
const PER_FOLDER = 50

const times = Number(process.argv[2] ?? 1_000)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
const dice = seededRandom(seed)
const figures = noFigures()
const started = performance.now()
while (figures.kills < times && figures.problems.length === 0) {
  const kills = Math.min(PER_FOLDER, times - figures.kills)
  await killRounds({ kills, workMs: 500, dice }, figures)
  console.error(`${figures.kills} of ${times}`)
}
const seconds = Math.round((performance.now() - started) / 1_000)
console.log(JSON.stringify({ seed, seconds, ...figures }, null, 2))
process.exit(figures.problems.length === 0 ? 0 : 1)

/** Edits drafts while their steps are approved, so many times, and says what ran. Run: npm run build:server && npx tsx e2e/approvalRace.ts [times, 1000] [seed] */
import { raceApprovals } from '#e2e/testing/approvalRace.ts'
import { startApp } from '#e2e/testing/startApp.ts'
import { seededRandom } from '#server/collab/testing/playRoom.ts'

const times = Number(process.argv[2] ?? 1_000)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
const app = await startApp()
const editor = await app.add('Emil', 'editor')
const started = performance.now()
const figures = await raceApprovals(app, editor, times, seededRandom(seed))
await app.stop()
const seconds = Math.round((performance.now() - started) / 1_000)
console.log(JSON.stringify({ seed, seconds, ...figures }, null, 2))
process.exit(figures.problems.length === 0 ? 0 : 1)

/**
 * What a server with the sample workspace holds in memory when nobody asks it anything; the reference is a bare Node.
 * Run: npm run build:server && npx tsx bench/idleMemory.ts [seconds to wait, 15]
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { descendantsOf, residentOf, startServerProcess } from '#e2e/testing/serverProcess.ts'

const SECONDS = Number(process.argv[2] ?? 15)
const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
const first = await startServerProcess(folder, { flags: [] })
if (!first) throw new Error('The server did not start')
await sleep(SECONDS * 1_000)
const afterImport = await memoryOf(first.pid)
await first.kill()
const again = await startServerProcess(folder, { flags: [] })
if (!again) throw new Error('The server did not start again')
await sleep(SECONDS * 1_000)
const restarted = await memoryOf(again.pid)
await again.kill()
const bare = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' })
await sleep(1_000)
const bareMb = Math.round(residentOf(bare.pid ?? 0))
bare.kill('SIGKILL')
await rm(folder, { recursive: true, force: true })
console.log(JSON.stringify({ afterImport, restarted, bareNodeMb: bareMb, waitedSeconds: SECONDS }, null, 2))

async function memoryOf(pid: number) {
  const children = await Promise.all(
    descendantsOf(pid).map(async (one) => ({
      program: (await programOf(one.pid)) ?? one.command,
      mb: Math.round(residentOf(one.pid)),
    })),
  )
  return { serverMb: Math.round(residentOf(pid)), children }
}

async function programOf(pid: number): Promise<string | undefined> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  return words
    .find((word) => word.endsWith('.js'))
    ?.split('/')
    .at(-1)
}

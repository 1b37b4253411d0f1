import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startChild, type Child } from '#server/kernels/childProcess.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'children-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A program of the test's own, where `dist/server/<program>.js` is looked for. */
async function start(source: string, memoryMb?: number): Promise<Child<string, string, number>> {
  await writeFile(
    join(folder, 'program.js'),
    `process.on('message', ({ id, body }) => { ${source} })\nprocess.send({ kind: 'ready' })`,
  )
  return startChild<string, string, number>({
    program: relative(resolve('dist/server'), join(folder, 'program')),
    answer: z.string().max(1000),
    progress: z.number(),
    ...(memoryMb !== undefined && { memoryMb }),
  })
}

describe('a child', () => {
  it('answers what it is asked, and tells how it goes', async () => {
    const child = await start(
      `process.send({ kind: 'progress', id, body: 50 }); process.send({ kind: 'answer', id, body: body + '!' })`,
    )
    const told: number[] = []
    expect(await child.ask('hello', (progress) => told.push(progress))).toEqual({ ok: true, value: 'hello!' })
    expect(told).toEqual([50])
    child.kill()
    expect(await child.gone).toMatchObject({ reason: 'killed' })
    expect(await child.ask('again')).toMatchObject({ ok: false })
  })

  it('has nothing of our environment', async () => {
    process.env['COUNTERSIGN_CANARY'] = 'secret'
    const child = await start(
      `process.send({ kind: 'answer', id, body: Object.keys(process.env).sort().join() })`,
    )
    const answer = await child.ask('')
    delete process.env['COUNTERSIGN_CANARY']
    child.kill()
    expect(answer).toEqual({ ok: true, value: 'LANG,TZ' })
  })

  it.each([
    ['an unknown kind', `process.send({ kind: 'approve', id })`],
    ['an answer of another shape', `process.send({ kind: 'answer', id, body: { approved: true } })`],
    ['an answer that is too long', `process.send({ kind: 'answer', id, body: 'x'.repeat(2000) })`],
    ['progress that is none', `process.send({ kind: 'progress', id, body: 'soon' })`],
    ['no object at all', `process.send('ready')`],
  ])('is ended when it says %s', async (_, source) => {
    const child = await start(source)
    expect(await child.ask('')).toMatchObject({ ok: false, error: { reason: 'forged' } })
  })

  it('is known to have crashed, with its last words', async () => {
    const child = await start(`throw new Error('my last words')`)
    const answer = await child.ask('')
    expect(answer).toMatchObject({ ok: false, error: { reason: 'crashed' } })
    expect(!answer.ok && answer.error.detail).toContain('my last words')
  })

  it('is ended when it takes more memory than its limit', async () => {
    const child = await start(
      `const kept = []; setInterval(() => kept.push(Buffer.alloc(8_000_000, 1)), 5)`,
      100,
    )
    expect(await child.ask('')).toMatchObject({ ok: false, error: { reason: 'memory' } })
  })

  it.each([
    ['it is killed', ''],
    ['it ends by itself', 'setTimeout(() => process.exit(0), 50)'],
  ])('takes what it started with it when %s', async (_, then) => {
    const child = await start(
      `const { spawn } = process.getBuiltinModule('node:child_process')
       const { pid } = spawn('sleep', ['600'], { stdio: 'ignore' })
       process.send({ kind: 'answer', id, body: String(pid) })
       ${then}`,
    )
    const answer = await child.ask('')
    if (!answer.ok) throw new Error(answer.error.detail)
    expect(await isAlive(Number(answer.value))).toBe(true)
    if (then === '') child.kill()
    await child.gone
    await expect.poll(() => isAlive(Number(answer.value)), { timeout: 5000 }).toBe(false)
  })

  it('dies within two seconds when its parent is killed, also in the midst of a query', async () => {
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', 'server/kernels/testing/abandonedParent.ts', folder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const pid = await new Promise<number>((found) => {
      parent.stdout.once('data', (text: Buffer) => found(Number(text.toString())))
    })
    expect(await isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 2000 }).toBe(false)
  })
})

/** A zombie that nobody has buried yet does not live. */
async function isAlive(pid: number): Promise<boolean> {
  if (!existsSync(`/proc/${pid}/stat`)) return false
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z')
  return text.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3) !== 'Z'
}

/** Packages that mean harm, from a registry of their own: nothing of them runs but behind the walls of a run. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openPythonAtHand,
  troubleOf,
  type PythonAtHand,
} from '#server/kernels/python/testing/pythonAtHand.ts'
import { lockText } from '#shared/packages.ts'

let folder: string
let registry: Server
let python: PythonAtHand
let marker: string

/** `files`: path in the wheel → text. */
async function wheel(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const info = `${name}-1.0.dist-info`
  const all = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: [...Object.keys(files), `${info}/METADATA`, `${info}/WHEEL`, `${info}/RECORD`]
      .map((path) => `${path},,`)
      .join('\n'),
  }
  const place = join(folder, name)
  await mkdir(place, { recursive: true })
  const file = join(place, `${name}-1.0-py3-none-any.whl`)
  const write = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as out:
    for path, text in json.loads(sys.argv[2]).items(): out.writestr(path, text)`
  execFileSync('python3', ['-c', write, file, JSON.stringify(all)])
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'))
  marker = join(folder, 'it-ran')
  const harm = `open(${JSON.stringify(marker)}, 'w').write('x')`
  await wheel('harmful', {
    'harmful.py': 'value = 7\n',
    'harmful.pth': `import os; ${harm}\n`,
    'numpy/__init__.py': `${harm}\nraise SystemExit('taken over')\n`,
    'sitecustomize.py': `${harm}\n`,
    'execute.py': `${harm}\n`,
  })
  await wheel('climbing', { '../../climbed.py': `${harm}\n` })
  await mkdir(join(folder, 'tobuild'), { recursive: true })
  await writeFile(join(folder, 'tobuild', 'tobuild-1.0.tar.gz'), 'no archive')
  registry = createServer((request, response) => {
    const [, section, name = '', file = ''] = (request.url ?? '').split('/')
    if (section === 'simple') {
      const place = join(folder, name)
      const files = existsSync(place) ? execFileSync('ls', [place], { encoding: 'utf8' }).split('\n') : []
      const links = files.filter(Boolean).map((one) => `<a href="/files/${name}/${one}">${one}</a>`)
      response.writeHead(links.length > 0 ? 200 : 404, { 'content-type': 'text/html' })
      response.end(`<!doctype html>${links.join('\n')}`)
      return
    }
    readFile(join(folder, name, file)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const address = registry.address()
  const port = typeof address === 'object' && address ? address.port : 0
  python = await openPythonAtHand(false, {
    PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`,
    PIP_EXTRA_INDEX_URL: '',
    PIP_CONFIG_FILE: '/dev/null',
    PIP_NO_CACHE_DIR: '1',
  })
}, 300_000)
afterAll(async () => {
  await python.close()
  registry.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a package', () => {
  it('runs nothing when it is found, fetched, listed, or lies where runs are forked', async () => {
    const { own } = python.ready
    const lock = await own.resolve(['harmful'])
    if (!lock.ok) throw new Error(lock.error)
    const installed = await own.install(lockText(lock.value))
    if (!installed.ok) throw new Error(installed.error)
    expect(installed.value.importable).toContain('harmful')
    expect(existsSync(marker)).toBe(false)
    const { outcome, text } = await python.run(
      `import harmful, numpy, sys\nprint(harmful.value, numpy.ones(2).sum(), 'sitecustomize' in sys.modules)\nresult = 1`,
      { packages: installed.value.name },
    )
    expect(troubleOf(outcome)).toBe('')
    expect(text).toBe('7 2.0 False\n')
    expect(existsSync(marker)).toBe(false)
    await rm(join(own.folder, installed.value.name), { recursive: true, force: true })
  })

  it('that has to be built is not taken', async () => {
    const lock = await python.ready.own.resolve(['tobuild'])
    expect(lock).toMatchObject({ ok: false })
    expect(lock.ok ? '' : lock.error).toMatch(/as a wheel for this Python/)
  })

  it('that reaches out of its folder is refused, and leaves nothing', async () => {
    const { own } = python.ready
    const lock = await own.resolve(['climbing'])
    const installed = lock.ok ? await own.install(lockText(lock.value)) : lock
    expect(installed.ok).toBe(false)
    expect(existsSync(join(own.folder, 'climbed.py'))).toBe(false)
    expect(existsSync(join(own.folder, '..', 'climbed.py'))).toBe(false)
  })

  it('that is not there says so, without telling where it was looked for', async () => {
    const lock = await python.ready.own.resolve(['nowhere'])
    expect(lock.ok ? '' : lock.error).toMatch(/No matching distribution found for nowhere/)
    expect(lock.ok ? '' : lock.error).not.toMatch(/http|127/)
  })
})

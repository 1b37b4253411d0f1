/**
 * Packages beside those that every Python step has: found in whatever registry pip is set up with, as wheels only, so that
 * nothing of them is built or run to get them; and laid into a folder of their own, named by their lock. That folder comes
 * last where modules are looked for, and only in the process that runs a step, behind its walls: nothing of it takes the
 * place of a module of the base, and nothing of it is loaded by the server or by the process that forks runs.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { pipEnvironment, type PythonEnvironment } from '#server/kernels/python/environment.ts'
import { lastLineOf, outputOf } from '#server/kernels/python/lineProgram.ts'
import { digestOf } from '#shared/digest.ts'
import type { Digest } from '#shared/ids.ts'
import { lockText, readLock, type Lock } from '#shared/packages.ts'
import { parsedJson } from '#shared/parsedJson.ts'
import { err, ok, type Result } from '#shared/result.ts'

export interface OwnPackagesInstaller {
  /** Names of the base's packages, as registries spell them. */
  readonly base: ReadonlySet<string>
  /** Where the folders of all locks are; the sandbox sees it as `/packages`. */
  readonly folder: string
  /** Exactly what these come to, beside the base. The error is a sentence for a person. */
  resolve(wanted: readonly string[]): Promise<Result<Lock, string>>
  /** Fetches them unless they are there. `lock` is the code of the step. */
  install(lock: string): Promise<Result<Installed, string>>
}

export type Installed = {
  /** Of the folder in `folder`. */
  readonly name: string
  /** Top-level modules in it. */
  readonly importable: readonly string[]
}

const Report = z.object({
  install: z.array(
    z.object({
      metadata: z.object({ name: z.string(), version: z.string() }),
      download_info: z.object({
        archive_info: z.object({ hashes: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) }),
      }),
    }),
  ),
})

/** There only when everything is. */
const DONE = 'importable.txt'

// Without `site`: a file of a package that is run at start is not run here.
const LIST = `import sys
sys.path.insert(0, sys.argv[1])
import importlib.metadata as m
found = set()
for one in m.distributions(path=[sys.argv[1]]):
    for file in one.files or []:
        first = file.parts[0]
        name = first[:-3] if len(file.parts) == 1 and first.endswith(".py") else first.split(".")[0] if len(file.parts) == 1 and ".so" in first else first
        if name.isidentifier() and not name.startswith("_"): found.add(name)
print("\\n".join(sorted(found)))`

export async function openOwnPackages(
  python: PythonEnvironment,
  lockFile: string,
  cache: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<OwnPackagesInstaller> {
  const folder = join(cache, 'packages')
  await mkdir(folder, { recursive: true })
  const pinned = pinnedIn(await readFile(lockFile, 'utf8'))
  const executable = join(python.folder, 'bin', 'python')
  const pip = (args: readonly string[]) =>
    outputOf(
      [
        executable,
        '-I',
        '-m',
        'pip',
        '--disable-pip-version-check',
        '--no-input',
        'install',
        ...WHEELS,
        ...args,
      ],
      pipEnvironment(env),
    )
  const going = new Map<string, Promise<Result<Installed, string>>>()
  // One question at a time: each is a process that asks a registry.
  let asking: Promise<unknown> = Promise.resolve()

  const installNow = async (lock: string, name: string): Promise<Result<Installed, string>> => {
    const whole = join(folder, name)
    if (!existsSync(join(whole, DONE))) {
      const made = await withFolder(folder, async (temporary) => {
        const requirements = join(temporary, 'lock.txt')
        const target = join(temporary, 'target')
        await writeFile(requirements, lock)
        const fetched = await pip([
          '--no-deps',
          '--require-hashes',
          '--no-compile',
          '--target',
          target,
          '-r',
          requirements,
        ])
        if (fetched.code !== 0) return err(sentenceOf(fetched.detail))
        const listed = await outputOf([executable, '-I', '-S', '-c', LIST, target], {})
        if (listed.code !== 0) return err(`What came can't be listed: ${lastLineOf(listed.detail)}`)
        await writeFile(join(target, DONE), listed.output)
        // Another server may have been quicker.
        await rename(target, whole).catch((failure: unknown) => {
          if (!existsSync(join(whole, DONE))) throw failure
        })
        return ok(undefined)
      })
      if (!made.ok) return made
    }
    const importable = (await readFile(join(whole, DONE), 'utf8')).split('\n').filter((line) => line !== '')
    return ok({ name, importable })
  }

  const resolveNow = (wanted: readonly string[]): Promise<Result<Lock, string>> =>
    withFolder(folder, async (temporary) => {
      const asked = join(temporary, 'wanted.txt')
      const constraints = join(temporary, 'base.txt')
      const report = join(temporary, 'report.json')
      await writeFile(asked, wanted.join('\n'))
      await writeFile(constraints, pinned.map(({ name, version }) => `${name}==${version}`).join('\n'))
      const found = await pip(['--dry-run', '--quiet', '--report', report, '-c', constraints, '-r', asked])
      if (found.code !== 0) return err(sentenceOf(found.detail))
      const said = Report.safeParse(parsedJson(await readFile(report, 'utf8')))
      if (!said.success) return err('pip did not say which files it found: bring it up to date.')
      const packages = said.data.install.map(({ metadata, download_info }) => ({
        name: spelled(metadata.name),
        version: metadata.version,
        sha256: download_info.archive_info.hashes.sha256,
      }))
      if (packages.length === 0)
        return err('All of this is in the environment of every Python step already: just import it.')
      const lock = { wanted, packages }
      const read = readLock(lockText(lock))
      return read.ok ? ok(lock) : err(`What was found can't be locked. ${read.error.text}`)
    })

  return {
    base: new Set(pinned.map(({ name }) => name)),
    folder,
    resolve(wanted) {
      const answer = asking.then(() => resolveNow(wanted))
      asking = answer.catch(() => undefined)
      return answer
    },
    install(lock) {
      const read = readLock(lock)
      if (!read.ok) return Promise.resolve(err(read.error.text))
      const name = folderOf(digestOf(lock), python)
      const now = going.get(name) ?? installNow(lock, name)
      going.set(name, now)
      void now.then(() => going.delete(name))
      return now
    },
  }
}

const WHEELS = ['--only-binary', ':all:', '--progress-bar', 'off'] as const

const folderOf = (lock: Digest, { interpreter }: PythonEnvironment): string =>
  `${interpreter.version}-${lock.slice(0, 32)}`

/** As registries compare names. */
const spelled = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-')

const pinnedIn = (lockFile: string): readonly { readonly name: string; readonly version: string }[] =>
  lockFile.split('\n').flatMap((line) => {
    const [, name, version] = /^([A-Za-z0-9._-]+)==([^\s;\\]+)/.exec(line) ?? []
    return name === undefined || version === undefined ? [] : [{ name: spelled(name), version }]
  })

async function withFolder<T>(within: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(within, 'making-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Of what pip says, what a person needs; addresses of registries are nobody's business. */
function sentenceOf(detail: string): string {
  const lines = detail.split('\n').map((line) => line.replace(/^ERROR: /, '').trim())
  const missing = lines.find((line) => line.startsWith('No matching distribution found for'))
  if (missing)
    return `${missing.replace(/ \(from .*$/, '')} as a wheel for this Python: look at its spelling and version. Packages that have to be built are not taken.`
  if (detail.includes('THESE PACKAGES DO NOT MATCH THE HASHES'))
    return 'A file is not the one that was approved: its hash is another. Nothing was installed.'
  const conflict = lines.find((line) => line.startsWith('Cannot install'))
  if (conflict)
    return `${conflict.replace(/ because these package versions have conflicting dependencies\.?$/, '')}: they need versions that exclude each other, or others than every Python step has.`
  return `pip could not do it: ${lastLineOf(detail).replaceAll(/https?:\/\/\S+/g, 'its registry')}`
}

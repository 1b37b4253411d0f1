/** Jupyter's own check of a notebook's form, in a virtual environment of the tests': made once per lock file, in the user's cache. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cacheFolder } from '#server/kernels/python/environment.ts'

const LOCK = resolve('e2e/testing/requirements-notebook.txt')
const CHECK = `import json, sys, nbformat
notebook = nbformat.reads(sys.stdin.read(), as_version=nbformat.NO_CONVERT)
nbformat.validate(notebook)
print(notebook.nbformat, notebook.nbformat_minor, len(notebook.cells))`

function environment(): string {
  const lock = createHash('sha256').update(readFileSync(LOCK)).digest('hex').slice(0, 16)
  const folder = join(cacheFolder(process.env), `notebook-tests-${lock}`)
  if (existsSync(folder)) return folder
  const making = `${folder}-${process.pid}`
  mkdirSync(cacheFolder(process.env), { recursive: true })
  execFileSync(process.env['COUNTERSIGN_PYTHON'] ?? 'python3', ['-m', 'venv', making])
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '-r',
    LOCK,
  ]
  execFileSync(join(making, 'bin', 'python'), install)
  renameSync(making, folder)
  rmSync(making, { recursive: true, force: true })
  return folder
}

/** Throws with Jupyter's words on what is wrong; else says format, minor and number of cells. */
export function checkedByJupyter(text: string): string {
  const python = join(environment(), 'bin', 'python')
  const checked = spawnSync(python, ['-I', '-W', 'error', '-c', CHECK], { input: text, encoding: 'utf8' })
  if (checked.status !== 0) throw new Error(checked.stderr)
  return checked.stdout.trim()
}

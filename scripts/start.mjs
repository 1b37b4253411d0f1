/** `npm start`: installs what is missing, builds what is out of date, starts. Plain Node: nothing of ours is there before it ran. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const marks = join(root, 'node_modules', '.countersign')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  fail(`Node ${process.versions.node} is too old: Countersign needs 20.19 or newer.`)

const installed = digestOf(['package.json', 'package-lock.json'])
if (markOf('installed') !== installed) {
  say('Installing what is missing (once, about half a minute) …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  mark('installed', installed)
}

const sources = digestOf([
  ...['shared', 'agents', 'server', 'client'].flatMap(filesBelow),
  'vite.config.ts',
  'vite.server.config.ts',
  'package-lock.json',
])
if (
  markOf('built') !== sources ||
  !existsSync(join(root, 'dist/server/main.js')) ||
  !existsSync(join(root, 'dist/client/index.html'))
) {
  say('Building …')
  for (const config of ['vite.server.config.ts', 'vite.config.ts'])
    run('npx', ['vite', 'build', '--config', config, '--logLevel', 'warn'])
  mark('built', sources)
}

process.argv.splice(1, 1, join(root, 'dist/server/main.js'))
await import(join(root, 'dist/server/main.js'))

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return filesBelow(path)
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path]
  })
}

/** Names, sizes and times: quick, and enough to notice an edit or a pull. */
function digestOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function markOf(name) {
  const path = join(marks, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function mark(name, text) {
  mkdirSync(marks, { recursive: true })
  writeFileSync(join(marks, name), text)
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    fail(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}. The lines above say why.`)
}

function say(text) {
  console.log(text)
}

function fail(text) {
  console.error(text)
  process.exit(1)
}

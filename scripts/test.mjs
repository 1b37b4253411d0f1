/** `npm test`: every test. Browser tests run where a Chromium is found; elsewhere it is said plainly what was left out. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const isCi = process.env.CI === 'true'
const chromium = [
  process.env.COUNTERSIGN_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path && existsSync(path))
const python = process.env.COUNTERSIGN_PYTHON ?? 'python3'
const hasPython =
  existsSync('/usr/bin/bwrap') &&
  spawnSync(python, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']).status === 0

if (!existsSync(join(root, 'node_modules/vitest')))
  must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
must('npx', ['vite', 'build', '--config', 'vite.config.ts', '--logLevel', 'warn'])
must('npx', ['vite', 'build', '--config', 'vite.server.config.ts', '--logLevel', 'warn'])

const report = join(mkdtempSync(join(tmpdir(), 'countersign-test-')), 'report.json')
const projects = ['unit', ...(hasPython ? ['python'] : []), ...(chromium ? ['browser'] : [])]
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      COUNTERSIGN_KEEP_BUILD: '1',
      ...(chromium ? { COUNTERSIGN_CHROMIUM: chromium } : {}),
    },
  },
)

if (!existsSync(report)) fail('The test runner ended without a report.')
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(
  readFileSync(report, 'utf8'),
)
const skipped = numPendingTests + numTodoTests
if (!chromium) {
  console.log(
    '\nBrowser tests were left out: no Chromium was found. Install one (Debian: apt-get install chromium),',
  )
  console.log('or set COUNTERSIGN_CHROMIUM to its path, and run npm test again.')
}
if (!hasPython) {
  console.log(
    '\nTests of Python steps were left out: they need Python 3.10 or newer and bubblewrap. Install them',
  )
  console.log('(Debian: apt-get install python3 python3-venv bubblewrap), and run npm test again.')
}
console.log(
  `\ntests: ${numPassedTests} passed, ${numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
)
const hasGap = isCi && (!chromium || !hasPython || skipped > 0)
if (hasGap) console.error('Nothing is left out in CI: see above.')
process.exit(status !== 0 || numFailedTests > 0 || numFailedTestSuites > 0 || hasGap ? 1 : 0)

function must(command, args) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (done.status !== 0) fail(`${command} ${args.join(' ')} failed; the lines above say why.`)
}

function fail(text) {
  console.error(text)
  process.exit(1)
}

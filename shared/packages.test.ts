import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import { digestOf } from '#shared/digest.ts'
import {
  environmentFor,
  isSameDraft,
  lockOf,
  lockText,
  PACKAGES_NAME,
  packagesIn,
  readLock,
  wantedIn,
  wantedOf,
} from '#shared/packages.ts'
import { stalenessOf } from '#shared/staleness.ts'
import { wouldBecomeStale } from '#shared/view.ts'
import { identityOf } from '#shared/stepDigest.ts'
import {
  addOrders,
  createWorkspace,
  decideOn,
  owner,
  preflight,
  proposalId,
  propose,
  runId,
  start,
  stepId,
  succeed,
  system,
} from '#shared/testing/examples.ts'
import { codeOf, scenario, type Scenario } from '#shared/testing/scenario.ts'

const sha256 = 'ab'.repeat(32)
const LOCK = lockText({
  wanted: ['tabulate>=0.9', 'six'],
  packages: [
    { name: 'tabulate', version: '0.10.0', sha256 },
    { name: 'six', version: '1.17.0', sha256 },
  ],
})
const OTHER = LOCK.replace('0.10.0', '0.10.1')

describe('what a person wants', () => {
  it.each(['tabulate', 'tabulate>=0.9', 'a.b-c_d ~= 1.0, != 1.5', 'pandas-stubs[extra, two]==2.*'])(
    'may be %s',
    (line) => {
      expect(wantedIn(`# mine\n\n${line}\n`)).toEqual({ ok: true, value: [line] })
    },
  )

  it.each([
    '',
    '# only a comment',
    'https://example.com/x.whl',
    'x @ https://example.com/x.whl',
    './x.whl',
    '/tmp/x',
    '-r other.txt',
    '--index-url=x',
    '-e .',
    'x; python_version < "3"',
    'x --hash=sha256:00',
    '../x',
    'a b',
    'x>=',
  ])('can not be %j', (line) => {
    expect(wantedIn(line).ok).toBe(false)
  })
})

describe('a lock', () => {
  it('says what was wanted, and each file by its hash', () => {
    expect(readLock(LOCK)).toMatchObject({
      ok: true,
      value: { wanted: ['tabulate>=0.9', 'six'], packages: [{ name: 'six' }, { name: 'tabulate' }] },
    })
    expect(wantedOf(LOCK)).toBe('tabulate>=0.9\nsix')
    expect(isSameDraft({ language: 'packages', code: LOCK }, 'tabulate>=0.9\nsix\n')).toBe(true)
    expect(isSameDraft({ language: 'packages', code: LOCK }, 'tabulate')).toBe(false)
  })

  it.each([
    ['', 1],
    ['# wanted: x\n', 1],
    ['six==1.17.0', 1],
    [`six==1.17.0 --hash=sha256:${sha256}\nsix==1.16.0 --hash=sha256:${sha256}`, 2],
    [`six>=1 --hash=sha256:${sha256}`, 1],
    [`six==1.0 --hash=md5:${sha256}`, 1],
    [`--index-url=x six==1.0 --hash=sha256:${sha256}`, 1],
    [`six==1.0 --hash=sha256:${sha256} -r other`, 1],
    [`six==1.0 --hash=sha256:${sha256}\n-r other.txt`, 2],
    [`Six==1.0 --hash=sha256:${sha256}`, 1],
  ])('is none in %j', (code, line) => {
    const read = readLock(code)
    expect(read.ok ? 0 : read.error.line).toBe(line)
  })
})

const packages = (proposal: number, code: string, change: 'add' | 'change' | 'remove' = 'add'): Command => {
  const command = propose({ proposal, step: 1, output: PACKAGES_NAME, code, change })
  if (command.type !== 'ProposeStep') throw new Error('no proposal')
  return { ...command, data: { ...command.data, content: { ...command.data.content, language: 'packages' } } }
}
const python = (proposal: number, step: number): Command => {
  const command = propose({ proposal, step })
  if (command.type !== 'ProposeStep') throw new Error('no proposal')
  return { ...command, data: { ...command.data, content: { ...command.data.content, language: 'python' } } }
}
const withPython: Command = {
  type: 'RecordEnvironment',
  data: { language: 'python', environment: { kernel: 'python', lock: 'base' } },
}
const fresh = scenario().given([createWorkspace, system], [addOrders(), owner], [withPython, system])

function approved(from: Scenario, command: Command, number: number): Scenario {
  const proposed = from.given([command, owner])
  const read = proposed.given([preflight(proposed.state, number, {}), system])
  return read.given([decideOn(read.state, number), owner])
}
const installed = (from: Scenario, code: string, number: number, change: 'add' | 'change' = 'add') =>
  approved(from, packages(number, code, change), number).given(
    [start(number, number), system],
    [succeed(number, PACKAGES_NAME), system],
  )

describe('packages of a workspace', () => {
  it('are one step, which has a name of its own', () => {
    expect(codeOf(fresh.when(packages(1, LOCK), owner))).toBe('allowed')
    const named = propose({ proposal: 1, step: 1, output: PACKAGES_NAME })
    expect(codeOf(fresh.when(named, owner))).toBe('name-taken')
    const other = packages(1, LOCK)
    if (other.type !== 'ProposeStep') throw new Error('no proposal')
    const misnamed = propose({ proposal: 1, step: 1 })
    if (misnamed.type !== 'ProposeStep') throw new Error('no proposal')
    const content = { ...other.data.content, output: misnamed.data.content.output }
    expect(codeOf(fresh.when({ ...other, data: { ...other.data, content } }, owner))).toBe('name-taken')
    const second = packages(2, OTHER)
    if (second.type !== 'ProposeStep') throw new Error('no proposal')
    const elsewhere = { ...second, data: { ...second.data, stepId: stepId(2) } }
    expect(codeOf(installed(fresh, LOCK, 1).when(elsewhere, owner))).toBe('name-taken')
  })

  it('are in the environment once they are installed, and not before', () => {
    const before = environmentFor(fresh.state, 'python')
    expect(before).toEqual({ kernel: 'python', lock: 'base' })
    const decided = approved(fresh, packages(1, LOCK), 1)
    expect(environmentFor(decided.state, 'python')).toEqual(before)
    const now = installed(fresh, LOCK, 1)
    expect(environmentFor(now.state, 'python')).toEqual({ ...before, packages: digestOf(LOCK) })
    expect(lockOf(now.state, digestOf(LOCK))).toBe(LOCK)
    expect(lockOf(now.state, digestOf(OTHER))).toBeUndefined()
    expect(environmentFor(now.state, 'sql')).toEqual(environmentFor(fresh.state, 'sql'))
  })

  it('stay as they were when others can not be installed', () => {
    const before = installed(fresh, LOCK, 1)
    const failing = approved(before, packages(2, OTHER, 'change'), 2).given(
      [start(2, 2), system],
      [
        {
          type: 'FinishRun',
          data: {
            runId: runId(2),
            outcome: { kind: 'failed', message: 'gone', detail: '', milliseconds: 1 },
          },
        },
        system,
      ],
    )
    expect(packagesIn(failing.state)?.lock).toBe(digestOf(LOCK))
    expect(packagesIn(installed(failing, OTHER, 3, 'change').state)?.lock).toBe(digestOf(OTHER))
  })

  it('make every Python step another one: its result is stale, and what was approved is void', () => {
    const made = approved(fresh, python(5, 5), 5).given([start(5, 5), system], [succeed(5, 'out5'), system])
    const waiting = approved(made, python(6, 6), 6)
    expect(waiting.state.proposals.get(proposalId(6))?.status).toBe('approved')
    const now = installed(waiting, LOCK, 1)
    const step = now.state.steps.get(stepId(5))
    expect(step && stalenessOf(now.state, step)).toEqual([{ kind: 'environment' }])
    expect(now.state.proposals.get(proposalId(6))?.status).toBe('voided')
    const [before, after] = [made, now].map(({ state }) => {
      const proposal = state.proposals.get(proposalId(5))
      return proposal && identityOf(state, proposal)
    })
    expect(before).not.toEqual(after)
  })

  it('are reviewed with all that would become stale', () => {
    const made = approved(fresh, python(5, 5), 5).given([start(5, 5), system], [succeed(5, 'out5'), system])
    const proposed = made.given([packages(1, LOCK), owner])
    const proposal = proposed.state.proposals.get(proposalId(1))
    expect(proposal && wouldBecomeStale(proposed.state, proposal)).toEqual(['out5'])
  })

  it('are gone when their step is removed', () => {
    const now = approved(installed(fresh, LOCK, 1), packages(2, LOCK, 'remove'), 2)
    expect(packagesIn(now.state)).toBeUndefined()
    expect(environmentFor(now.state, 'python')).toEqual({ kernel: 'python', lock: 'base' })
  })
})

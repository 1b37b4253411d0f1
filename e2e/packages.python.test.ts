/** Packages of a workspace's own on the whole path: found, locked, approved, installed, and part of what Python steps are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { approve, proposal, propose, pythonStep, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { digestOf } from '#shared/digest.ts'
import { PACKAGES_NAME, packagesIn } from '#shared/packages.ts'
import { stalenessOf } from '#shared/staleness.ts'
import type { StepContent } from '#shared/step.ts'
import type { Run } from '#shared/workspace.ts'

let app: App
beforeAll(async () => {
  app = await startApp({ hasPython: true })
}, 300_000)
afterAll(() => app.stop())

const packagesStep = (code: string): StepContent => ({
  ...sqlStep(code, PACKAGES_NAME),
  language: 'packages',
})
const lockOf = async (wanted: string) => {
  const { status, body } = await app.owner.request('POST', `/api/workspaces/${app.workspaceId}/packages`, {
    wanted,
  })
  return { status, said: z.object({ code: z.string(), detail: z.string().optional() }).parse(body) }
}
const lastRun = (): Run | undefined => [...app.state().runs.values()].at(-1)
const USES = `import tabulate\ntable = tabulate.tabulate([[1, 2]], headers=['a', 'b'])`

describe('packages of a workspace', () => {
  it('are missing at first, and preflight says so', async () => {
    const blocked = await propose(app, app.owner, pythonStep(USES, 'table'))
    expect(blocked.preflight?.analysis.findings.map(({ code }) => code)).toContain('missing-package')
  })

  it.each([
    ['nothing of that name', 'no-such-package-of-anybody', /No matching distribution found/],
    ['what every step has', 'numpy', /just import it/],
    ['another version of what every step has', 'numpy==1.0', /./],
    ['an address', 'https://example.com/x.whl', /is no package/],
    ['an option', '-r /etc/passwd', /is no package/],
  ])('can not be %s', async (_, wanted, why) => {
    const { status, said } = await lockOf(wanted)
    expect(status).toBe(422)
    expect(said.detail).toMatch(why)
    expect(said.detail).not.toMatch(/https?:\/\/(?!example)/)
  })

  it('are found, reviewed as what they are, installed, and then part of every Python step', async () => {
    const before = await runStep(app, app.owner, pythonStep('kept = 1', 'kept'))
    const { said } = await lockOf('tabulate')
    expect(said.code).toMatch(/^# wanted: tabulate\ntabulate==[\d.]+ --hash=sha256:[0-9a-f]{64}\n$/)
    const proposed = await propose(app, app.owner, packagesStep(said.code))
    expect(proposed.preflight?.tier).toBe('R2')
    expect(packagesIn(app.state())).toBeUndefined()
    await approve(app, app.owner, proposed)
    await app.until(
      (state) => state.proposals.get(proposed.proposalId)?.status === 'succeeded',
      'the install',
    )
    const step = app.state().steps.get(before.stepId)
    expect(step && stalenessOf(app.state(), step)).toEqual([{ kind: 'environment' }])

    await runStep(app, app.owner, pythonStep(USES, 'table'))
    expect(lastRun()?.environment['packages']).toBe(digestOf(said.code))
    expect(lastRun()?.outcome).toMatchObject({ kind: 'succeeded', artifact: { kind: 'text' } })
  })

  it('are blocked when they are no lock, or take the place of what every step has', async () => {
    const findings = async (code: string): Promise<readonly string[]> => {
      const step = [...app.state().steps.values()].find((one) =>
        one.proposalIds.some((id) => app.state().proposals.get(id)?.content.output === PACKAGES_NAME),
      )
      const command = proposal(packagesStep(code), step ? { stepId: step.stepId, change: 'change' } : {})
      await app.owner.send(command)
      const read = await app.until((state) => {
        const one = state.proposals.get(command.data.proposalId)
        return one && one.status !== 'proposed' ? one : undefined
      }, 'preflight')
      return read.preflight?.analysis.findings.map((one) => one.code) ?? []
    }
    expect(await findings('tabulate')).toEqual(['no-lock'])
    const hash = 'ab'.repeat(32)
    expect(await findings(`numpy==1.0 --hash=sha256:${hash}`)).toContain('package-in-base')
  })

  it('fail to install when a file is not the one that was approved, and nothing changes', async () => {
    const step = [...app.state().steps.values()].find((one) =>
      one.proposalIds.some((id) => app.state().proposals.get(id)?.content.output === PACKAGES_NAME),
    )
    const before = packagesIn(app.state())
    const forged = `six==1.17.0 --hash=sha256:${'ab'.repeat(32)}\n`
    const command = proposal(packagesStep(forged), step ? { stepId: step.stepId, change: 'change' } : {})
    await app.owner.send(command)
    const waiting = await app.until((state) => {
      const one = state.proposals.get(command.data.proposalId)
      return one?.status === 'in-review' ? one : undefined
    }, 'preflight')
    await approve(app, app.owner, waiting)
    await app.until((state) => state.proposals.get(waiting.proposalId)?.status === 'failed', 'the failure')
    expect(lastRun()?.outcome).toMatchObject({
      kind: 'failed',
      message: 'A file is not the one that was approved: its hash is another. Nothing was installed.',
    })
    expect(packagesIn(app.state())).toEqual(before)
  })

  it('are as much of a change when they go', async () => {
    const defining = [...app.state().proposals.values()].findLast(
      ({ content, status }) => content.output === PACKAGES_NAME && status === 'failed',
    )
    if (!defining) throw new Error('no packages')
    const command = proposal(defining.content, { stepId: defining.stepId, change: 'remove' })
    expect((await app.owner.send(command)).status).toBe(200)
    const read = await app.until((state) => {
      const one = state.proposals.get(command.data.proposalId)
      return one?.status === 'in-review' ? one : undefined
    }, 'preflight')
    expect(read.preflight?.tier).toBe('R2')
    await app.owner.send({ type: 'WithdrawProposal', data: { proposalId: read.proposalId } })
  })

  it('are there again after a restart', async () => {
    app = await app.restart()
    const again = await runStep(app, app.owner, pythonStep(USES.replace('table =', 'again ='), 'again'))
    expect(again.status).toBe('succeeded')
  })
})

import { describe, expect, it } from 'vitest'
import {
  afterPreflight,
  proposalOfDraft,
  removalOf,
  restorationOf,
  titleOf,
  type DraftStep,
} from '#client/workspace/planRun.ts'
import type { Command } from '#shared/command.ts'
import {
  addMember,
  addOrders,
  constraintId,
  createWorkspace,
  owner,
  personId,
  preflight,
  stepId,
  system,
} from '#shared/testing/examples.ts'
import { codeOf, scenario, typesOf, type Scenario } from '#shared/testing/scenario.ts'

const draft: DraftStep = {
  stepId: stepId(7),
  language: 'sql',
  code: '-- Big ones\nSELECT amount FROM orders',
  output: 'big',
}
const workspace = (personal: readonly string[] = []): Scenario =>
  scenario().given([createWorkspace, system], [addOrders(1, personal), owner])

function proposed(from: Scenario, step = draft): { readonly now: Scenario; readonly command: Command } {
  const command = proposalOfDraft(from.state, step)
  if (!command.ok) throw new Error(command.error.detail)
  return { now: from.given([command.value, owner]), command: command.value }
}

/** The plan's own words for what comes after preflight of the last proposal. */
function after(from: Scenario, person = 1) {
  const proposal = [...from.state.proposals.values()].at(-1)!
  return afterPreflight(from.state, proposal.proposalId, personId(person))
}

function read(from: Scenario): Scenario {
  const proposal = [...from.state.proposals.values()].at(-1)!
  const seen = preflight(from.state, 1)
  if (seen.type !== 'RecordPreflight') throw new Error('Not a preflight')
  const command: Command = { ...seen, data: { ...seen.data, proposalId: proposal.proposalId } }
  return from.given([command, system])
}

function approved(from: Scenario, step = draft): Scenario {
  const reviewed = read(proposed(from, step).now)
  const next = after(reviewed)
  if (next.next !== 'decide') throw new Error(next.next)
  return reviewed.given([next.command, owner])
}

function askedToGo() {
  const before = approved(workspace())
  const step = before.state.steps.get(draft.stepId)!
  const definition = before.state.proposals.get(step.proposalIds.at(-1)!)!
  const now = before.given([removalOf(step, definition), owner])
  return { now, step: () => now.state.steps.get(draft.stepId) }
}

describe('a run of one’s own draft', () => {
  it('waits for preflight, then decides on exactly what stands there, and that is accepted', () => {
    const { now } = proposed(workspace())
    expect(after(now).next).toBe('wait')
    const reviewed = read(now)
    const next = after(reviewed)
    if (next.next !== 'decide') throw new Error(next.next)
    expect(typesOf(reviewed.when(next.command, owner))).toContain('ProposalApproved')
  })

  it('becomes a change that supersedes the last proposal once the step is countersigned', () => {
    const reviewed = read(proposed(workspace()).now)
    const next = after(reviewed)
    if (next.next !== 'decide') throw new Error(next.next)
    const approved = reviewed.given([next.command, owner])
    const { command } = proposed(approved, { ...draft, code: 'SELECT 2' })
    expect(command).toMatchObject({ type: 'ProposeStep', data: { change: 'change', stepId: draft.stepId } })
    expect(codeOf(approved.when(command, owner))).toBe('allowed')
  })

  it('can be undone: its step is asked to go, and goes once that is approved', () => {
    const { now: asked, step } = askedToGo()
    expect(step()?.isRemoved).toBe(false)
    const reviewed = read(asked)
    const next = after(reviewed)
    if (next.next !== 'decide') throw new Error(next.next)
    expect(typesOf(reviewed.when(next.command, owner))).toContain('StepRemoved')
  })

  it('comes back in an earlier version as a new proposal that says so', () => {
    const first = approved(workspace())
    const second = approved(first, { ...draft, code: 'SELECT 2 AS amount FROM orders' })
    const step = second.state.steps.get(draft.stepId)!
    const old = second.state.proposals.get(step.proposalIds[0]!)!
    const command = restorationOf(second.state, step, old)
    expect(codeOf(second.when(command, owner))).toBe('allowed')
    expect(command.data).toMatchObject({ change: 'change', content: { code: draft.code } })
    expect(command.data.rationale).toContain(`entry ${old.seq}`)
  })

  it('goes to review instead when it reads personal data', () => {
    expect(after(read(proposed(workspace(['amount'])).now)).next).toBe('review')
  })

  it('goes to review instead when it breaks a constraint', () => {
    const constrained = workspace().given([
      {
        type: 'WriteConstraint',
        data: {
          constraintId: constraintId(1),
          text: 'No amounts',
          checks: [{ kind: 'forbidden-columns', columns: ['amount'] }],
        },
      },
      owner,
    ])
    expect(after(read(proposed(constrained).now)).next).toBe('review')
  })

  it('asks for no more seconds and rows than the constraints allow', () => {
    const constrained = workspace().given([
      {
        type: 'WriteConstraint',
        data: {
          constraintId: constraintId(1),
          text: 'Quick',
          checks: [{ kind: 'most-seconds', seconds: 5 }],
        },
      },
      owner,
    ])
    expect(proposed(constrained).command).toMatchObject({ data: { content: { limits: { seconds: 5 } } } })
  })

  it('is not decided on by one who may only read', () => {
    const reviewed = read(proposed(workspace().given([addMember(2, 'auditor'), owner])).now)
    expect(after(reviewed, 2).next).toBe('review')
  })

  it('says what is missing before anything is asked of the server', () => {
    const { state } = workspace()
    expect(proposalOfDraft(state, { ...draft, output: '' })).toMatchObject({ error: { field: 'output' } })
    expect(proposalOfDraft(state, { ...draft, output: 'my result' })).toMatchObject({
      error: { field: 'output' },
    })
    expect(proposalOfDraft(state, { ...draft, code: ' \n' })).toMatchObject({ error: { field: 'code' } })
  })

  it('is called by its first comment, else by its result', () => {
    expect(titleOf(draft)).toBe('Big ones')
    expect(titleOf({ ...draft, code: 'SELECT 1' })).toBe('big')
    expect(titleOf({ language: 'chart', code: '{ "title": "By week" }', output: 'c' })).toBe('By week')
  })
})

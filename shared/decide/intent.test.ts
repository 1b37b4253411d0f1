import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import {
  addMember,
  addOrders,
  createWorkspace,
  datasetId,
  human,
  objectiveId,
  owner,
  personId,
  reviseOrders,
  system,
} from '#shared/testing/examples.ts'
import { codeOf, scenario } from '#shared/testing/scenario.ts'

const fresh = scenario().given([createWorkspace, system], [addOrders(1, ['email']), owner])

describe('a member', () => {
  const give = (number: number, role: 'owner' | 'editor'): Command => ({
    type: 'ChangeMemberRole',
    data: { personId: personId(number), role },
  })
  const remove = (number: number): Command => ({ type: 'RemoveMember', data: { personId: personId(number) } })
  const two = fresh.given([addMember(2, 'editor'), owner])

  it('is not given the role they have', () => {
    expect(codeOf(two.when(give(2, 'editor'), owner))).toBe('unchanged')
  })

  it('who is the last owner stays one', () => {
    expect(codeOf(two.when(give(1, 'editor'), owner))).toBe('last-owner')
    expect(codeOf(two.when(remove(1), owner))).toBe('last-owner')
    const handedOver = two.given([give(2, 'owner'), owner])
    expect(codeOf(handedOver.when(remove(1), owner))).toBe('allowed')
    expect(codeOf(handedOver.when(give(1, 'editor'), human(2)))).toBe('allowed')
  })
})

describe('an objective', () => {
  const write = (text: string): Command => ({
    type: 'WriteObjective',
    data: { objectiveId: objectiveId(1), text, acceptance: [] },
  })
  const written = fresh.given([write('Sell more'), owner])

  it('is not written again as it stands', () => {
    expect(codeOf(written.when(write('Sell more'), owner))).toBe('unchanged')
    expect(codeOf(written.when(write('Sell less'), owner))).toBe('allowed')
  })

  it('that is retired is neither written nor retired again', () => {
    const retire = { type: 'RetireObjective', data: { objectiveId: objectiveId(1) } } as const
    const retired = written.given([retire, owner])
    expect(codeOf(retired.when(write('Sell less'), owner))).toBe('retired')
    expect(codeOf(retired.when(retire, owner))).toBe('retired')
  })
})

describe('a personal column', () => {
  const mark = (sensitivity: 'none' | 'personal'): Command => ({
    type: 'MarkColumn',
    data: { datasetId: datasetId(1), column: 'email', sensitivity },
  })

  it('stays one when its dataset gets new content', () => {
    const revised = fresh.given([reviseOrders(2), owner])
    const columns = revised.state.datasets.get(datasetId(1))?.current.columns
    expect(columns?.find((column) => column.name === 'email')?.sensitivity).toBe('personal')
  })

  it('is said not to be personal by an owner alone', () => {
    const two = fresh.given([addMember(2, 'editor'), owner])
    expect(codeOf(two.when(mark('none'), human(2)))).toBe('not-allowed')
    const unmarked = two.given([mark('none'), owner])
    expect(codeOf(unmarked.when(mark('none'), owner))).toBe('unchanged')
    const marked = unmarked.given([mark('personal'), human(2)])
    const columns = marked.state.datasets.get(datasetId(1))?.current.columns
    expect(columns?.find((column) => column.name === 'email')?.sensitivity).toBe('personal')
  })
})

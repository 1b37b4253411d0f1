import { describe, expect, it } from 'vitest'
import { citedOnce } from '#client/features/agent/citedOnce.ts'
import {
  digest,
  owner,
  permitId,
  proposalId,
  runId,
  stepId,
  tableName,
  NOON,
} from '#shared/testing/examples.ts'
import { EMPTY_WORKSPACE, type Run, type WorkspaceState } from '#shared/workspace.ts'

const run = (number: number, name: string): Run => ({
  runId: runId(number),
  proposalId: proposalId(number),
  stepId: stepId(number),
  permitId: permitId(number),
  stepDigest: digest(90 + number),
  policyVersion: 1,
  inputs: [],
  environment: { kernel: 'test' },
  by: owner,
  seq: number,
  startedAt: NOON,
  status: 'succeeded',
  artifact: {
    kind: 'table',
    name: tableName(name),
    digest: digest(number),
    contentDigest: digest(number),
    bytes: 1,
    rows: 1,
    schema: [],
  },
  haltRequested: false,
  isReconciled: false,
})
const state: WorkspaceState = {
  ...EMPTY_WORKSPACE,
  runs: new Map([run(1, 'by_state'), run(2, 'by_week')].map((one) => [one.runId, one])),
}

describe('what a conclusion rests on', () => {
  it('names each result once, by its name, and leads to its step', () => {
    const cited = citedOnce(state, {
      text: 'ME is late.',
      citations: [
        { artifact: digest(1), claim: 'ME is late.' },
        { artifact: digest(2), claim: 'February is the worst.' },
        { artifact: digest(1), claim: 'WA is second.' },
      ],
    })
    expect(cited.map(({ name, stepId: step }) => [name, step])).toEqual([
      ['by_state', stepId(1)],
      ['by_week', stepId(2)],
    ])
  })

  it('repeats no claim that its words hold already', () => {
    const [cited] = citedOnce(state, {
      text: '- ME is late.\n',
      citations: [
        { artifact: digest(1), claim: 'ME is late.' },
        { artifact: digest(1), claim: 'WA is second.' },
      ],
    })
    expect(cited?.claims).toEqual(['WA is second.'])
  })

  it('says the digest of a result that no run on record gave', () => {
    const [cited] = citedOnce(state, { text: '', citations: [{ artifact: digest(7), claim: 'x' }] })
    expect(cited).toMatchObject({ name: '000000000000', stepId: undefined })
  })
})

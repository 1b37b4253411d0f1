import { describe, expect, it } from 'vitest'
import { replayOf } from '#shared/replay.ts'
import type { Artifact } from '#shared/artifact.ts'
import { Digest } from '#shared/ids.ts'
import { NOON, permitId, proposalId, runId, stepId, system, tableName } from '#shared/testing/examples.ts'
import { EMPTY_WORKSPACE, type Run, type WorkspaceState } from '#shared/workspace.ts'

const digest = (sign: string) => Digest.parse(sign.repeat(64))
const name = tableName('sales')
const table = (bytes: string, content: string): Artifact => ({
  kind: 'table',
  name,
  digest: digest(bytes),
  contentDigest: digest(content),
  bytes: 1,
  rows: 1,
  schema: [{ name: 'a', type: 'BIGINT' }],
})
const value = (kind: 'figure' | 'json', bytes: string): Artifact => ({
  kind,
  name,
  digest: digest(bytes),
  bytes: 1,
  mime: 'x/y',
})
const stateOf = (...runs: readonly Run[]): WorkspaceState => ({
  ...EMPTY_WORKSPACE,
  runs: new Map(runs.map((run) => [run.runId, run])),
})
const run = (seq: number, artifact: Artifact, more: Partial<Run> = {}): Run => ({
  runId: runId(seq),
  proposalId: proposalId(seq),
  stepId: stepId(1),
  permitId: permitId(seq),
  stepDigest: digest('0'),
  policyVersion: 1,
  inputs: [],
  environment: {},
  by: system,
  seq,
  startedAt: NOON,
  status: 'succeeded',
  artifact,
  haltRequested: false,
  isReconciled: false,
  ...more,
})

const verdictOf = (before: Artifact, after: Artifact) => {
  const second = run(2, after)
  return replayOf(stateOf(run(1, before), second), second, after)?.verdict
}

describe('a replay', () => {
  it('is identical, equal in its rows, different, or not comparable', () => {
    expect(verdictOf(table('1', 'a'), table('1', 'a'))).toBe('identical')
    expect(verdictOf(table('1', 'a'), table('2', 'a'))).toBe('equal')
    expect(verdictOf(table('1', 'a'), table('2', 'b'))).toBe('different')
    expect(verdictOf(value('json', '1'), value('json', '2'))).toBe('different')
    expect(verdictOf(value('figure', '1'), value('figure', '2'))).toBe('not-comparable')
    expect(verdictOf(value('json', '1'), table('2', 'b'))).toBe('different')
  })

  it('is compared with the latest run before it that computed the same digest', () => {
    const [first, second, other] = [
      run(1, table('1', 'a')),
      run(2, table('2', 'b')),
      run(3, table('3', 'c'), { stepDigest: digest('9') }),
    ]
    const made = table('2', 'b')
    const last = run(4, made)
    expect(replayOf(stateOf(first, second, other, last), last, made)?.before).toBe(second)
  })

  it('is none of a first run, of what the cache answered, nor compared with that', () => {
    const made = table('1', 'a')
    const first = run(1, made)
    const cached = run(2, made, { sameAs: first.runId })
    expect(replayOf(stateOf(first), first, made)).toBeUndefined()
    expect(replayOf(stateOf(first, cached), cached, made)).toBeUndefined()
    const third = run(3, made)
    expect(replayOf(stateOf(first, cached, third), third, made)?.before).toBe(first)
  })

  it('is judged output by output', () => {
    const also = (bytes: string): Artifact => ({ ...value('json', bytes), name: tableName('counts') })
    const first = run(1, table('1', 'a'), { also: [also('2')] })
    const second = run(2, table('1', 'a'), { also: [also('3')] })
    const state = stateOf(first, second)
    expect(replayOf(state, second, table('1', 'a'))?.verdict).toBe('identical')
    expect(replayOf(state, second, also('3'))).toMatchObject({ verdict: 'different', was: also('2') })
  })
})

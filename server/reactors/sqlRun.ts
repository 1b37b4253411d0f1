/** One run of SQL in its kernel, from the files of its inputs to what is recorded of it. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { SqlJob, SqlKernel, SqlOutcome } from '#server/kernels/kernel.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import { constraintsFor } from '#shared/checks.ts'
import type { Digest, TableName } from '#shared/ids.ts'
import { assertNever } from '#shared/result.ts'
import type { RunOutcome } from '#shared/run.ts'
import type { StepContent } from '#shared/step.ts'
import type { Proposal, Run, WorkspaceState } from '#shared/workspace.ts'

/** A run on its way. It may be halted before there is anything to cancel: then it is cancelled once there is. */
export type Flight = { readonly halt: () => void; readonly began: (cancel: () => void) => void }

export type SqlAsked = {
  readonly run: Run
  readonly limits: StepContent['limits']
  readonly output: TableName
  readonly sql: string
  readonly parameters: StepContent['parameters']
  readonly inputs: SqlJob['inputs']
  readonly asserts: readonly AssertAsked[]
  readonly host: WorkspaceHost
  readonly flight: Flight
  readonly sqlKernel: SqlKernel
  readonly artifacts: ArtifactStore
  readonly scratchRoot: string
}

export async function sqlRun(asked: SqlAsked): Promise<RunOutcome | 'lost'> {
  const { run, output, limits, sql, parameters, inputs, asserts, host, flight } = asked
  const { sqlKernel, artifacts, scratchRoot } = asked
  const scratch = join(scratchRoot, run.runId)
  await mkdir(scratch, { recursive: true })
  try {
    const running = sqlKernel.run(
      {
        runId: run.runId,
        sql,
        parameters,
        output,
        inputs,
        scratch,
        limits,
        asserts: asserts.map(({ predicate }, index) => ({ key: String(index), predicate })),
      },
      ({ percentage }) =>
        host.tell({ type: 'run-progress', runId: run.runId, percent: wholePercent(percentage) }),
    )
    flight.began(() => running.cancel())
    const outcome = await running.outcome
    if (outcome.kind === 'succeeded') await adoptResult(artifacts, outcome.path, outcome.digest)
    return recordable(outcome, output, asserts)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function adoptResult(artifacts: ArtifactStore, path: string, said: Digest): Promise<void> {
  const { digest } = await artifacts.adopt(path)
  if (digest !== said) throw new Error('The result is not the file that the kernel spoke of')
}

const wholePercent = (percentage: number): number =>
  percentage < 0 ? -1 : Math.min(100, Math.round(percentage))

type AssertAsked = {
  readonly constraintId: RunAssert['constraintId']
  readonly predicate: string
  /** Absent for the first output. */
  readonly output?: TableName | undefined
  /** About every result that has its columns: what lacks them does not break it. */
  readonly isGeneral: boolean
}
type RunAssert = Extract<RunOutcome, { kind: 'succeeded' }>['asserts'][number]

/** The predicates that preflight could bind to an output and whose constraints still stand. */
export function assertsOf(state: WorkspaceState, proposal: Proposal): readonly AssertAsked[] {
  const standing = new Map(constraintsFor(state, proposal).map((one) => [one.constraintId, one]))
  return (proposal.preflight?.asserts ?? []).flatMap(({ constraintId, predicate, output, binds }) => {
    const constraint = standing.get(constraintId)
    if (!binds || !constraint) return []
    const isGeneral = constraint.checks.some(
      (check) => check.kind === 'assert' && check.predicate === predicate && check.output === undefined,
    )
    return [{ constraintId, predicate, output, isGeneral }]
  })
}

function recordable(
  outcome: SqlOutcome,
  output: TableName,
  asserts: readonly AssertAsked[],
): RunOutcome | 'lost' {
  switch (outcome.kind) {
    case 'succeeded': {
      const { digest, contentDigest, bytes, rows, schema, milliseconds } = outcome
      return {
        kind: 'succeeded',
        milliseconds,
        artifact: { kind: 'table', name: output, digest, contentDigest, bytes, rows, schema },
        asserts: outcome.asserts.flatMap(({ key, holds, violations, isUnbound }) => {
          const asked = asserts[Number(key)]
          if (!asked || (isUnbound && asked.isGeneral)) return []
          const { constraintId, predicate, output: of } = asked
          return [{ constraintId, predicate, holds, violations, ...(of ? { output: of } : {}) }]
        }),
      }
    }
    case 'failed':
    case 'halted':
      return outcome
    case 'lost':
      return 'lost'
    default:
      return assertNever(outcome)
  }
}

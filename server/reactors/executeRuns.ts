/**
 * The one place that hands code to a kernel. What runs is read from the ledger and its digest recomputed; the request
 * that led here carried none. Runs that an earlier process left behind are recorded as lost, never taken up.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import { chartOutcome } from '#server/reactors/chartOutcome.ts'
import type { SqlKernel, SqlOutcome } from '#server/kernels/kernel.ts'
import type { IntactPath } from '#server/reactors/intactPath.ts'
import type { Reactor } from '#server/reactors/reactor.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import { constraintsFor } from '#shared/checks.ts'
import { PermitId, type Digest, type RunId } from '#shared/ids.ts'
import { assertNever } from '#shared/result.ts'
import type { RunOutcome } from '#shared/run.ts'
import type { StepContent } from '#shared/step.ts'
import { digestOfStep } from '#shared/stepDigest.ts'
import type { Proposal, Run, WorkspaceState } from '#shared/workspace.ts'

const EXECUTOR: Actor = { kind: 'system', id: 'executor' }

export type ExecuteRunsOptions = {
  readonly sqlKernel: SqlKernel
  readonly artifacts: ArtifactStore
  readonly intactPath: IntactPath
  /** A folder on the same file system as the artifacts. */
  readonly scratchRoot: string
  readonly report: (failure: unknown) => void
}

/** A run on its way. It may be halted before there is anything to cancel: then it is cancelled once there is. */
type Flight = { readonly halt: () => void; readonly began: (cancel: () => void) => void }

function startFlight(): Flight {
  let isHalted = false
  let cancel: (() => void) | undefined
  return {
    halt() {
      isHalted = true
      cancel?.()
    },
    began(how) {
      cancel = how
      if (isHalted) how()
    },
  }
}

export function executeRuns(options: ExecuteRunsOptions): Reactor {
  const inFlight = new Map<RunId, Flight>()
  let isFirst = true
  let isClosed = false

  const execute = async (run: Run, state: WorkspaceState, host: WorkspaceHost): Promise<void> => {
    const started = performance.now()
    const elapsed = (): number => Math.round(performance.now() - started)
    const flight = startFlight()
    inFlight.set(run.runId, flight)
    const outcome = await outcomeOf(run, state, host, options, flight).catch(
      (failure: unknown): RunOutcome | 'lost' => {
        options.report(failure)
        return failed('The step could not be executed', failure, elapsed())
      },
    )
    inFlight.delete(run.runId)
    // Nobody stopped this run but the server's end: it is found lost at the next start, and retried by the rule.
    if (isClosed) return
    if (outcome === 'lost') return lose(run, 'The kernel died while the step ran', host)
    await host.dispatch(newCommandId(), { type: 'FinishRun', data: { runId: run.runId, outcome } }, EXECUTOR)
  }

  return {
    name: 'executeRuns',
    react(state, host) {
      const isRecovery = isFirst
      isFirst = false
      for (const run of state.runs.values()) {
        if (run.status !== 'running') continue
        const flight = inFlight.get(run.runId)
        if (flight) {
          if (run.haltRequested) flight.halt()
          continue
        }
        const done = isRecovery
          ? lose(run, 'The server stopped while the step ran', host)
          : execute(run, state, host)
        done.catch(options.report)
      }
    },
    close() {
      isClosed = true
      for (const flight of inFlight.values()) flight.halt()
    },
  }
}

async function lose(run: Run, because: string, host: WorkspaceHost): Promise<void> {
  const retryPermitId = PermitId.parse(uuidv7())
  const data = { runId: run.runId, because, retryPermitId }
  await host.dispatch(newCommandId(), { type: 'LoseRun', data }, EXECUTOR)
}

async function outcomeOf(
  run: Run,
  state: WorkspaceState,
  host: WorkspaceHost,
  options: ExecuteRunsOptions,
  flight: Flight,
): Promise<RunOutcome | 'lost'> {
  const proposal = state.proposals.get(run.proposalId)
  const content = proposal && contentInLedger(host, proposal)
  if (
    !proposal ||
    !content ||
    digestOfStep(content, run.inputs, run.environment, run.policyVersion) !== run.stepDigest
  )
    return failed('What stands in the ledger is not what was approved; nothing was run', '', 0)
  switch (content.language) {
    case 'sql':
      return runSql(run, content, proposal, state, host, options, flight)
    case 'chart':
      return chartOutcome(run, content, options.artifacts)
    case 'python':
      return failed('No kernel for Python is set up here', '', 0)
    default:
      return assertNever(content.language)
  }
}

/** The code as it was stored when it was proposed: not from the fold, and least of all from a request. */
function contentInLedger(host: WorkspaceHost, proposal: Proposal): StepContent | undefined {
  const stored = host.read(proposal.seq - 1, 1)[0]
  const event = stored && recordedOf(stored.body).event
  return event?.type === 'StepProposed' && event.data.proposalId === proposal.proposalId
    ? event.data.content
    : undefined
}

async function runSql(
  run: Run,
  content: StepContent,
  proposal: Proposal,
  state: WorkspaceState,
  host: WorkspaceHost,
  { sqlKernel, artifacts, intactPath, scratchRoot }: ExecuteRunsOptions,
  flight: Flight,
): Promise<RunOutcome | 'lost'> {
  const scratch = join(scratchRoot, run.runId)
  await mkdir(scratch, { recursive: true })
  try {
    const inputs = await Promise.all(
      run.inputs.map(async ({ name, artifact }) => ({ name, path: await intactPath(artifact) })),
    )
    const asserts = assertsOf(state, proposal)
    const running = sqlKernel.run(
      {
        runId: run.runId,
        sql: content.code,
        parameters: content.parameters,
        output: content.output,
        inputs,
        scratch,
        limits: content.limits,
        asserts: asserts.map(({ predicate }, index) => ({ key: String(index), predicate })),
      },
      ({ percentage }) =>
        host.tell({ type: 'run-progress', runId: run.runId, percent: wholePercent(percentage) }),
    )
    flight.began(() => running.cancel())
    const outcome = await running.outcome
    if (outcome.kind === 'succeeded') await adoptResult(artifacts, outcome.path, outcome.digest)
    return recordable(outcome, content, asserts)
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

type AssertAsked = { readonly constraintId: RunAssert['constraintId']; readonly predicate: string }
type RunAssert = Extract<RunOutcome, { kind: 'succeeded' }>['asserts'][number]

/** The predicates that preflight could bind to this output and whose constraints still stand. */
function assertsOf(state: WorkspaceState, proposal: Proposal): readonly AssertAsked[] {
  const standing = new Set(constraintsFor(state, proposal).map((one) => one.constraintId))
  return (proposal.preflight?.asserts ?? [])
    .filter((one) => one.binds && standing.has(one.constraintId))
    .map(({ constraintId, predicate }) => ({ constraintId, predicate }))
}

function recordable(
  outcome: SqlOutcome,
  content: StepContent,
  asserts: readonly AssertAsked[],
): RunOutcome | 'lost' {
  switch (outcome.kind) {
    case 'succeeded': {
      const { digest, contentDigest, bytes, rows, schema, milliseconds } = outcome
      return {
        kind: 'succeeded',
        milliseconds,
        artifact: { kind: 'table', name: content.output, digest, contentDigest, bytes, rows, schema },
        asserts: outcome.asserts.flatMap(({ key, holds, violations }) => {
          const asked = asserts[Number(key)]
          return asked ? [{ ...asked, holds, violations }] : []
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

const failed = (message: string, detail: unknown, milliseconds: number): RunOutcome => ({
  kind: 'failed',
  message,
  detail: detail instanceof Error ? detail.message : String(detail),
  milliseconds,
})

/**
 * The one place from which code goes to a kernel. What runs is read from the ledger and its digest recomputed; the request
 * that led here carried none. Runs that an earlier process left behind are recorded as lost, never taken up.
 */
import { v7 as uuidv7 } from 'uuid'
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import { chartOutcome } from '#server/reactors/chartOutcome.ts'
import type { SqlJob, SqlKernel } from '#server/kernels/kernel.ts'
import { assertsOf, sqlRun, type Flight, type SqlAsked } from '#server/reactors/sqlRun.ts'
import { packagesRun } from '#server/reactors/packagesRun.ts'
import type { PythonReach } from '#server/pythonReach.ts'
import { lockOf } from '#shared/packages.ts'
import { pythonRun } from '#server/reactors/pythonRun.ts'
import type { IntactPath } from '#server/reactors/intactPath.ts'
import type { Reactor } from '#server/reactors/reactor.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import { PermitId, type RunId } from '#shared/ids.ts'
import { assertNever, err, ok, type Result } from '#shared/result.ts'
import { artifactOf } from '#shared/lineage/columnLineage.ts'
import type { RunOutcome } from '#shared/run.ts'
import type { StepContent } from '#shared/step.ts'
import { digestOfStep } from '#shared/stepDigest.ts'
import type { Proposal, Run, WorkspaceState } from '#shared/workspace.ts'

const EXECUTOR: Actor = { kind: 'system', id: 'executor' }

export type ExecuteRunsOptions = {
  readonly sqlKernel: SqlKernel
  readonly python: Pick<PythonReach, 'kernel' | 'installPackages'>
  readonly artifacts: ArtifactStore
  readonly intactPath: IntactPath
  /** A folder on the same file system as the artifacts. */
  readonly scratchRoot: string
  readonly report: (failure: unknown) => void
}

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
  if (content.language === 'chart') return chartOutcome(run, content, options.artifacts)
  if (content.language === 'packages')
    return packagesRun(content, {
      python: options.python,
      artifacts: options.artifacts,
      onCancellable: flight.began,
    })
  const inputs = await inputsOf(run, state, options)
  if (!inputs.ok) return inputs.error
  const { sqlKernel, python, artifacts, scratchRoot } = options
  const { code: sql, parameters } = content
  const asserts = assertsOf(state, proposal)
  const asked: SqlAsked = {
    run,
    limits: content.limits,
    output: content.output,
    sql,
    parameters,
    inputs: inputs.value,
    asserts,
    host,
    flight,
    sqlKernel,
    artifacts,
    scratchRoot,
  }
  switch (content.language) {
    case 'sql':
      return sqlRun(asked)
    case 'python':
      return runPython(asked, content, python, state)
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

async function runPython(
  asked: SqlAsked,
  content: StepContent,
  python: ExecuteRunsOptions['python'],
  state: WorkspaceState,
): Promise<RunOutcome | 'lost'> {
  const kernel = python.kernel()
  if (!kernel) return failed('Python is not ready on this server, so nothing was run', '', 0)
  // The digest names the lock, whatever the workspace has by now: with other packages it would be another step.
  const named = asked.run.environment['packages']
  const lock = named === undefined ? undefined : lockOf(state, named)
  if (named !== undefined && lock === undefined)
    return failed('The packages that it was approved with are not on record; nothing was run', '', 0)
  const installed = lock === undefined ? undefined : await python.installPackages(lock)
  if (installed && !installed.ok)
    return failed(`The packages of this workspace can't be had. ${installed.error}`, '', 0)
  const { run, host, flight, inputs, artifacts } = asked
  return pythonRun(run, content, {
    kernel,
    artifacts,
    inputs,
    ...(installed ? { packages: installed.value.name } : {}),
    tell: (parts) => host.tell({ type: 'run-shown', runId: run.runId, parts }),
    onCancellable: flight.began,
    takeTable: (name, path) =>
      sqlRun({
        ...asked,
        output: name,
        sql: `SELECT * FROM "${name}"`,
        parameters: {},
        inputs: [{ name, path }],
        asserts: asked.asserts.filter(({ output = content.output }) => output === name),
      }),
  })
}

/** The files of what it reads; or why it can't be read. */
async function inputsOf(
  run: Run,
  state: WorkspaceState,
  { intactPath }: ExecuteRunsOptions,
): Promise<Result<SqlJob['inputs'], RunOutcome>> {
  for (const { name, artifact } of run.inputs) {
    const made = artifactOf(state, artifact)
    if (made && made.kind !== 'table')
      return err(failed(`${name} is no table but a ${made.kind}, which no step can read`, '', 0))
  }
  const paths = run.inputs.map(async ({ name, artifact }) => ({ name, path: await intactPath(artifact) }))
  return ok(await Promise.all(paths))
}

const failed = (message: string, detail: unknown, milliseconds: number): RunOutcome => ({
  kind: 'failed',
  message,
  detail: detail instanceof Error ? detail.message : String(detail),
  milliseconds,
})

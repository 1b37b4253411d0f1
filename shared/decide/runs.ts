/** The gate's second half: a run spends one permit, once, for exactly the digest that was decided on. */
import { environmentFor } from '#shared/packages.ts'
import { artifactNamed, artifactsIn } from '#shared/artifact.ts'
import { checksOf } from '#shared/checks.ts'
import type { CommandOf } from '#shared/command.ts'
import { events, refuse, type Context, type Verdict } from '#shared/decide/context.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import { later, millisecondsOf } from '#shared/instant.ts'
import { resolve } from '#shared/scope.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { RunInput } from '#shared/run.ts'
import { identityOf, type DigestedInput } from '#shared/stepDigest.ts'
import type { Permit, Proposal, Run, WorkspaceState } from '#shared/workspace.ts'

type RunCommand = CommandOf<
  'StartRun' | 'HaltRun' | 'FinishRun' | 'LoseRun' | 'ReconcileRun' | 'AcceptResult' | 'DisputeResult'
>

export function decideRuns(state: WorkspaceState, command: RunCommand, context: Context): Verdict {
  if (command.type === 'StartRun') return startRun(state, command, context)
  const run = state.runs.get(command.data.runId)
  if (!run) return refuse('not-found', 'There is no such run', 'runId')
  switch (command.type) {
    case 'HaltRun':
      if (run.status !== 'running') return refuse('not-running', `The run has ${run.status}`)
      if (run.haltRequested) return refuse('unchanged', 'It is being stopped already')
      return events({ type: 'RunHaltRequested', data: command.data })
    case 'FinishRun':
      return finishRun(run, command)
    case 'LoseRun':
      return loseRun(state, run, command, context)
    case 'ReconcileRun':
      if (run.status !== 'indeterminate' || run.isReconciled)
        return refuse('not-indeterminate', 'There is nothing to reconcile about this run')
      return events({ type: 'RunReconciled', data: command.data })
    case 'AcceptResult':
    case 'DisputeResult': {
      if (run.status !== 'succeeded') return refuse('no-result', 'This run has no result')
      const status = state.proposals.get(run.proposalId)?.status
      const after = command.type === 'AcceptResult' ? 'accepted' : 'disputed'
      if (status === after) return refuse('unchanged', `The result is ${after} already`)
      return events(
        command.type === 'AcceptResult'
          ? { type: 'ResultAccepted', data: command.data }
          : { type: 'ResultDisputed', data: command.data },
      )
    }
  }
}

function startRun(state: WorkspaceState, { data }: CommandOf<'StartRun'>, { at }: Context): Verdict {
  if (state.runs.has(data.runId)) return refuse('already-exists', 'This run was started already')
  const proposal = state.proposals.get(data.proposalId)
  if (!proposal) return refuse('not-found', 'There is no such proposal')
  const spendable = permitToSpend(state, proposal, at)
  if (!spendable.ok) return refuse(spendable.error.code, spendable.error.detail)
  const { permit, digested } = spendable.value
  const inputs = bindInputs(state, digested)
  if (!inputs.ok) return refuse(inputs.error.code, inputs.error.detail)

  const { runId, proposalId } = data
  const spent = { runId, proposalId, permitId: permit.permitId, stepDigest: permit.stepDigest }
  const sameAs = state.results.get(permit.stepDigest)
  if (sameAs && !data.force && !permit.force && isUndisputed(state, sameAs))
    return events({ type: 'RunAnsweredFromCache', data: { ...spent, sameAs: originalOf(state, sameAs) } })
  const environment = environmentFor(state, proposal.content.language)
  return events({ type: 'RunStarted', data: { ...spent, inputs: inputs.value, environment } })
}

/** The unspent, unexpired permit whose digest is, recomputed now, that of what would run. */
function permitToSpend(
  state: WorkspaceState,
  proposal: Proposal,
  at: Context['at'],
): Result<{ permit: Permit; digested: readonly DigestedInput[] }, Refusal> {
  const permit = proposal.permits.at(-1)
  if (proposal.status !== 'approved' || !permit) {
    const isSpent = permit?.spentBy !== undefined
    return err({
      code: isSpent ? 'permit-spent' : 'not-approved',
      detail: isSpent
        ? 'Its approval was used; a further run needs a further decision'
        : `The proposal is ${proposal.status}; nothing runs before a person has approved exactly it`,
    })
  }
  if (permit.spentBy) return err({ code: 'permit-spent', detail: 'Its approval was used' })
  if (millisecondsOf(at) >= millisecondsOf(permit.expiresAt))
    return err({ code: 'approval-expired', detail: `The approval was good until ${permit.expiresAt}` })
  const identity = identityOf(state, proposal)
  if (identity.state !== 'known' || identity.digest !== permit.stepDigest)
    return err({ code: 'digest-changed', detail: 'What would run is not what was approved' })
  const overridden = new Set(
    proposal.decisions.flatMap((one) => one.overrides.map((override) => override.constraintId)),
  )
  const broken = checksOf(state, proposal).find(
    (check) => check.status === 'broken' && !overridden.has(check.constraintId),
  )
  if (broken) return err({ code: 'constraint-broken', detail: `It breaks a constraint: ${broken.because}` })
  return ok({ permit, digested: identity.inputs })
}

function bindInputs(
  state: WorkspaceState,
  digested: readonly DigestedInput[],
): Result<readonly RunInput[], Refusal> {
  const bound: RunInput[] = []
  for (const { name, digest } of digested) {
    const named = resolve(state, name)
    if (named?.kind === 'dataset') {
      bound.push({ name, digest, artifact: named.dataset.current.digest })
      continue
    }
    const runId = state.results.get(digest)
    const run = runId && state.runs.get(runId)
    const artifact = run && artifactNamed(run, name)
    if (!runId || !artifact)
      return err({ code: 'input-not-ready', detail: `${name} has no result yet; run it first` })
    if (!isUndisputed(state, runId))
      return err({ code: 'input-disputed', detail: `The result of ${name} is disputed; settle that first` })
    bound.push({ name, digest, artifact: artifact.digest })
  }
  return ok(bound)
}

/** What answers from the cache is always the run that computed it. */
const originalOf = (state: WorkspaceState, runId: Run['runId']): Run['runId'] =>
  state.runs.get(runId)?.sameAs ?? runId

const isUndisputed = (state: WorkspaceState, runId: Run['runId']): boolean =>
  state.runs.get(runId)?.dispute === undefined

function finishRun(run: Run, { data }: CommandOf<'FinishRun'>): Verdict {
  if (run.status !== 'running') return refuse('not-running', `The run has ${run.status}`)
  const { runId, outcome } = data
  const finished: WorkspaceEvent = { type: 'RunFinished', data: { runId, outcome } }
  if (outcome.kind !== 'succeeded') return events(finished)
  const failed = outcome.asserts.filter((one) => !one.holds)
  const reason = failed
    .map(({ output, violations, predicate }) => {
      const where = output ? ` of ${output}` : ''
      return `${violations} rows${where} do not satisfy ${predicate}`
    })
    .join('; ')
  return events(
    ...artifactsIn(outcome).map((artifact) => ({
      type: 'ArtifactRecorded' as const,
      data: { runId, artifact },
    })),
    finished,
    ...(failed.length > 0 ? [{ type: 'ResultDisputed' as const, data: { runId, reason } }] : []),
  )
}

/** Nothing runs twice on one permit: a pure step whose run was lost gets one further permit, by this rule, once. */
function loseRun(state: WorkspaceState, run: Run, { data }: CommandOf<'LoseRun'>, { at }: Context): Verdict {
  if (run.status !== 'running') return refuse('not-running', `The run has ${run.status}`)
  const proposal = state.proposals.get(run.proposalId)
  const lost: WorkspaceEvent = { type: 'RunLost', data: { runId: run.runId, because: data.because } }
  const isFirstLoss = proposal?.permits.length === 1
  if (!proposal || !isFirstLoss || !isPure(proposal, run) || run.haltRequested) return events(lost)
  const expiresAt = later(at, state.policy.tiers.R1.expiresAfterMinutes)
  return events(lost, {
    type: 'RetryPermitted',
    data: {
      proposalId: proposal.proposalId,
      permitId: data.retryPermitId,
      stepDigest: run.stepDigest,
      afterRunId: run.runId,
      rule: 'a-pure-step-is-retried-once',
      expiresAt,
    },
  })
}

/** Python is pure by its sandbox, and without one it is not. */
const isPure = ({ content }: Proposal, run: Run): boolean =>
  content.language !== 'python' || run.environment['sandbox'] !== 'none'

import type { Draft } from '#shared/evolve/draft.ts'
import type { EventOf } from '#shared/event.ts'
import type { PermitId, ProposalId, RunId } from '#shared/ids.ts'
import type { ProposalStatus } from '#shared/proposal.ts'
import type { RecordedEvent, Run } from '#shared/workspace.ts'

type RunEvent = EventOf<
  | 'RunStarted'
  | 'RunAnsweredFromCache'
  | 'RunHaltRequested'
  | 'ArtifactRecorded'
  | 'RunFinished'
  | 'RunLost'
  | 'RunReconciled'
  | 'ResultAccepted'
  | 'ResultDisputed'
>

export function evolveRuns(draft: Draft, event: RunEvent, recorded: RecordedEvent): void {
  const { at } = recorded
  const change = (runId: RunId, part: Partial<Run>, status?: ProposalStatus, because?: string): void => {
    draft.runs.change(runId, (run) => ({ ...run, ...part }))
    const proposalId = draft.runs.get(runId)?.proposalId
    if (status && proposalId)
      draft.proposals.change(proposalId, (proposal) => ({
        ...proposal,
        status,
        ...(because ? { because } : {}),
      }))
  }

  switch (event.type) {
    case 'RunStarted':
      return start(draft, { ...event.data, status: 'running' }, recorded)
    case 'RunAnsweredFromCache': {
      const same = draft.runs.get(event.data.sameAs)
      if (!same) throw new Error(`The ledger answers from run ${event.data.sameAs}, which was never recorded`)
      const { inputs, environment, artifact, also, outcome } = same
      start(draft, { ...event.data, status: 'succeeded', inputs, environment }, recorded)
      change(
        event.data.runId,
        {
          finishedAt: at,
          ...(artifact ? { artifact } : {}),
          ...(also ? { also } : {}),
          ...(outcome ? { outcome } : {}),
        },
        'succeeded',
      )
      return
    }
    case 'RunHaltRequested':
      return change(event.data.runId, { haltRequested: true })
    case 'ArtifactRecorded': {
      const { runId, artifact } = event.data
      const before = draft.runs.get(runId)
      // The first output comes first.
      return change(runId, before?.artifact ? { also: [...(before.also ?? []), artifact] } : { artifact })
    }
    case 'RunFinished': {
      const { runId, outcome } = event.data
      change(runId, { status: outcome.kind, outcome, finishedAt: at }, outcome.kind)
      const run = draft.runs.get(runId)
      if (run && outcome.kind === 'succeeded') draft.results.set(run.stepDigest, runId)
      return
    }
    case 'RunLost':
      return change(
        event.data.runId,
        { status: 'indeterminate', finishedAt: at },
        'indeterminate',
        event.data.because,
      )
    case 'RunReconciled':
      return change(event.data.runId, { isReconciled: true })
    case 'ResultAccepted':
      draft.runs.change(event.data.runId, ({ dispute: _settled, ...run }) => run)
      return change(event.data.runId, {}, 'accepted', event.data.reason)
    case 'ResultDisputed':
      return change(event.data.runId, { dispute: event.data.reason }, 'disputed', event.data.reason)
  }
}

type Started = Pick<
  Run,
  'runId' | 'proposalId' | 'permitId' | 'stepDigest' | 'inputs' | 'environment' | 'status' | 'sameAs'
>

function start(draft: Draft, started: Started, { seq, at, actor }: RecordedEvent): void {
  const proposal = draft.proposals.get(started.proposalId)
  if (!proposal) throw new Error(`The ledger runs proposal ${started.proposalId}, which was never recorded`)
  draft.runs.set(started.runId, {
    ...started,
    stepId: proposal.stepId,
    policyVersion: draft.policy.version,
    by: actor,
    seq,
    startedAt: at,
    haltRequested: false,
    isReconciled: false,
  })
  spend(draft, started.proposalId, started.permitId, started.runId)
}

function spend(draft: Draft, proposalId: ProposalId, permitId: PermitId, runId: RunId): void {
  draft.proposals.change(proposalId, (proposal) => ({
    ...proposal,
    status: 'running',
    runIds: [...proposal.runIds, runId],
    permits: proposal.permits.map((permit) =>
      permit.permitId === permitId ? { ...permit, spentBy: runId } : permit,
    ),
  }))
}

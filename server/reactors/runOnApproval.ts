/** Starts what is approved as soon as what it reads has results. The gate decides; this only asks. */
import { artifactNamed } from '#shared/artifact.ts'
import { v7 as uuidv7 } from 'uuid'
import type { Reactor } from '#server/reactors/reactor.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import { RunId, type Digest, type ProposalId } from '#shared/ids.ts'
import { resolve } from '#shared/scope.ts'
import { identityOf } from '#shared/stepDigest.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

const SCHEDULER: Actor = { kind: 'system', id: 'scheduler' }

export function runOnApproval(report: (failure: unknown) => void): Reactor {
  const asking = new Set<ProposalId>()

  const ask = async (proposalId: ProposalId, host: WorkspaceHost): Promise<void> => {
    asking.add(proposalId)
    try {
      const runId = RunId.parse(uuidv7())
      const data = { runId, proposalId, force: false }
      await host.dispatch(newCommandId(), { type: 'StartRun', data }, SCHEDULER)
    } catch (failure) {
      report(failure)
    } finally {
      asking.delete(proposalId)
    }
  }

  return {
    name: 'runOnApproval',
    react(state, host) {
      for (const proposal of state.proposals.values())
        if (proposal.status === 'approved' && !asking.has(proposal.proposalId) && isReady(state, proposal))
          void ask(proposal.proposalId, host)
    },
    close: () => undefined,
  }
}

/** Everything that it reads is there and undisputed; the gate checks this again. */
function isReady(state: WorkspaceState, proposal: Proposal): boolean {
  if (proposal.change === 'remove') return false
  const identity = identityOf(state, proposal)
  return (
    identity.state === 'known' && identity.inputs.every(({ name, digest }) => hasResult(state, name, digest))
  )
}

function hasResult(state: WorkspaceState, name: string, digest: Digest): boolean {
  const named = resolve(state, name)
  if (named?.kind === 'dataset') return true
  const runId = state.results.get(digest)
  const run = runId && state.runs.get(runId)
  return run !== undefined && artifactNamed(run, name) !== undefined && run.dispute === undefined
}

/** Takes in what preflight saw. What is not understood, or goes round in a circle, is blocked: a failed preflight never approves. */
import { environmentFor } from '#shared/packages.ts'
import type { CommandOf } from '#shared/command.ts'
import { events, refuse, type Verdict } from '#shared/decide/context.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import { cycleOf } from '#shared/graph.ts'
import { isPending } from '#shared/proposal.ts'
import { digestOfName, digestOfStep, type DigestedInput } from '#shared/stepDigest.ts'
import { tierOf } from '#shared/tiers.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export function decidePreflight(state: WorkspaceState, { data }: CommandOf<'RecordPreflight'>): Verdict {
  const proposal = state.proposals.get(data.proposalId)
  if (!proposal) return refuse('not-found', 'There is no such proposal')
  if (!isPending(proposal.status)) return refuse('not-in-review', `The proposal is ${proposal.status}`)
  const moved = data.basis.find(({ name, digest }) => digestOfName(state, name) !== digest)
  if (moved) return refuse('inputs-changed', `${moved.name} changed while the proposal was analysed`)

  const { analysis } = data
  const inputs: DigestedInput[] = []
  const missing: string[] = []
  for (const { name } of analysis.reads) {
    const based = data.basis.find((one) => one.name === name)
    if (based) inputs.push(based)
    else missing.push(name)
  }
  const cycle = cycleOf(
    state,
    proposal,
    analysis.reads.map((read) => read.name),
  )
  const because = [
    ...analysis.findings.filter((finding) => finding.severity === 'deny').map((finding) => finding.text),
    ...(cycle ? [`It would read its own output: ${cycle.join(' → ')}.`] : []),
    ...(missing.length > 0 && !cycle ? [`${missing.join(', ')} is not ready to be read.`] : []),
  ]
  const environment = environmentFor(state, proposal.content.language)
  const given = tierOf(state, analysis)
  const completed: WorkspaceEvent = {
    type: 'PreflightCompleted',
    data: {
      proposalId: data.proposalId,
      analysis,
      asserts: data.asserts,
      inputs,
      stepDigest: digestOfStep(proposal.content, inputs, environment, state.policy.version),
      tier: given.tier,
      tierReasons: given.reasons,
    },
  }
  if (because.length === 0) return events(completed)
  return events(completed, { type: 'ProposalBlocked', data: { proposalId: data.proposalId, because } })
}

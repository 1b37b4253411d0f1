/** What a step is, as one digest: what a person approves, what may run, what the cache answers, what an auditor runs again. */
import { environmentFor } from '#shared/packages.ts'
import type { Environment } from '#shared/run.ts'
import { digestOfJson } from '#shared/digest.ts'
import { nameKey, type Digest, type ProposalId, type TableName } from '#shared/ids.ts'
import { resolve } from '#shared/scope.ts'
import { outputsAsText, type StepContent } from '#shared/step.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

export type DigestedInput = { readonly name: TableName; readonly digest: Digest }

export type StepIdentity =
  | { readonly state: 'known'; readonly digest: Digest; readonly inputs: readonly DigestedInput[] }
  /** Not analysed yet. */
  | { readonly state: 'unread' }
  /** A name that it reads stands for nothing now. */
  | { readonly state: 'missing'; readonly name: TableName }
  | { readonly state: 'cyclic'; readonly path: readonly string[] }

/** Title, rationale and position are not part of it; the names of the inputs are, in the order of their keys. */
export function digestOfStep(
  content: StepContent,
  inputs: readonly DigestedInput[],
  environment: Environment,
  policyVersion: number,
): Digest {
  return digestOfJson({
    kind: 'step',
    ...content,
    inputs: Object.fromEntries(inputs.map(({ name, digest }) => [nameKey(name), digest])),
    environment,
    policyVersion,
  })
}

/** Equal for a re-run: nothing that a person wrote differs. */
export const isSameContent = (one: StepContent, other: StepContent): boolean =>
  digestOfJson(one) === digestOfJson(other)

const known = new WeakMap<WorkspaceState, Map<ProposalId, StepIdentity>>()

/** The digest of a proposal as of this state, recomputed from the fold and from nothing else. */
export function identityOf(state: WorkspaceState, proposal: Proposal): StepIdentity {
  return identify(state, proposal, [])
}

function identify(state: WorkspaceState, proposal: Proposal, above: readonly Proposal[]): StepIdentity {
  const memory = known.get(state) ?? new Map<ProposalId, StepIdentity>()
  known.set(state, memory)
  const before = memory.get(proposal.proposalId)
  if (before) return before
  if (above.some((one) => one.proposalId === proposal.proposalId))
    return { state: 'cyclic', path: [...above, proposal].map((one) => outputsAsText(one.content)) }
  const identity = identifyFresh(state, proposal, above)
  if (identity.state !== 'cyclic') memory.set(proposal.proposalId, identity)
  return identity
}

function identifyFresh(state: WorkspaceState, proposal: Proposal, above: readonly Proposal[]): StepIdentity {
  if (!proposal.preflight) return { state: 'unread' }
  const inputs: DigestedInput[] = []
  for (const { name } of proposal.preflight.analysis.reads) {
    const named = resolve(state, name)
    if (!named) return { state: 'missing', name }
    if (named.kind === 'dataset') {
      inputs.push({ name, digest: named.dataset.current.contentDigest })
      continue
    }
    const upstream = identify(state, named.proposal, [...above, proposal])
    if (upstream.state !== 'known') return upstream.state === 'cyclic' ? upstream : { state: 'missing', name }
    inputs.push({ name, digest: upstream.digest })
  }
  const { content } = proposal
  const environment = environmentFor(state, content.language)
  return {
    state: 'known',
    inputs,
    digest: digestOfStep(content, inputs, environment, state.policy.version),
  }
}

/** The digest that a name stands for now, as it enters the digest of a step that reads it. */
export function digestOfName(state: WorkspaceState, name: string): Digest | undefined {
  const named = resolve(state, name)
  if (!named) return undefined
  if (named.kind === 'dataset') return named.dataset.current.contentDigest
  const identity = identityOf(state, named.proposal)
  return identity.state === 'known' ? identity.digest : undefined
}

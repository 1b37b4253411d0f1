/** What the side panel says of one node: who, when, why, and where it leads. */
import { nameOf } from '#client/workspace/names.ts'
import { counted, durationOf, whenOf } from '#client/workspace/when.ts'
import { artifactFacts } from '#client/features/lineage/artifactFacts.ts'
import { fact, type Fact, type NodeFacts } from '#client/features/lineage/facts.ts'
import { wordsOf } from '#shared/constraint.ts'
import { millisecondsOf } from '#shared/instant.ts'
import { lastProposalOf } from '#shared/scope.ts'
import type { Proposal, Run, WorkspaceState } from '#shared/workspace.ts'
import { outputsAsText } from '#shared/step.ts'

export function factsOf(state: WorkspaceState, nodeId: string): NodeFacts | undefined {
  const at = nodeId.indexOf(':')
  const id = nodeId.slice(at + 1)
  switch (nodeId.slice(0, at)) {
    case 'artifact':
      return artifactFacts(state, id)
    case 'step': {
      const step = [...state.steps.values()].find((one) => one.stepId === id)
      const last = step && lastProposalOf(state, step)
      return last && stepFacts(state, last, step.proposalIds.length)
    }
    case 'proposal': {
      const proposal = [...state.proposals.values()].find((one) => one.proposalId === id)
      return proposal && proposalFacts(state, proposal)
    }
    case 'run': {
      const run = [...state.runs.values()].find((one) => one.runId === id)
      return run && runFacts(state, run)
    }
    case 'decision':
      return decisionFacts(state, id)
    default:
      return writtenFacts(state, id)
  }
}

function stepFacts(state: WorkspaceState, last: Proposal, proposals: number): NodeFacts {
  const facts = proposalFacts(state, last)
  const runId = last.runIds.at(-1)
  const run = runId && state.runs.get(runId)
  return {
    ...facts,
    facts: [
      ...facts.facts,
      ...(proposals > 1 ? [fact('Versions', counted(proposals, 'proposal'))] : []),
      ...(run ? runLines(state, run) : []),
    ],
  }
}

function proposalFacts(state: WorkspaceState, proposal: Proposal): NodeFacts {
  const by = nameOf(state, proposal.author)
  const verdicts = proposal.decisions.map((one) =>
    fact(VERDICTS[one.verdict], `${nameOf(state, { kind: 'human', id: one.by })}, ${whenOf(one.at)}`),
  )
  const reasoned = proposal.decisions.findLast((one) => one.reason !== undefined)
  return {
    title: proposal.title,
    block: proposal.stepId,
    facts: [
      fact('Result', outputsAsText(proposal.content)),
      fact('Proposed', `${by}, ${whenOf(proposal.at)}`),
      fact('State', `${proposal.status}${proposal.because ? `: ${proposal.because}` : ''}`),
      ...verdicts,
    ],
    ...(reasoned?.reason
      ? {
          reason: {
            by: nameOf(state, { kind: 'human', id: reasoned.by }),
            words: reasoned.reason.text,
          },
        }
      : {}),
    ...(proposal.rationale
      ? { claim: { by, isAgent: proposal.author.kind === 'agent', words: proposal.rationale } }
      : {}),
    ...stepDigestOf(state, proposal),
  }
}

const VERDICTS = {
  approve: 'Approved',
  reject: 'Rejected',
  'request-changes': 'Changes requested',
} as const

function stepDigestOf(state: WorkspaceState, proposal: Proposal): Pick<NodeFacts, 'digest'> {
  const ran = proposal.runIds.map((id) => state.runs.get(id)).findLast((run) => run !== undefined)
  const digest = ran?.stepDigest ?? proposal.decisions.at(-1)?.stepDigest
  return digest ? { digest: { of: 'the step as it was countersigned', digest } } : {}
}

function runFacts(state: WorkspaceState, run: Run): NodeFacts {
  const title = state.proposals.get(run.proposalId)?.title ?? 'A run'
  return {
    title,
    block: run.stepId,
    facts: [...runLines(state, run), ...run.inputs.map((input) => fact('Read', input.name))],
    ...failureOf(run),
    digest: { of: 'the step that ran', digest: run.stepDigest },
  }
}

function runLines(state: WorkspaceState, run: Run): readonly Fact[] {
  const took = run.finishedAt && millisecondsOf(run.finishedAt) - millisecondsOf(run.startedAt)
  return [
    fact('Ran', `${whenOf(run.startedAt)}, started by ${nameOf(state, run.by)}`),
    fact('Outcome', `${run.status}${took === undefined ? '' : ` after ${durationOf(took)}`}`),
    ...(run.sameAs ? [fact('Answered', 'from the cache: the same step had run on the same data')] : []),
    ...(run.dispute === undefined ? [] : [fact('Disputed', run.dispute)]),
  ]
}

const failureOf = ({ outcome }: Run): Pick<NodeFacts, 'text'> =>
  outcome && outcome.kind !== 'succeeded' ? { text: outcome.message } : {}

function decisionFacts(state: WorkspaceState, id: string): NodeFacts | undefined {
  for (const proposal of state.proposals.values())
    for (const decision of proposal.decisions) {
      if (decision.decisionId !== id) continue
      const by = nameOf(state, { kind: 'human', id: decision.by })
      return {
        title: `${VERDICTS[decision.verdict]}: ${proposal.title}`,
        block: proposal.stepId,
        facts: [
          fact('Decided', `${by}, ${whenOf(decision.at)}`),
          fact('Meaning', decision.meaning),
          fact('Tier', `${decision.tier}, by policy ${decision.policyVersion}`),
          ...decision.overrides.map((one) => fact('Overruled a constraint', one.reason)),
        ],
        ...(decision.reason ? { reason: { by, words: decision.reason.text } } : {}),
        digest: { of: 'exactly what was decided on', digest: decision.stepDigest },
      }
    }
  return undefined
}

/** Objectives, constraints and conclusions: what somebody wrote. */
function writtenFacts(state: WorkspaceState, id: string): NodeFacts | undefined {
  const objective = [...state.objectives.values()].find((one) => one.objectiveId === id)
  if (objective)
    return {
      title: 'Objective',
      text: objective.text,
      block: id,
      facts: [
        fact('Written', nameOf(state, objective.writtenBy)),
        fact('Version', String(objective.version)),
        ...objective.acceptance.map((one) => fact('Accepted when', one)),
      ],
    }
  const constraint = [...state.constraints.values()].find((one) => one.constraintId === id)
  if (constraint)
    return {
      title: 'Constraint',
      text: constraint.text,
      block: id,
      facts: [
        fact('Written', nameOf(state, constraint.writtenBy)),
        ...constraint.checks.map((check) => fact('Enforced', wordsOf(check))),
      ],
    }
  const conclusion = state.conclusions.find((one) => one.turnId === id)
  if (!conclusion) return undefined
  return {
    title: 'Conclusion',
    text: conclusion.text,
    block: conclusion.objectiveId,
    facts: [
      fact('Concluded', `the agent, ${whenOf(conclusion.at)}`),
      ...conclusion.citations.map((one) => fact('Claims', one.claim)),
    ],
  }
}

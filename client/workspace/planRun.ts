/** A person's own run in one keystroke: the same proposal, preflight and decision as an agent's step, asked for one after the other. */
import { v7 as uuidv7 } from 'uuid'
import { checksOf } from '#shared/checks.ts'
import type { CommandOf } from '#shared/command.ts'
import type { Language } from '#shared/constraint.ts'
import {
  DecisionId,
  PermitId,
  ProposalId,
  type ObjectiveId,
  type PersonId,
  type StepId,
} from '#shared/ids.ts'
import { wantedIn, wantedOf } from '#shared/packages.ts'
import { isAbove } from '#shared/policy.ts'
import type { Finding } from '#shared/preflight.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { definitionOf, lastProposalOf } from '#shared/scope.ts'
import { DEFAULT_LIMITS, outputsIn, type Limits, type StepContent } from '#shared/step.ts'
import { identityOf } from '#shared/stepDigest.ts'
import { tierOf } from '#shared/tiers.ts'
import { viewDigestOf } from '#shared/view.ts'
import { isSolo, type Proposal, type Step, type WorkspaceState } from '#shared/workspace.ts'

export type DraftStep = {
  readonly stepId: StepId
  readonly language: Language
  readonly code: string
  /** As a person wrote it: one name, or of Python several with commas between. */
  readonly output: string
  readonly objectiveId?: ObjectiveId
}

export type RunFault = { readonly field: 'code' | 'output'; readonly detail: string }

export function proposalOfDraft(
  state: WorkspaceState,
  draft: DraftStep,
): Result<CommandOf<'ProposeStep'>, RunFault> {
  const outputs = outputsIn(draft.output)
  if (!outputs.ok) return err({ field: 'output', detail: outputs.error })
  if (draft.code.trim() === '') return err({ field: 'code', detail: 'There is nothing to run yet' })
  const step = state.steps.get(draft.stepId)
  const last = step && lastProposalOf(state, step)
  const isDefined = step !== undefined && definitionOf(state, step) !== undefined
  const content: StepContent = {
    language: draft.language,
    code: draft.code,
    parameters: last?.content.language === draft.language ? last.content.parameters : {},
    ...outputs.value,
    network: false,
    limits: limitsIn(state, draft.language),
  }
  return ok({
    type: 'ProposeStep',
    data: {
      proposalId: ProposalId.parse(uuidv7()),
      stepId: draft.stepId,
      change: isDefined ? 'change' : 'add',
      content,
      title: titleOf(draft),
      rationale: '',
      ...((step?.objectiveId ?? draft.objectiveId)
        ? { objectiveId: step?.objectiveId ?? draft.objectiveId }
        : {}),
      ...(last ? { supersedes: last.proposalId } : {}),
    },
  })
}

/** Asks for the step to go, as it stands: what is removed is decided on like any other change. */
export const removalOf = (
  { stepId, objectiveId }: Step,
  { content, title }: Proposal,
): CommandOf<'ProposeStep'> => ({
  type: 'ProposeStep',
  data: {
    proposalId: ProposalId.parse(uuidv7()),
    stepId,
    change: 'remove',
    content,
    title: `Remove: ${title}`.slice(0, 500),
    rationale: '',
    ...(objectiveId ? { objectiveId } : {}),
  },
})

/** Asks for an earlier version to stand again: as a new proposal, under today's policy. */
export function restorationOf(
  state: WorkspaceState,
  step: Step,
  { content, title, seq, objectiveId }: Proposal,
): CommandOf<'ProposeStep'> {
  const last = lastProposalOf(state, step)
  return {
    type: 'ProposeStep',
    data: {
      proposalId: ProposalId.parse(uuidv7()),
      stepId: step.stepId,
      change: definitionOf(state, step) ? 'change' : 'add',
      content: { ...content, limits: limitsIn(state, content.language) },
      title,
      rationale: `Brings back the version proposed at entry ${seq}.`,
      ...(objectiveId ? { objectiveId } : {}),
      ...(last ? { supersedes: last.proposalId } : {}),
    },
  }
}

const TITLES: Readonly<Record<Language, RegExp>> = {
  sql: /^\s*--\s*(.+)/,
  python: /^\s*#\s*(.+)/,
  chart: /"title"\s*:\s*"([^"]+)"/,
  packages: /(?!)/,
}

/** The first comment, a chart's title, or the output's name. */
export function titleOf({ language, code, output }: Pick<DraftStep, 'language' | 'code' | 'output'>): string {
  if (language === 'packages') {
    const wanted = wantedIn(wantedOf(code))
    return `Python packages${wanted.ok ? `: ${wanted.value.join(', ')}` : ''}`.slice(0, 500)
  }
  const comment = TITLES[language].exec(code)?.[1]
  return (comment?.trim() || output).slice(0, 500)
}

const FETCHING_SECONDS = 900

/** As much as the policy's default allows, and no more than the constraints do. */
function limitsIn(state: WorkspaceState, language: Language): Limits {
  let { seconds, rows } = DEFAULT_LIMITS
  // Files come as fast as a registry sends them.
  if (language === 'packages') seconds = Math.min(FETCHING_SECONDS, state.policy.limits.seconds)
  for (const { checks } of state.constraints.values())
    for (const check of checks) {
      if (check.kind === 'most-seconds') seconds = Math.min(seconds, check.seconds)
      if (check.kind === 'most-rows') rows = Math.min(rows, check.rows)
    }
  return { ...DEFAULT_LIMITS, seconds, rows }
}

export type AfterPreflight =
  | { readonly next: 'wait' }
  | { readonly next: 'blocked'; readonly findings: readonly Finding[]; readonly because: string }
  /** Harmless, and this person may decide on it. */
  | { readonly next: 'decide'; readonly command: CommandOf<'DecideProposal'> }
  /** It needs a look, or somebody else's. */
  | { readonly next: 'review' }
  | { readonly next: 'gone' }

export function afterPreflight(
  state: WorkspaceState,
  proposalId: ProposalId,
  personId: PersonId,
): AfterPreflight {
  const proposal = state.proposals.get(proposalId)
  if (!proposal || proposal.status === 'proposed') return { next: 'wait' }
  if (proposal.status === 'blocked') {
    const findings = proposal.preflight?.analysis.findings.filter((one) => one.severity === 'deny') ?? []
    return { next: 'blocked', findings, because: proposal.because ?? 'It can’t run as it is' }
  }
  if (proposal.status !== 'in-review' || !proposal.preflight) return { next: 'gone' }
  const { tier } = tierOf(state, proposal.preflight.analysis)
  const isBroken = checksOf(state, proposal).some((check) => check.status === 'broken')
  const mayDecide = isSolo(state) || state.policy.tiers[tier].authorsMayDecide
  const role = state.members.get(personId)?.role
  if (isAbove(tier, 'R1') || isBroken || !mayDecide || role === undefined || role === 'auditor')
    return { next: 'review' }
  const command = decisionOn(state, proposal, { verdict: 'approve', overrides: [] })
  return command ? { next: 'decide', command } : { next: 'review' }
}

/** A verdict on exactly what the fold shows now; undefined when it can't be decided on. */
export function decisionOn(
  state: WorkspaceState,
  proposal: Proposal,
  verdict: Pick<CommandOf<'DecideProposal'>['data'], 'verdict' | 'reason' | 'overrides' | 'force'>,
): CommandOf<'DecideProposal'> | undefined {
  const identity = identityOf(state, proposal)
  const stepDigest = identity.state === 'known' ? identity.digest : proposal.preflight?.stepDigest
  if (!stepDigest || (identity.state !== 'known' && verdict.verdict === 'approve')) return undefined
  return {
    type: 'DecideProposal',
    data: {
      decisionId: DecisionId.parse(uuidv7()),
      permitId: PermitId.parse(uuidv7()),
      proposalId: proposal.proposalId,
      stepDigest,
      viewDigest: viewDigestOf(state, proposal),
      ...verdict,
    },
  }
}

/** The playbook's next move from its plan and the record: propose, revise, ask, conclude or wait. Never the same proposal again. */
import { spokenResult } from '#agents/playbook/conclusion.ts'
import type { ReadResult } from '#agents/playbook/conclusions/readTable.ts'
import { answersIn, type Plan, proposalsIn, reasonQuestion } from '#agents/playbook/plan.ts'
import { isStatistic } from '#agents/playbook/intent.ts'
import type { PlacedStep } from '#agents/playbook/stepsOf.ts'
import type { SeenProposal, SeenRun } from '#agents/seen.ts'
import type { StoryItem, TurnContext } from '#agents/turnContext.ts'

export type Move =
  | { readonly kind: 'propose'; readonly step: PlacedStep }
  | { readonly kind: 'revise'; readonly step: PlacedStep; readonly of: SeenProposal }

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const sameCode = (a: string, b: string): boolean =>
  a.replaceAll(/\s+/g, ' ').trim() === b.replaceAll(/\s+/g, ' ').trim()

const REFUSED: ReadonlySet<SeenProposal['status']> = new Set([
  'rejected',
  'changes-requested',
  'blocked',
  'failed',
  'halted',
  'expired',
  'revoked',
  'voided',
])
const OPEN: ReadonlySet<SeenProposal['status']> = new Set([
  'proposed',
  'in-review',
  'approved',
  'running',
  'indeterminate',
])
/** Nobody judged these: the same code may be proposed again. */
const LAPSED: ReadonlySet<SeenProposal['status']> = new Set(['voided', 'expired'])
const MOST_ANSWERS = 3

export const latestOf = (story: readonly StoryItem[], output: string): SeenProposal | undefined =>
  proposalsIn(story).findLast(
    (one) => sameName(one.output, output) && one.status !== 'superseded' && one.status !== 'withdrawn',
  )

/** Proposals and revisions that are due, in the plan's order. */
export function movesOf(context: TurnContext, plan: Plan): readonly Move[] {
  return plan.draft.steps.flatMap((step): readonly Move[] => {
    const latest = latestOf(context.story, step.output)
    if (!latest)
      return wasRemoved(context.story, step) || awaitsRun(context.story, step, plan)
        ? []
        : [{ kind: 'propose', step }]
    if (latest.author === 'person') return []
    const isPuzzling = plan.puzzling.some(({ proposal }) => proposal.proposalId === latest.proposalId)
    if (isPuzzling || refusals(context.story, latest) >= MOST_ANSWERS) return []
    if (LAPSED.has(latest.status)) return [{ kind: 'revise', step, of: latest }]
    const isNew = !proposalsIn(context.story).some(
      (one) => sameName(one.output, step.output) && sameCode(one.code, step.code),
    )
    const isOpen = latest.status === 'in-review' || latest.status === 'proposed'
    const isDue = REFUSED.has(latest.status) || isOpen || step.isRedrawn === true
    return isNew && isDue ? [{ kind: 'revise', step, of: latest }] : []
  })
}

/** Only a run tells the columns of what Python makes: a chart of it can't be checked before. */
export function awaitsRun(story: readonly StoryItem[], step: PlacedStep, plan: Plan): boolean {
  const source = plan.draft.steps.find(
    (one) =>
      one.language === 'python' &&
      [one, ...(one.also ?? [])].some(({ output }) => step.code.includes(`"name": "${output}"`)),
  )
  return source !== undefined && step !== source && latestOf(story, source.output)?.status !== 'succeeded'
}

/** A step that was superseded or withdrawn with this very code was not wanted. */
const wasRemoved = (story: readonly StoryItem[], step: PlacedStep): boolean =>
  proposalsIn(story).some((one) => sameName(one.output, step.output) && sameCode(one.code, step.code))

const refusals = (story: readonly StoryItem[], latest: SeenProposal): number =>
  proposalsIn(story).filter(
    (one) =>
      one.stepId === latest.stepId && (one.status === 'rejected' || one.status === 'changes-requested'),
  ).length

export type Asking = { readonly text: string; readonly options: readonly string[] }

/** One question at a time: what a reviewer meant, what a word means, or where to begin. */
export function questionOf(context: TurnContext, plan: Plan, isAnythingDue: boolean): Asking | null {
  const asked = new Set(context.story.flatMap((item) => (item.kind === 'question' ? [item.text] : [])))
  const puzzle = plan.puzzling
    .map(({ proposal, reason }) => ({ text: reasonQuestion(proposal, reason), options: [] }))
    .find((one) => !asked.has(one.text))
  if (puzzle) return puzzle
  const question = plan.understanding.questions.find((one) => !asked.has(one.text))
  if (question) return question
  const isLost = plan.draft.steps.length === 0 && !isAnythingDue
  if (!isLost) return null
  const again =
    answersIn(context.story).length > 0
      ? ' Your answer did not help me either; please use names of columns.'
      : ''
  return {
    text: `${[...plan.understanding.assumptions, notUnderstood(plan) || 'I did not understand what you want to know.'].join(' ')}${again} I can profile, check, clean, count, total, average, rank, compare, follow over time, show a distribution, relate two numbers and join tables; with Python also correlate, look for outliers, forecast, cluster and predict. Where shall I begin?`,
    options: beginnings(plan, context),
  }
}

export const notUnderstood = (plan: Plan): string =>
  plan.understanding.unread.length === 0
    ? ''
    : `I did not understand this part: ${plan.understanding.unread.map((part) => `“${part}”`).join(', ')}.`

function beginnings(_plan: Plan, context: TurnContext): readonly string[] {
  return context.datasets.slice(0, 3).flatMap((dataset) => {
    const columns = dataset.columns.filter((column) => column.sensitivity === 'none')
    const number = columns.find(
      (column) => /INT|DOUBLE|DECIMAL|FLOAT/.test(column.type) && !/(^|_)id$|Id$/.test(column.name),
    )
    const text = columns.find((column) => column.type === 'VARCHAR')
    return [
      `Profile ${dataset.name}`,
      ...(number ? [`Distribution of ${number.name} in ${dataset.name}`] : []),
      ...(number && text ? [`Average ${number.name} by ${text.name} in ${dataset.name}`] : []),
    ]
  })
}

export type Standing = {
  readonly open: readonly SeenProposal[]
  readonly done: readonly {
    readonly step: PlacedStep
    readonly proposal: SeenProposal
    readonly run: SeenRun
  }[]
  readonly stuck: readonly SeenProposal[]
}

/** Where the plan's steps stand. */
export function standingOf(context: TurnContext, plan: Plan): Standing {
  const latest = plan.draft.steps.flatMap((step) => {
    const proposal = latestOf(context.story, step.output)
    return proposal ? [{ step, proposal }] : []
  })
  return {
    open: latest.flatMap(({ proposal }) => (OPEN.has(proposal.status) ? [proposal] : [])),
    done: latest.flatMap(({ step, proposal }) => {
      const { run } = proposal
      return run && (run.kind === 'table' || run.kind === 'chart') ? [{ step, proposal, run }] : []
    }),
    stuck: latest.flatMap(({ proposal }) => (REFUSED.has(proposal.status) ? [proposal] : [])),
  }
}

export type Cited = {
  readonly text: string
  readonly citations: readonly { readonly artifact: string; readonly claim: string }[]
}

export function conclusionOf(plan: Plan, standing: Standing, results: ReadonlyMap<string, SeenRun>): Cited {
  const claims: string[] = []
  const limits: string[] = []
  const citations: { readonly artifact: string; readonly claim: string }[] = []
  for (const { step, proposal } of standing.done)
    for (const told of [step, ...(step.also ?? []).map((one) => ({ ...step, ...one }))]) {
      const run = results.get(told.output.toLowerCase())
      if (run?.kind === 'chart')
        citations.push({ artifact: run.artifact, claim: `The chart “${proposal.title}”.`.slice(0, 2000) })
      if (run?.kind !== 'table') continue
      const result: ReadResult = {
        columns: run.columns.map((column) => column.name),
        rows: run.rows,
        totalRows: run.totalRows,
      }
      const spoken = spokenResult(told, result)
      if (isSpokenOf(told)) claims.push(spoken.claim)
      limits.push(
        ...spoken.limits,
        ...(told === step ? missingTold(step) : []),
        ...(run.dispute ? [`${told.output} is disputed: ${run.dispute}`] : []),
      )
      citations.push({ artifact: run.artifact, claim: spoken.claim.slice(0, 2000) })
    }
  const assumptions = [
    ...plan.understanding.assumptions,
    ...standing.done.flatMap(({ step }) => (isStatistic(step.intent) ? step.intent.told : [])),
  ]
  const stuck = standing.stuck.map(
    (one) => `“${one.title}” has no result (${one.status}), so it is left out.`,
  )
  const left =
    plan.draft.left.length > 0 ? [`Not done, to keep the review short: ${plan.draft.left.join('; ')}.`] : []
  const bounds = saidOnce([
    ...limits,
    ...assumptions,
    ...plan.draft.notes,
    ...stuck,
    ...left,
    notUnderstood(plan),
  ])
  const parts = [
    claims.map((claim) => `- ${claim}`).join('\n'),
    bounds.length > 0 ? `What to keep in mind:\n${bounds.map((one) => `- ${one}`).join('\n')}` : '',
  ]
  return {
    text:
      parts.filter((part) => part !== '').join('\n\n') || 'The steps ran, but there is no table to speak of.',
    citations,
  }
}

/** Tables that are made ready for others, and points for a chart, are cited and not spoken of. */
const isSpokenOf = ({ intent, part }: Pick<PlacedStep, 'intent' | 'part'>): boolean =>
  part === 'main' || (isStatistic(intent) && !['prepared', 'course', 'points'].includes(part))

/** A bound on the size of groups is told by the step that keeps it and by the wish that asked for it: once is enough. */
function saidOnce(lines: readonly string[]): readonly string[] {
  const said = new Map<string, string>()
  for (const line of lines) {
    const limit = /^Groups of fewer than \S+ rows are left out/.exec(line)?.[0] ?? line
    if (line !== '' && !said.has(limit)) said.set(limit, line)
  }
  return [...said.values()]
}

const missingTold = (step: PlacedStep): readonly string[] =>
  [
    ...step.rationale.matchAll(
      /[\d,.]+ of [\d,.]+ rows have no .+? and are left out(?: \(before filters\))?\.|Groups of fewer than [^.]*\.|Of [\d,]+ rows a fixed sample [^.]*\./g,
    ),
  ].map((match) => match[0])

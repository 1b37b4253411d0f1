/** How each tool reaches the port: arguments parsed, values masked, origins of what was read recorded. */
import { z } from 'zod'
import { maskedDescription, maskedProposal, maskedRun, maskedSample } from '#agents/masking.ts'
import type { AgentPort, Tainted } from '#agents/port.ts'
import type { ProposeStepAnswer, ProposeStepArguments } from '#agents/tools/act.ts'
import { TOOLS, type ToolName } from '#agents/tools/toolAnswer.ts'
import type { ProposalId, QuestionId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** What a call changed, as far as the turn must know. */
export type Effect =
  | { readonly kind: 'none' }
  | { readonly kind: 'proposed'; readonly proposalId: ProposalId }
  | { readonly kind: 'asked'; readonly questionId: QuestionId }
  | { readonly kind: 'concluded' }

export type Asked = {
  readonly answer: unknown
  readonly origins: readonly string[]
  readonly effect: Effect
  /** For the record, in a few words. */
  readonly outcome: string
}

/** Opens with whatever a model gave as arguments; an error says in words what is wrong with them. */
export type Door = (port: AgentPort, given: unknown, taint: Tainted) => Promise<Result<Asked, string>>

const door =
  <A>(schema: z.ZodType<A>, ask: (port: AgentPort, asked: A, taint: Tainted) => Promise<Asked>): Door =>
  async (port, given, taint) => {
    const parsed = schema.safeParse(cleaned(given))
    if (!parsed.success) return err(z.prettifyError(parsed.error))
    return ok(await ask(port, parsed.data, taint))
  }

const seen = (answer: object, origins: readonly string[]): Asked => {
  const refusal = 'refused' in answer && typeof answer.refused === 'string' ? answer.refused : undefined
  return {
    answer,
    origins,
    effect: { kind: 'none' },
    outcome: refusal === undefined ? 'answered' : `refused: ${refusal}`,
  }
}

export const DOORS: Readonly<Record<ToolName, Door>> = {
  list_datasets: door(TOOLS.list_datasets.arguments, async (port) => {
    const datasets = await port.listDatasets()
    const noPython = port.whyNoPython()
    return seen(
      { datasets, ...(noPython === undefined ? {} : { noPython }) },
      datasets.map((dataset) => `schema:${dataset.name}`),
    )
  }),
  describe_dataset: door(TOOLS.describe_dataset.arguments, async (port, { name }) => {
    const answer = await port.describeDataset(name)
    return 'refused' in answer
      ? seen(answer, [])
      : seen(maskedDescription(answer), [`dataset:${answer.name}`])
  }),
  sample_rows: door(TOOLS.sample_rows.arguments, async (port, { name, limit }) => {
    const answer = await port.sampleRows(name, limit)
    return 'refused' in answer ? seen(answer, []) : seen(maskedSample(answer), [`dataset:${answer.name}`])
  }),
  read_step: door(TOOLS.read_step.arguments, async (port, { step }) => {
    const answer = await port.readStep(step)
    if ('refused' in answer) return seen(answer, [])
    const origins = [`step:${answer.output}`, ...(answer.run ? [`result:${answer.output}`] : [])]
    return seen(maskedProposal(answer), origins)
  }),
  read_result: door(TOOLS.read_result.arguments, async (port, { name, limit }) => {
    const answer = await port.readResult(name, limit)
    if ('refused' in answer) return seen(answer, [])
    return seen(maskedRun(answer), [`result:${'name' in answer ? answer.name : name}`])
  }),
  read_lineage: door(TOOLS.read_lineage.arguments, async (port, { name }) => {
    const answer = await port.readLineage(name)
    return seen(answer, 'refused' in answer ? [] : answer.datasets.map((dataset) => `schema:${dataset}`))
  }),
  outline_plan: door(TOOLS.outline_plan.arguments, async (port, plan) =>
    seen(await port.outlinePlan(plan), []),
  ),
  propose_step: door(TOOLS.propose_step.arguments, async (port, step, taint) =>
    proposed(step, await port.proposeStep({ ...step, ...taint })),
  ),
  revise_step: door(TOOLS.revise_step.arguments, async (port, step, taint) =>
    proposed(step, await port.reviseStep({ ...step, ...taint })),
  ),
  ask_person: door(TOOLS.ask_person.arguments, async (port, question) => {
    const answer = await port.askPerson(question)
    if ('refused' in answer) return seen(answer, [])
    return {
      ...seen(answer, []),
      effect: { kind: 'asked', questionId: answer.questionId },
      outcome: answer.outcome,
    }
  }),
  conclude: door(TOOLS.conclude.arguments, async (port, conclusion) => {
    const answer = await port.conclude(conclusion)
    if ('refused' in answer) return seen(answer, [])
    return { ...seen(answer, []), effect: { kind: 'concluded' }, outcome: answer.outcome }
  }),
}

/** Findings quote names out of data, so they count as read. */
function proposed(step: ProposeStepArguments, answer: ProposeStepAnswer): Asked {
  if ('refused' in answer) return seen(answer, [])
  const asked = seen(answer, [`preflight:${step.output}`])
  if (answer.outcome === 'blocked') return { ...asked, outcome: `blocked: ${answer.proposalId}` }
  return {
    ...asked,
    effect: { kind: 'proposed', proposalId: answer.proposalId },
    outcome: `in review: ${answer.proposalId}, ${answer.tier}`,
  }
}

/** Many models write null for what they leave out; and the ledger admits no lone surrogate. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key.toWellFormed(), cleaned(inner)]),
  )
}

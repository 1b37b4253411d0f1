/** The playbook's next message as a pure function of the messages so far. */
import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { contextIn } from '#agents/contextIn.ts'
import { aboutMove } from '#agents/playbook/aboutMove.ts'
import { boundariesOf } from '#agents/playbook/boundaries.ts'
import { isProposing, renamings } from '#agents/playbook/freeName.ts'
import { type KnownTable, knownTableOf } from '#agents/playbook/knownTable.ts'
import {
  type Asking,
  awaitsRun,
  conclusionOf,
  type Move,
  movesOf,
  notUnderstood,
  questionOf,
  standingOf,
} from '#agents/playbook/moves.ts'
import { type Plan, planOf } from '#agents/playbook/plan.ts'
import type { Call, Done, Said } from '#agents/playbook/said.ts'
import type { SeenRun } from '#agents/seen.ts'
import { MOST_ROWS_SEEN } from '#agents/tools/look.ts'
import { answerIn } from '#agents/tools/toolAnswer.ts'
import type { TurnContext } from '#agents/turnContext.ts'

const MOST_TABLES = 12

export function nextMove(messages: readonly BaseMessage[]): Said {
  const context = contextIn(messages)
  if (!context) return { text: 'I am the playbook, and I found no objective to work on.', calls: [] }
  const done = doneIn(messages)
  if (context.about) return aboutMove(context, context.about, done)
  const names = readableNames(context)
  if (names.length === 0)
    return asking(
      {
        text: 'There is no dataset that I may read. Please add data, and say what you want to know.',
        options: [],
      },
      '',
      done,
    )
  if (!done.some((one) => one.name === 'describe_dataset')) return looking(names)
  const plan = planOf(context, tablesIn(context, done), noPythonIn(done))
  const moves = movesOf(context, plan)
  if (moves.length > 0 && !done.some((one) => isProposing(one.name))) return proposing(context, plan, moves)
  const mended = renamings(done)
  if (mended.length > 0) return { text: '', calls: mended }
  const standing = standingOf(context, plan)
  const question = questionOf(context, plan, moves.length > 0 || standing.open.length > 0)
  if (question) return asking(question, '', done)
  if (moves.length > 0 || standing.open.length > 0)
    return {
      text: waitingFor(
        plan,
        moves.length,
        standing.open.map((one) => one.title),
      ),
      calls: [],
    }
  if (standing.done.length === 0)
    return asking(
      {
        text: `None of my proposals stands${stuckTold(standing.stuck.map((one) => one.title))}. What shall I do instead?`,
        options: [],
      },
      '',
      done,
    )
  if (isConcluded(context))
    return asking(
      { text: 'I have answered what I understood. What else do you want to know?', options: [] },
      '',
      done,
    )
  const outputs = standing.done.flatMap(({ step }) => [
    step.output,
    ...(step.also ?? []).map(({ output }) => output),
  ])
  const results = resultsIn(done)
  const unread = outputs.filter(
    (output) => !results.has(output.toLowerCase()) && !wasAsked(done, 'read_result', output),
  )
  if (unread.length > 0)
    return {
      text: 'I read the results.',
      calls: unread.map((name) => ({ name: 'read_result', args: { name, limit: MOST_ROWS_SEEN } })),
    }
  if (done.some((one) => one.name === 'conclude')) return { text: '', calls: [] }
  const { text, citations } = conclusionOf(plan, standing, results)
  return { text: '', calls: [{ name: 'conclude', args: { text, citations } }] }
}

const Calls = z.array(z.object({ id: z.string().optional(), name: z.string(), args: z.unknown() }))

/** The tool calls of this turn with what was answered. */
function doneIn(messages: readonly BaseMessage[]): readonly Done[] {
  const answers = new Map(
    messages.flatMap((message) =>
      ToolMessage.isInstance(message) ? [[message.tool_call_id, message.text] as const] : [],
    ),
  )
  return messages.flatMap((message) => {
    if (!AIMessage.isInstance(message)) return []
    const calls = Calls.safeParse(message.tool_calls ?? [])
    return (calls.success ? calls.data : []).map((call) => ({
      name: call.name,
      args: call.args,
      answer: answers.get(call.id ?? '') ?? '',
    }))
  })
}

const named = z.object({ name: z.string() })

const wasAsked = (done: readonly Done[], tool: string, name: string): boolean =>
  done.some((one) => {
    const args = named.safeParse(one.args)
    return one.name === tool && args.success && args.data.name === name
  })

function limitsOf(context: TurnContext) {
  return boundariesOf(
    context.constraints,
    context.datasets.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) })),
  )
}

/** Datasets that the text names come first, then the largest. */
function readableNames(context: TurnContext): readonly string[] {
  const limits = limitsOf(context)
  const text = context.objective.text.toLowerCase()
  return context.datasets
    .filter((dataset) => limits.mayReadTable(dataset.name))
    .toSorted(
      (a, b) =>
        Number(text.includes(b.name.toLowerCase())) - Number(text.includes(a.name.toLowerCase())) ||
        b.rows - a.rows,
    )
    .slice(0, MOST_TABLES)
    .map((dataset) => dataset.name)
}

const looking = (names: readonly string[]): Said => ({
  text: 'I am the playbook: a rule-based assistant without a language model. I look at the data first.',
  calls: [
    { name: 'list_datasets', args: {} },
    ...names.map((name) => ({ name: 'describe_dataset', args: { name } })),
  ],
})

function tablesIn(context: TurnContext, done: readonly Done[]): readonly KnownTable[] {
  const limits = limitsOf(context)
  return done.flatMap((one) => {
    if (one.name !== 'describe_dataset') return []
    const answer = answerIn('describe_dataset', one.answer)
    if (!answer.ok || 'refused' in answer.value) return []
    const { name, rows, columns, duplicateRows } = answer.value
    const profile = { rows, columns, ...(duplicateRows === undefined ? {} : { duplicateRows }) }
    return [knownTableOf(name, profile, (column) => limits.mayReadColumn(name, column))]
  })
}

function noPythonIn(done: readonly Done[]): string | null {
  const listed = done.find((one) => one.name === 'list_datasets')
  const answer = listed && answerIn('list_datasets', listed.answer)
  return answer?.ok ? (answer.value.noPython ?? null) : null
}

function resultsIn(done: readonly Done[]): ReadonlyMap<string, SeenRun> {
  return new Map(
    done.flatMap((one): readonly (readonly [string, SeenRun])[] => {
      if (one.name !== 'read_result') return []
      const answer = answerIn('read_result', one.answer)
      const args = named.safeParse(one.args)
      return answer.ok && args.success && !('refused' in answer.value)
        ? [[args.data.name.toLowerCase(), answer.value]]
        : []
    }),
  )
}

function proposing(context: TurnContext, plan: Plan, moves: readonly Move[]): Said {
  const isFirst = context.plan.length === 0 || moves.every((move) => move.kind === 'propose')
  const outline: readonly Call[] = isFirst
    ? [
        {
          name: 'outline_plan',
          args: {
            steps: plan.draft.steps.map(({ title, language, rationale }) => ({
              title: title.slice(0, 500),
              language,
              purpose: rationale.slice(0, 2000),
            })),
          },
        },
      ]
    : []
  return {
    text: [
      notUnderstood(plan),
      ...plan.understanding.assumptions,
      ...plan.draft.notes,
      ...leftTold(plan),
      ...chartsTold(context, plan),
    ]
      .filter((part) => part !== '')
      .join(' '),
    calls: [...outline, ...moves.map(callOf)],
  }
}

const leftTold = (plan: Plan): readonly string[] =>
  plan.draft.left.length > 0 ? [`To keep the review short I leave out: ${plan.draft.left.join('; ')}.`] : []

const chartsTold = (context: TurnContext, plan: Plan): readonly string[] =>
  plan.draft.steps.some((step) => awaitsRun(context.story, step, plan))
    ? ['Charts of what Python makes follow when it has run, as only a run tells its columns.']
    : []

function callOf(move: Move): Call {
  const { title, language, code, output, rationale, also = [] } = move.step
  const alsoOutputs = also.length > 0 ? { alsoOutputs: also.map((one) => one.output) } : {}
  const args = { title: title.slice(0, 500), language, code, output, ...alsoOutputs, rationale }
  if (move.kind === 'propose') return { name: 'propose_step', args }
  const reason = move.of.reason ? ` Changed because you said: “${move.of.reason.text.slice(0, 500)}”.` : ''
  return {
    name: 'revise_step',
    args: { ...args, rationale: `${rationale}${reason}`.trim(), proposalId: move.of.proposalId },
  }
}

const asking = (question: Asking, text: string, done: readonly Done[]): Said =>
  done.some((one) => one.name === 'ask_person')
    ? { text: 'I wait for your answer.', calls: [] }
    : {
        text,
        calls: [
          { name: 'ask_person', args: { text: question.text, options: question.options.slice(0, 20) } },
        ],
      }

const waitingFor = (plan: Plan, due: number, titles: readonly string[]): string =>
  [
    due > 0 ? `I proposed ${due} ${due === 1 ? 'step' : 'steps'}.` : '',
    titles.length > 0 ? `Open: ${titles.join('; ')}.` : '',
    'I go on when you have decided.',
    notUnderstood(plan),
  ]
    .filter((part) => part !== '')
    .join(' ')

const stuckTold = (titles: readonly string[]): string =>
  titles.length === 0 ? '' : ` (${titles.join('; ')})`

/** Nothing happened since the last conclusion. */
const isConcluded = (context: TurnContext): boolean => context.story.at(-1)?.kind === 'conclusion'

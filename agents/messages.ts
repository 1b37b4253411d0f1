/** A turn's messages as a pure function of the record: after a restart they are the same, and an auditor can rebuild them. */
import { HumanMessage, SystemMessage, type BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { CONTEXT_KEY } from '#agents/contextIn.ts'
import { maskedProposal } from '#agents/masking.ts'
import { SYSTEM_PROMPT } from '#agents/prompts/system.ts'
import { aboutTextOf, storyTextOf } from '#agents/storyText.ts'
import type { SeenProposal } from '#agents/seen.ts'
import type { StoryItem, TurnContext } from '#agents/turnContext.ts'
import { fence } from '#agents/untrusted.ts'
import type { TurnCause } from '#shared/agentTurn.ts'
import { digestOf } from '#shared/digest.ts'
import type { Digest } from '#shared/ids.ts'
import { assertNever } from '#shared/result.ts'

/** Of a long story the latest items are told; the rest can be looked up with read_step. */
const MOST_ITEMS = 40

export function messagesOf(given: TurnContext): readonly BaseMessage[] {
  const context: TurnContext = {
    ...given,
    story: given.story.map(maskedItem),
    ...(given.about ? { about: { ...given.about, step: maskedProposal(given.about.step) } } : {}),
  }
  return [
    new SystemMessage(SYSTEM_PROMPT),
    new HumanMessage({ content: contextText(context), additional_kwargs: { [CONTEXT_KEY]: context } }),
  ]
}

const Call = z.object({ id: z.string().optional(), name: z.string(), args: z.unknown() })
const Calls = z.array(Call)

/** The text over which a recorded model call's `sent` digest is taken: kinds, texts and tool calls of all messages, in order. */
export function sentTextOf(messages: readonly BaseMessage[]): string {
  const sent = messages.map((message) => {
    const calls = Calls.safeParse('tool_calls' in message ? message.tool_calls : [])
    return [
      message.type,
      message.content,
      calls.success ? calls.data.map((one) => [one.id, one.name, one.args]) : [],
    ]
  })
  return JSON.stringify(sent)
}

export const sentDigestOf = (messages: readonly BaseMessage[]): Digest => digestOf(sentTextOf(messages))

/** Untrusted sources that the context itself quotes. `schema:` stands for names of columns and files, `result:` for rows and errors of a run. */
export function originsOf(context: TurnContext): readonly string[] {
  const origins = [
    ...context.datasets.map((dataset) => `schema:${dataset.name}`),
    ...context.story.flatMap((item) => (item.kind === 'proposal' ? originsOfStep(item.proposal) : [])),
    ...(context.about
      ? [...originsOfStep(context.about.step), `preflight:${context.about.step.output}`]
      : []),
  ]
  return [...new Set(origins)]
}

const originsOfStep = ({ output, run }: SeenProposal): readonly string[] =>
  run ? [`step:${output}`, `result:${output}`] : [`step:${output}`]

const maskedItem = (item: StoryItem): StoryItem =>
  item.kind === 'proposal' ? { ...item, proposal: maskedProposal(item.proposal) } : item

function contextText(context: TurnContext): string {
  const { objective, constraints, datasets, plan, story } = context
  const told = story.slice(-MOST_ITEMS)
  const sections: (readonly [string, readonly string[]])[] = [
    ['Objective', [objective.text]],
    ['It is met when', objective.acceptance.map((one) => `- ${one}`)],
    [
      'What must hold',
      constraints.map(
        ({ text, checks }) => `- ${text}${checks.length > 0 ? ` (enforced: ${checks.join('; ')})` : ''}`,
      ),
    ],
    [
      'Datasets',
      datasets.map((dataset) =>
        fence({ origins: [`schema:${dataset.name}`], content: JSON.stringify(dataset) }),
      ),
    ],
    [
      'Your plan so far',
      plan.map((step, at) => `${at + 1}. ${step.title} (${step.language}): ${step.purpose}`),
    ],
    [
      'What happened so far',
      [
        ...(told.length < story.length ? [`(${story.length - told.length} earlier items are left out)`] : []),
        ...told.map(storyTextOf),
      ],
    ],
    ['The step that a person asks about', context.about ? [aboutTextOf(context.about)] : []],
    ['Now', [causeText(context.cause), ...(context.about ? [ABOUT_NOW] : [])]],
  ]
  return sections
    .filter(([, parts]) => parts.length > 0)
    .map(([title, parts]) => `# ${title}\n${parts.join('\n\n')}`)
    .join('\n\n')
}

const ABOUT_NOW =
  'Answer what the person asks about that step, and do no more. If it must be mended, revise it with revise_step, changing no more than is needed, and say plainly in the rationale what was wrong. If it is a question, answer it with conclude from what is recorded here or what you can look up, citing its artifact if it has one. If it runs again after your revision, conclude with what became of it.'

function causeText(cause: TurnCause): string {
  switch (cause.kind) {
    case 'asked':
      return cause.about ? 'A person asks about one step.' : 'A person asks for your next steps.'
    case 'decided':
      return `A person decided on proposal ${cause.proposalId}. Take that into account and go on.`
    case 'answered':
      return 'A person answered your question. Go on.'
    case 'run-finished':
      return `Run ${cause.runId} has ended. Read its result and go on: the next step, or the conclusion.`
    case 'resumed':
      return 'Your last turn was cut short. Go on from what is there.'
    default:
      return assertNever(cause)
  }
}

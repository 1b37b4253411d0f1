/**
 * One turn of an agent: LangChain's loop over our tools, from messages that are a function of the record.
 * It always ends in a `TurnOutcome`; what it did on the way stands in the record, call by call.
 */
import { AIMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { createAgent, createMiddleware } from 'langchain'
import { messagesOf, originsOf } from '#agents/messages.ts'
import type { OpenedModel } from '#agents/models.ts'
import type { AgentPort } from '#agents/port.ts'
import { createModelRound, PATIENCE, type Patience } from '#agents/modelRound.ts'
import { createToolRound } from '#agents/toolRound.ts'
import { TOOLS } from '#agents/tools/toolAnswer.ts'
import type { StoryItem, TurnContext } from '#agents/turnContext.ts'
import { createTurnMeter } from '#agents/turnMeter.ts'
import { failureOf } from '#agents/modelFailure.ts'
import type { TurnEnding, TurnOutcome } from '#agents/turnOutcome.ts'
import type { TurnBudget } from '#shared/agentTurn.ts'
import { isPending } from '#shared/proposal.ts'

export type TurnAsked = {
  readonly context: TurnContext
  readonly port: AgentPort
  readonly model: OpenedModel
  readonly budget: TurnBudget
  readonly signal: AbortSignal
  /** The model's words as they come. `attempt` counts its calls: words of an earlier attempt that failed are void. */
  readonly onText: (text: string, attempt: number) => void
  readonly patience?: Patience
}

/** For binding only: every call goes through `wrapToolCall`, none through the tool's own function. */
const boundTools = Object.entries(TOOLS).map(([name, { description, arguments: schema }]) =>
  tool(() => Promise.reject(new Error('A tool was called past the turn')), { name, description, schema }),
)

export async function runTurn(asked: TurnAsked): Promise<TurnOutcome> {
  const { context, port, model, budget, signal, onText } = asked
  const bound = bindTools(model)
  const meter = createTurnMeter(budget, signal, originsOf(context))
  const callTool = createToolRound(port, meter)
  const callModel = createModelRound({
    model,
    bound,
    meter,
    patience: asked.patience ?? PATIENCE,
    record: (call) => port.record(call),
    onText,
    isOpenBefore: context.story.some(isOpen),
    onMalformed: callTool.expectMalformed,
  })
  const agent = createAgent({
    model: model.model,
    tools: boundTools,
    middleware: [
      createMiddleware({
        name: 'CountersignTurn',
        // An answer without tool calls ends the loop; that is how an ending leaves it.
        wrapModelCall: async ({ messages }) => (await callModel(messages)) ?? new AIMessage(''),
        wrapToolCall: ({ toolCall }) => callTool.call(toolCall),
      }),
    ],
  })
  try {
    await agent.invoke({ messages: [...messagesOf(context)] }, { recursionLimit: budget.modelCalls * 3 + 10 })
  } catch (error) {
    meter.failWorkspace(error)
  } finally {
    meter.clear()
  }
  const ending: TurnEnding = meter.ending() ?? {
    end: 'failed',
    ...failureOf('no-action', 'The loop ended without an outcome.'),
  }
  return { ...ending, spent: meter.spent() }
}

/** Something goes on without the agent: a person will decide or answer, or a run will end, and that starts the next turn. */
function isOpen(item: StoryItem): boolean {
  if (item.kind === 'question') return item.answer === undefined
  if (item.kind !== 'proposal') return false
  const { status } = item.proposal
  return isPending(status) || status === 'approved' || status === 'running'
}

function bindTools({ model }: OpenedModel) {
  if (!model.bindTools) throw new Error('This model cannot call tools')
  return model.bindTools(boundTools)
}

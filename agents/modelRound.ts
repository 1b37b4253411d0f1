/** The model's part of a turn: calls it within budget, tries again where that can help, and says when the turn is over. */
import { setTimeout as wait } from 'node:timers/promises'
import { HumanMessage, type AIMessage, type BaseMessage } from '@langchain/core/messages'
import { callModel, type BoundModel, type ModelAnswer } from '#agents/callModel.ts'
import { sentDigestOf, sentTextOf } from '#agents/messages.ts'
import { failureOf, type ModelFailure } from '#agents/modelFailure.ts'
import type { OpenedModel } from '#agents/models.ts'
import type { TurnMeter } from '#agents/turnMeter.ts'
import type { AgentCall } from '#shared/agentTurn.ts'
import type { Result } from '#shared/result.ts'

/** How long one call may take, how often a passing failure is tried again, and how long we wait between. */
export type Patience = {
  readonly callSeconds: number
  readonly attempts: number
  readonly firstWaitMs: number
  readonly longestWaitMs: number
}

export const PATIENCE: Patience = { callSeconds: 120, attempts: 3, firstWaitMs: 500, longestWaitMs: 15_000 }

/** So many answers in a row with a call that can't be read, and the turn gives up. */
const MOST_MALFORMED = 3

const NUDGE =
  'You called no tool, and nothing waits for a person. Propose a step, ask the person, or conclude from results that exist.'

type ModelRound = {
  readonly model: OpenedModel
  readonly bound: BoundModel
  readonly meter: TurnMeter
  readonly patience: Patience
  readonly record: (call: AgentCall) => Promise<void>
  readonly onText: (text: string, attempt: number) => void
  /** Proposals from before this turn wait for a person. */
  readonly isOpenBefore: boolean
  readonly onMalformed: (why: ReadonlyMap<string, string>) => void
}

/** Answers with the model's next message that calls tools, or undefined when the turn is over. */
export function createModelRound(round: ModelRound) {
  const { meter, model } = round
  let malformedInARow = 0
  let nudged = false

  return async function next(messages: readonly BaseMessage[]): Promise<AIMessage | undefined> {
    const answer = await answerWithPatience(round, messages)
    if (!answer) return undefined
    const { message, malformed, text } = answer
    if (message.tool_calls && message.tool_calls.length > 0) {
      malformedInARow = malformed.size > 0 ? malformedInARow + 1 : 0
      if (malformedInARow >= MOST_MALFORMED) {
        meter.fail(
          failureOf(
            'malformed',
            `${model.name} called tools with arguments that can't be read, ${malformedInARow} times in a row.`,
          ),
        )
        return undefined
      }
      round.onMalformed(malformed)
      return message
    }
    const atRest = meter.endingAtRest(round.isOpenBefore, text.trim().slice(0, 2000))
    if (atRest) {
      meter.end(atRest)
      return undefined
    }
    if (nudged) {
      const words = text.trim() === '' ? 'It answered nothing.' : `It said: ${text.trim()}`
      meter.fail(failureOf('no-action', `${model.name} proposed, asked and concluded nothing. ${words}`))
      return undefined
    }
    nudged = true
    const said = text.trim() === '' ? [] : [message]
    return next([...messages, ...said, new HumanMessage(NUDGE)])
  }
}

async function answerWithPatience(
  round: ModelRound,
  messages: readonly BaseMessage[],
): Promise<ModelAnswer | undefined> {
  const { meter, patience } = round
  for (let attempt = 1; ; attempt += 1) {
    if (meter.ending() ?? meter.endingBeforeModel()) return undefined
    const answer = await callOnce(round, messages)
    if (answer.ok) return answer.value
    if (meter.ending()) return undefined
    const waitMs = answer.error.retryAfterMs ?? patience.firstWaitMs * 2 ** (attempt - 1)
    if (!answer.error.isPassing || attempt >= patience.attempts || waitMs > patience.longestWaitMs) {
      meter.fail(answer.error)
      return undefined
    }
    await wait(waitMs, undefined, { signal: meter.signal }).catch(() => undefined)
  }
}

async function callOnce(
  { model, bound, meter, patience, record, onText }: ModelRound,
  messages: readonly BaseMessage[],
): Promise<Result<ModelAnswer, ModelFailure>> {
  meter.countModelCall()
  const attempt = meter.spent().modelCalls
  const startedAt = performance.now()
  const answer = await callModel({
    model: bound,
    messages,
    seconds: patience.callSeconds,
    signal: meter.signal,
    saysWhenDone: model.kind === 'provider',
    callId: (at) => `call_${attempt}_${at}`,
    onText: (text) => onText(text, attempt),
  })
  const { inputTokens, outputTokens } = answer.ok ? answer.value : { inputTokens: 0, outputTokens: 0 }
  meter.countTokens(
    inputTokens,
    outputTokens,
    sentTextOf(messages).length,
    answer.ok ? answer.value.text.length : 0,
  )
  await record({
    kind: 'model',
    model: model.name.slice(0, 200),
    inputTokens,
    outputTokens,
    milliseconds: Math.round(performance.now() - startedAt),
    sent: sentDigestOf(messages),
    outcome: outcomeOf(answer).slice(0, 2000).toWellFormed(),
  })
  return answer
}

function outcomeOf(answer: Result<ModelAnswer, ModelFailure>): string {
  if (!answer.ok) return `${answer.error.reason}: ${answer.error.detail}`
  const calls = answer.value.message.tool_calls ?? []
  return calls.length > 0
    ? `calls ${calls.map((call) => call.name).join(', ')}`
    : answer.value.text || 'says nothing'
}

/** One call of a model: streamed, bounded in time, its answer read strictly. It ends in an answer or in a failure, never in neither. */
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import { addChunk, noParts, type AnswerParts, type CallParts } from '#agents/answerParts.ts'
import { modelFailure, modelFailureOf, type ModelFailure } from '#agents/modelFailure.ts'
import { deadlineIn, raceAbort } from '#agents/deadline.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** What of LangChain's chat model with tools bound we use. */
export type BoundModel = {
  readonly stream: (
    messages: BaseMessage[],
    options: { signal: AbortSignal },
  ) => Promise<AsyncIterable<BaseMessage>>
}

export type ModelAnswer = {
  readonly message: AIMessage
  readonly text: string
  /** Id of a call → why its arguments can't be read. In the message such a call has no arguments. */
  readonly malformed: ReadonlyMap<string, string>
  readonly inputTokens: number
  readonly outputTokens: number
}

export type ModelCall = {
  readonly model: BoundModel
  readonly messages: readonly BaseMessage[]
  readonly seconds: number
  readonly signal: AbortSignal
  /** A provider says when its answer is whole; without that word it is not. Models of our own need not. */
  readonly saysWhenDone: boolean
  /** Makes ids for calls that came without. Unique in the turn. */
  readonly callId: (at: number) => string
  readonly onText: (text: string) => void
}

export async function callModel(call: ModelCall): Promise<Result<ModelAnswer, ModelFailure>> {
  const parts = noParts()
  const late = deadlineIn(call.seconds * 1000)
  const signal = AbortSignal.any([call.signal, late.signal])
  try {
    await raceAbort(streamInto(parts, call, signal), signal)
  } catch (error) {
    if (late.signal.aborted && !call.signal.aborted)
      return err(modelFailure('timed-out', `The model did not answer within ${call.seconds} s.`))
    return err(modelFailureOf(error, parts.hasBegun))
  } finally {
    late.clear()
  }
  return answerOf(parts, call)
}

async function streamInto(parts: AnswerParts, call: ModelCall, signal: AbortSignal): Promise<void> {
  for await (const chunk of await call.model.stream([...call.messages], { signal })) {
    if (signal.aborted) return
    const text = addChunk(parts, chunk)
    if (text !== '') call.onText(text)
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['refusal', 'content_filter'])
const CUT_OFF: ReadonlySet<string> = new Set(['length', 'max_tokens', 'model_context_window_exceeded'])

function answerOf(parts: AnswerParts, call: ModelCall): Result<ModelAnswer, ModelFailure> {
  if (parts.refusal !== '' || REFUSALS.has(parts.finish)) {
    const words = parts.refusal || parts.text || 'it gave no reason'
    return err(modelFailure('refusal', `The model declined: ${words}`))
  }
  if (CUT_OFF.has(parts.finish))
    return err(
      modelFailure('cut-off', 'The answer was cut off at the longest length that the model may write.'),
    )
  if (call.saysWhenDone && parts.finish === '')
    return err(modelFailure('broken-answer', 'The answer broke off before its end.'))
  const calls = parts.calls.map((one, at) => ({ ...one, id: one.id || call.callId(at) }))
  const read = calls.map((one) => ({ id: one.id, name: one.name, arguments: argumentsOf(one) }))
  return ok({
    message: new AIMessage({
      content: parts.text,
      tool_calls: read.map((one) => ({
        id: one.id,
        name: one.name,
        args: one.arguments.ok ? one.arguments.value : {},
        type: 'tool_call' as const,
      })),
    }),
    text: parts.text,
    malformed: new Map(
      read.flatMap((one) => (one.arguments.ok ? [] : [[one.id, one.arguments.error] as const])),
    ),
    inputTokens: parts.inputTokens,
    outputTokens: parts.outputTokens,
  })
}

function argumentsOf({ text }: CallParts): Result<Record<string, unknown>, string> {
  if (text.trim() === '') return ok({})
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? ok(value) : err('The arguments are not a JSON object.')
  } catch (error) {
    return err(`The arguments are not valid JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

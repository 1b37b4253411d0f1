/** Puts a streamed answer together. Arguments of tool calls are parsed only whole and only strictly: LangChain's own joining repairs broken JSON, and half a query must never pass for one. */
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'

export type CallParts = { readonly index: number; id: string; name: string; text: string }

export type AnswerParts = {
  text: string
  readonly calls: CallParts[]
  inputTokens: number
  outputTokens: number
  refusal: string
  /** The provider's word for why the answer ended; empty as long as none came. */
  finish: string
  hasBegun: boolean
}

export const noParts = (): AnswerParts => ({
  text: '',
  calls: [],
  inputTokens: 0,
  outputTokens: 0,
  refusal: '',
  finish: '',
  hasBegun: false,
})

const CallChunk = z.object({
  index: z.number().optional(),
  id: z.string().nullish(),
  name: z.string().nullish(),
  args: z.string().nullish(),
})

const Usage = z.object({ input_tokens: z.number().catch(0), output_tokens: z.number().catch(0) })

/** Ends of an answer as OpenAI, Anthropic and Ollama name them. */
const Ends = z.object({
  finish_reason: z.string().nullish(),
  stop_reason: z.string().nullish(),
  done_reason: z.string().nullish(),
})

const Raw = z.object({
  __raw_response: z.object({
    choices: z.array(z.object({ delta: z.object({ refusal: z.string().nullish() }) })),
  }),
})

/** Adds one chunk; answers with the text that it brought. */
export function addChunk(parts: AnswerParts, chunk: AIMessageChunk | BaseMessage): string {
  parts.hasBegun = true
  const callChunks = z.array(CallChunk).safeParse('tool_call_chunks' in chunk ? chunk.tool_call_chunks : [])
  const streamed = callChunks.success ? callChunks.data : []
  for (const piece of streamed) addCallChunk(parts.calls, piece)
  if (streamed.length === 0) addWholeCalls(parts.calls, chunk)
  const usage = Usage.safeParse('usage_metadata' in chunk ? chunk.usage_metadata : undefined)
  if (usage.success) {
    // What is reported along the way is a total so far, never an addition.
    parts.inputTokens = Math.max(parts.inputTokens, usage.data.input_tokens)
    parts.outputTokens = Math.max(parts.outputTokens, usage.data.output_tokens)
  }
  for (const place of [chunk.response_metadata, chunk.additional_kwargs]) {
    const ends = Ends.safeParse(place)
    if (ends.success)
      parts.finish ||= ends.data.finish_reason ?? ends.data.stop_reason ?? ends.data.done_reason ?? ''
  }
  const raw = Raw.safeParse(chunk.additional_kwargs)
  if (raw.success)
    for (const choice of raw.data.__raw_response.choices) parts.refusal += choice.delta.refusal ?? ''
  parts.text += chunk.text
  return chunk.text
}

/** Pieces belong together by index. Some servers give every call the index 0: there a new id begins a new call. */
function addCallChunk(calls: CallParts[], piece: z.infer<typeof CallChunk>): void {
  const id = piece.id ?? ''
  const known = calls.findLast((one) => piece.index === undefined || one.index === piece.index)
  const isNew = !known || (id !== '' && known.id !== '' && id !== known.id)
  const call = isNew ? { index: piece.index ?? calls.length, id: '', name: '', text: '' } : known
  if (isNew) calls.push(call)
  call.id ||= id
  call.name += piece.name ?? ''
  call.text += piece.args ?? ''
}

/** A model that does not stream hands over its calls whole. */
function addWholeCalls(calls: CallParts[], chunk: AIMessageChunk | BaseMessage): void {
  const Whole = z.array(z.object({ id: z.string().optional(), name: z.string(), args: z.unknown() }))
  const Broken = z.array(
    z.object({ id: z.string().optional(), name: z.string().optional(), args: z.string().optional() }),
  )
  const whole = Whole.safeParse('tool_calls' in chunk ? chunk.tool_calls : [])
  for (const one of whole.success ? whole.data : [])
    calls.push({
      index: calls.length,
      id: one.id ?? '',
      name: one.name,
      text: JSON.stringify(one.args ?? {}),
    })
  const broken = Broken.safeParse('invalid_tool_calls' in chunk ? chunk.invalid_tool_calls : [])
  for (const one of broken.success ? broken.data : [])
    calls.push({ index: calls.length, id: one.id ?? '', name: one.name ?? '', text: one.args ?? '' })
}

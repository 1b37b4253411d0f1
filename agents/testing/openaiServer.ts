/** OpenAI's chat completions as they stream: chunks with deltas, tool calls by index, usage last, then [DONE]. */
import { sendEvents, type Reaction } from '#agents/testing/providerServer.ts'

type WireCall = { readonly name: string; readonly arguments: string }
export type WireAnswer = {
  readonly text?: string
  readonly calls?: readonly WireCall[]
  readonly refusal?: string
  readonly finish?: string
  /** How many characters of arguments come in one delta. */
  readonly step?: number
  /** Break off after so many events. */
  readonly breakAfter?: number
  readonly breakBy?: 'close' | 'reset' | 'hang'
  readonly piece?: number
  /** As some compatible servers do: every call has the index 0, or none has an id. */
  readonly quirk?: 'same-index' | 'no-id'
}

export const piecesOf = (text: string, size: number): string[] => {
  const letters = Array.from(text)
  return Array.from({ length: Math.ceil(letters.length / size) }, (_, at) =>
    letters.slice(at * size, (at + 1) * size).join(''),
  )
}

export const openaiAnswer =
  (answer: WireAnswer): Reaction =>
  async (response, _request, at) => {
    const chunk = (delta: unknown, finish: string | null = null) => ({
      data: {
        id: `chatcmpl-${at}`,
        object: 'chat.completion.chunk',
        created: 1_700_000_000 + at,
        model: 'gpt-test',
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      },
    })
    const calls = answer.calls ?? []
    const indexOf = (index: number): number => (answer.quirk === 'same-index' ? 0 : index)
    const finish = answer.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop')
    const events = [
      chunk({ role: 'assistant', content: answer.refusal === undefined ? '' : null }),
      ...piecesOf(answer.text ?? '', 3).map((content) => chunk({ content })),
      ...piecesOf(answer.refusal ?? '', 3).map((refusal) => chunk({ refusal })),
      ...calls.flatMap((call, index) => [
        chunk({
          tool_calls: [
            {
              index: indexOf(index),
              ...(answer.quirk === 'no-id' ? {} : { id: `call_${at}_${index}` }),
              type: 'function',
              function: { name: call.name, arguments: '' },
            },
          ],
        }),
        ...piecesOf(call.arguments, answer.step ?? 5).map((text) =>
          chunk({ tool_calls: [{ index: indexOf(index), function: { arguments: text } }] }),
        ),
      ]),
      chunk({}, finish),
      {
        data: {
          id: `chatcmpl-${at}`,
          object: 'chat.completion.chunk',
          created: 1_700_000_000 + at,
          model: 'gpt-test',
          choices: [],
          usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 },
        },
      },
      { data: '[DONE]' },
    ]
    if (answer.breakAfter === undefined) return sendEvents(response, events, { piece: answer.piece ?? 7 })
    return sendEvents(response, events.slice(0, answer.breakAfter), { end: answer.breakBy ?? 'close' })
  }

export const openaiError = (message: string, code: string | null = null) => ({
  error: { message, type: 'error', param: null, code },
})

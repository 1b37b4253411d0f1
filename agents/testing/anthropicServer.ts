/** Anthropic's messages as they stream: message_start, blocks with deltas, message_delta with the reason to stop, message_stop. */
import { piecesOf, type WireAnswer } from '#agents/testing/openaiServer.ts'
import { sendEvents, type Reaction } from '#agents/testing/providerServer.ts'

export const anthropicAnswer =
  (answer: WireAnswer): Reaction =>
  async (response, _request, at) => {
    const event = (type: string, rest: object) => ({ event: type, data: { type, ...rest } })
    const calls = answer.calls ?? []
    const text = answer.text ?? answer.refusal ?? ''
    const stop =
      answer.finish ?? (answer.refusal !== undefined ? 'refusal' : calls.length > 0 ? 'tool_use' : 'end_turn')
    const first = text === '' ? 0 : 1
    const events = [
      event('message_start', {
        message: {
          id: `msg_${at}`,
          type: 'message',
          role: 'assistant',
          model: 'claude-test',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 120, output_tokens: 1 },
        },
      }),
      event('ping', {}),
      ...(text === ''
        ? []
        : [
            event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
            ...piecesOf(text, 4).map((piece) =>
              event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: piece } }),
            ),
            event('content_block_stop', { index: 0 }),
          ]),
      ...calls.flatMap((call, at_) => {
        const index = first + at_
        return [
          event('content_block_start', {
            index,
            content_block: { type: 'tool_use', id: `toolu_${at}_${at_}`, name: call.name, input: {} },
          }),
          ...['', ...piecesOf(call.arguments, answer.step ?? 5)].map((piece) =>
            event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: piece } }),
          ),
          event('content_block_stop', { index }),
        ]
      }),
      event('message_delta', {
        delta: { stop_reason: stop, stop_sequence: null },
        usage: { output_tokens: 30 },
      }),
      event('message_stop', {}),
    ]
    if (answer.breakAfter === undefined) return sendEvents(response, events, { piece: answer.piece ?? 7 })
    return sendEvents(response, events.slice(0, answer.breakAfter), { end: answer.breakBy ?? 'close' })
  }

export const anthropicError = (type: string, message: string) => ({ type: 'error', error: { type, message } })

import { describe, expect, it } from 'vitest'
import { openaiAnswer } from '#agents/testing/openaiServer.ts'
import type { Reaction } from '#agents/testing/providerServer.ts'
import { done, look, odd, propose, turnWith, WIRES, type Wire } from '#agents/testing/wireTurn.ts'

describe('Over the wire of a compatible server', () => {
  it.each(['same-index', 'no-id'] as const)('keeps two calls apart that come with %s', async (quirk) => {
    const [openai] = WIRES
    if (!openai) throw new Error('No wire')
    const { port, outcome } = await turnWith(openai, [
      openaiAnswer({ calls: [look, propose], quirk }),
      openaiAnswer(done),
    ])
    expect(port.calls.filter((call) => call.kind === 'tool')).toHaveLength(2)
    expect(port.proposed).toMatchObject([odd])
    expect(outcome.end).toBe('waiting')
  })
})

describe('Over the wire of Ollama', () => {
  const lines =
    (...all: readonly unknown[]): Reaction =>
    (response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.end(all.map((line) => `${JSON.stringify(line)}\n`).join(''))
    }
  const part = (message: object, rest: object = { done: false }) => ({
    model: 'test',
    created_at: '2026-01-01T00:00:00Z',
    message: { role: 'assistant', content: '', ...message },
    ...rest,
  })
  const end = part({}, { done: true, done_reason: 'stop', prompt_eval_count: 120, eval_count: 30 })
  const ollama: Wire = { ...WIRES[0]!, name: 'Ollama', model: 'ollama:test', baseUrl: (url) => url }

  it('looks, proposes and waits', async () => {
    const calls = (...all: readonly { name: string; arguments: string }[]) =>
      part({
        tool_calls: all.map((call) => ({
          function: { name: call.name, arguments: JSON.parse(call.arguments) as unknown },
        })),
      })
    const { outcome, port } = await turnWith(ollama, [
      lines(calls(look, propose), end),
      lines(part({ content: 'Please review.' }), end),
    ])
    expect(outcome).toMatchObject({ end: 'waiting', detail: 'Please review.' })
    expect(port.proposed).toMatchObject([odd])
    expect(port.calls[0]).toMatchObject({ inputTokens: 120, outputTokens: 30 })
  })

  it('takes nothing from an answer that broke off', async () => {
    const { outcome } = await turnWith(ollama, [lines(part({ content: 'I would' }))])
    expect(outcome).toMatchObject({ end: 'failed', reason: 'broken-answer' })
  })
})

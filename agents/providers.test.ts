import { afterEach, describe, expect, it } from 'vitest'
import { openModel } from '#agents/models.ts'
import { anthropicAnswer, anthropicError } from '#agents/testing/anthropicServer.ts'
import { createMemoryPort, type MemoryPort } from '#agents/testing/memoryPort.ts'
import { openaiAnswer, openaiError, type WireAnswer } from '#agents/testing/openaiServer.ts'
import { byRegion, ordersContext, ordersTables } from '#agents/testing/ordersExample.ts'
import {
  silence,
  startProviderServer,
  status,
  type ProviderServer,
  type Reaction,
} from '#agents/testing/providerServer.ts'
import { runTurn } from '#agents/turn.ts'
import type { TurnOutcome } from '#agents/turnOutcome.ts'

type Wire = {
  readonly name: string
  readonly model: string
  readonly baseUrl: (url: string) => string
  readonly answer: (answer: WireAnswer) => Reaction
  readonly error: (message: string, kind: string) => unknown
}

const WIRES: readonly Wire[] = [
  {
    name: 'OpenAI',
    model: 'openai:gpt-test',
    baseUrl: (url) => `${url}/v1`,
    answer: openaiAnswer,
    error: (message, kind) => openaiError(message, kind),
  },
  {
    name: 'Anthropic',
    model: 'anthropic:claude-test',
    baseUrl: (url) => url,
    answer: anthropicAnswer,
    error: (message, kind) => anthropicError(kind, message),
  },
]

const open: ProviderServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

type Held = { outcome: TurnOutcome; port: MemoryPort; server: ProviderServer; said: string }

async function turnWith(wire: Wire, reactions: readonly Reaction[], callSeconds = 5): Promise<Held> {
  const server = await startProviderServer(...reactions)
  open.push(server)
  const env = { OPENAI_API_KEY: 'sk-test', ANTHROPIC_API_KEY: 'sk-test' }
  const opened = await openModel({ model: wire.model, baseUrl: wire.baseUrl(server.url), env }, () =>
    Promise.reject(new Error('Not the playbook')),
  )
  if (!opened.ok) throw new Error(opened.error)
  const port = createMemoryPort(ordersTables)
  let said = ''
  const outcome = await runTurn({
    context: ordersContext,
    port,
    model: opened.value,
    budget: { modelCalls: 6, tokens: 100_000, proposals: 4, seconds: 20 },
    signal: new AbortController().signal,
    onText: (text) => {
      said += text
    },
    patience: { callSeconds, attempts: 2, firstWaitMs: 5, longestWaitMs: 500 },
  })
  return { outcome, port, server, said }
}

const look = { name: 'sample_rows', arguments: '{"name":"orders","limit":2}' }
const odd = { ...byRegion, rationale: 'Größe "in" 日本 \\ and a \n break 🙂' }
const propose = { name: 'propose_step', arguments: JSON.stringify(odd) }
const done = { text: 'Please review.' }

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

describe.each(WIRES)('Over the wire of $name', (wire) => {
  const answers = (...all: readonly WireAnswer[]): Reaction[] => all.map(wire.answer)

  it('looks, proposes and waits; text streams; tokens are recorded', async () => {
    const { outcome, port, server, said } = await turnWith(
      wire,
      answers({ text: 'I look.', calls: [look] }, { calls: [propose] }, done),
    )
    expect(outcome).toMatchObject({ end: 'waiting', for: 'review', detail: 'Please review.' })
    expect(said).toBe('I look.Please review.')
    expect(port.proposed).toMatchObject([odd])
    expect(port.calls[0]).toMatchObject({
      kind: 'model',
      model: wire.model,
      inputTokens: 120,
      outputTokens: 30,
    })
    expect(server.requests).toHaveLength(3)
    expect(JSON.stringify(server.requests[1]?.body)).toContain('Untrusted data from dataset:orders')
    expect(JSON.stringify(server.requests)).not.toContain('countersignContext')
    // Anthropic answers 400 to an empty text block.
    expect(JSON.stringify(server.requests)).not.toContain('"text":""')
  })

  it.each([1, 2, 3, 64])('puts arguments together that come in pieces of %i', async (step) => {
    const { port } = await turnWith(wire, answers({ calls: [{ ...propose }], step, piece: step }, done))
    expect(port.proposed).toMatchObject([odd])
  })

  it('does both of two calls in one answer', async () => {
    const { port, outcome } = await turnWith(wire, answers({ calls: [look, propose] }, done))
    expect(port.calls.map((call) => (call.kind === 'tool' ? call.tool : ''))).toEqual([
      '',
      'sample_rows',
      'propose_step',
      '',
    ])
    expect(outcome.end).toBe('waiting')
  })

  it.each([
    ['cut short', propose.arguments.slice(0, -40)],
    ['not JSON', '{title: nothing}'],
    ['not an object', '"propose"'],
  ])('proposes nothing from arguments that are %s, and lets the model mend them', async (_, broken) => {
    const { port, server, outcome } = await turnWith(
      wire,
      answers({ calls: [{ name: 'propose_step', arguments: broken }] }, { calls: [propose] }, done),
    )
    expect(port.proposed).toMatchObject([odd])
    expect(JSON.stringify(server.requests[1]?.body)).toContain('The arguments are not')
    expect(outcome.end).toBe('waiting')
  })

  it('gives up on a model that never writes readable arguments', async () => {
    const { outcome, port } = await turnWith(
      wire,
      answers({ calls: [{ name: 'propose_step', arguments: '{"a":' }] }),
    )
    expect(outcome).toMatchObject({ end: 'failed', reason: 'malformed' })
    expect(port.proposed).toEqual([])
  })

  it('says that the model refused, in its words', async () => {
    const { outcome } = await turnWith(wire, answers({ refusal: 'I cannot help with that.' }))
    expect(outcome).toMatchObject({ end: 'failed', reason: 'refusal' })
    expect(outcome.detail).toContain('I cannot help with that.')
  })

  it('takes no call from an answer that was cut off at its longest length', async () => {
    const finish = wire.name === 'OpenAI' ? 'length' : 'max_tokens'
    const { outcome, port } = await turnWith(wire, answers({ calls: [propose], finish }))
    expect(outcome).toMatchObject({ end: 'failed', reason: 'cut-off' })
    expect(port.proposed).toEqual([])
  })

  it('waits as long as a rate limit asks, then goes on', async () => {
    const limited = status(429, wire.error('Slow down', 'rate_limit_error'), { 'retry-after': '0.1' })
    const { outcome, port, server } = await turnWith(wire, [limited, ...answers({ calls: [propose] }, done)])
    expect(outcome.end).toBe('waiting')
    expect(server.requests).toHaveLength(3)
    expect(port.calls[0]).toMatchObject({ outcome: expect.stringContaining('rate-limited') as string })
  })

  it('ends at once when the rate limit asks for more patience than a person has', async () => {
    const limited = status(429, wire.error('Slow down', 'rate_limit_error'), { 'retry-after': '60' })
    const { outcome, server } = await turnWith(wire, [limited])
    expect(outcome).toMatchObject({ end: 'failed', reason: 'rate-limited' })
    expect(outcome.detail).toContain('60 s')
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    [401, 'authentication_error', 'refused-key', 1],
    [404, 'not_found_error', 'unknown-model', 1],
    [400, 'invalid_request_error', 'rejected-request', 1],
    [500, 'api_error', 'provider-failed', 2],
    [529, 'overloaded_error', 'provider-failed', 2],
  ])('ends clearly on %i', async (code, kind, reason, requests) => {
    const { outcome, server } = await turnWith(wire, [
      status(code, wire.error('No. Key sk-secret-123', kind)),
    ])
    expect(outcome).toMatchObject({ end: 'failed', reason })
    expect(outcome).toHaveProperty('nextAction')
    expect(outcome.detail).not.toContain('sk-secret')
    expect(server.requests).toHaveLength(requests)
  })

  it('ends on a provider that never answers', async () => {
    const { outcome } = await turnWith(wire, [silence], 0.3)
    expect(outcome).toMatchObject({ end: 'failed', reason: 'timed-out' })
  })

  it('ends on a stream that stalls', async () => {
    const { outcome, port } = await turnWith(
      wire,
      answers({ calls: [propose], breakAfter: 12, breakBy: 'hang' }),
      0.5,
    )
    expect(outcome).toMatchObject({ end: 'failed', reason: 'timed-out' })
    expect(port.proposed).toEqual([])
  })

  it.each(['close', 'reset'] as const)(
    'takes nothing from a stream that breaks by %s, and tries again',
    async (breakBy) => {
      const half = { calls: [look, propose], breakAfter: 20, breakBy }
      const { outcome, port, server } = await turnWith(wire, answers(half, { calls: [propose] }, done))
      expect(outcome.end).toBe('waiting')
      expect(port.calls.filter((call) => call.kind === 'tool')).toHaveLength(1)
      expect(server.requests).toHaveLength(3)
      const again = await turnWith(wire, answers(half))
      expect(again.outcome).toMatchObject({ end: 'failed', reason: 'broken-answer' })
    },
  )

  it('ends on an answer that is no stream', async () => {
    const nonsense: Reaction = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end('data: {"choices": [{"del\n\n')
    }
    const { outcome } = await turnWith(wire, [nonsense])
    expect(outcome).toMatchObject({ end: 'failed', reason: 'broken-answer' })
  })

  it('ends out of budget with a model that calls tools for ever', async () => {
    const { outcome, server } = await turnWith(wire, answers({ calls: [look] }))
    expect(outcome).toMatchObject({ end: 'out-of-budget', budget: 'modelCalls' })
    expect(server.requests).toHaveLength(6)
  })

  it('says that nothing can be reached where nothing listens', async () => {
    const server = await startProviderServer(silence)
    await server.close()
    const opened = await openModel({ model: wire.model, baseUrl: wire.baseUrl(server.url), env: {} }, () =>
      Promise.reject(new Error('Not the playbook')),
    )
    if (!opened.ok) throw new Error(opened.error)
    const outcome = await runTurn({
      context: ordersContext,
      port: createMemoryPort(ordersTables),
      model: opened.value,
      budget: { modelCalls: 6, tokens: 100_000, proposals: 4, seconds: 20 },
      signal: new AbortController().signal,
      onText: () => undefined,
      patience: { callSeconds: 5, attempts: 2, firstWaitMs: 5, longestWaitMs: 500 },
    })
    expect(outcome).toMatchObject({ end: 'failed', reason: 'unreachable' })
  })
})

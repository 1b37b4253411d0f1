import { describe, expect, it } from 'vitest'
import { openModel } from '#agents/models.ts'
import { createMemoryPort } from '#agents/testing/memoryPort.ts'
import type { WireAnswer } from '#agents/testing/openaiServer.ts'
import { ordersContext, ordersTables } from '#agents/testing/ordersExample.ts'
import { silence, startProviderServer, status, type Reaction } from '#agents/testing/providerServer.ts'
import { done, look, odd, propose, turnWith, WIRES } from '#agents/testing/wireTurn.ts'
import { runTurn } from '#agents/turn.ts'

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

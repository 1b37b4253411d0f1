/** A turn held over a provider's wire, with the real client against a scripted server. */
import { afterEach } from 'vitest'
import { openModel } from '#agents/models.ts'
import { anthropicAnswer, anthropicError } from '#agents/testing/anthropicServer.ts'
import { createMemoryPort, type MemoryPort } from '#agents/testing/memoryPort.ts'
import { openaiAnswer, openaiError, type WireAnswer } from '#agents/testing/openaiServer.ts'
import { byRegion, ordersContext, ordersTables } from '#agents/testing/ordersExample.ts'
import { startProviderServer, type ProviderServer, type Reaction } from '#agents/testing/providerServer.ts'
import { runTurn } from '#agents/turn.ts'
import type { TurnOutcome } from '#agents/turnOutcome.ts'

export type Wire = {
  readonly name: string
  readonly model: string
  readonly baseUrl: (url: string) => string
  readonly answer: (answer: WireAnswer) => Reaction
  readonly error: (message: string, kind: string) => unknown
}

export const WIRES: readonly Wire[] = [
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

export type Held = { outcome: TurnOutcome; port: MemoryPort; server: ProviderServer; said: string }

export async function turnWith(wire: Wire, reactions: readonly Reaction[], callSeconds = 5): Promise<Held> {
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

export const look = { name: 'sample_rows', arguments: '{"name":"orders","limit":2}' }
export const odd = { ...byRegion, rationale: 'Größe "in" 日本 \\ and a \n break 🙂' }
export const propose = { name: 'propose_step', arguments: JSON.stringify(odd) }
export const done = { text: 'Please review.' }

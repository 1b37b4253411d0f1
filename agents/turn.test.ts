import { AIMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages'
import { describe, expect, it } from 'vitest'
import { messagesOf, sentDigestOf } from '#agents/messages.ts'
import type { AgentPort } from '#agents/port.ts'
import { createMemoryPort, numberedId } from '#agents/testing/memoryPort.ts'
import { byRegion, ordersContext, ordersTables } from '#agents/testing/ordersExample.ts'
import { inOrder, openScriptedModel, type Script } from '#agents/testing/scriptedModel.ts'
import { answerIn } from '#agents/tools/toolAnswer.ts'
import { runTurn } from '#agents/turn.ts'
import type { TurnBudget } from '#shared/agentTurn.ts'
import { ProposalId } from '#shared/ids.ts'

const budget: TurnBudget = { modelCalls: 10, tokens: 100_000, proposals: 3, seconds: 20 }
const patience = { callSeconds: 5, attempts: 2, firstWaitMs: 1, longestWaitMs: 50 }

const turnOf = (
  script: Script,
  port: AgentPort,
  more: Partial<TurnBudget> = {},
  signal = new AbortController().signal,
) =>
  runTurn({
    context: ordersContext,
    port,
    model: openScriptedModel(script),
    budget: { ...budget, ...more },
    signal,
    onText: () => undefined,
    patience,
  })

const look = { name: 'sample_rows', args: { name: 'orders', limit: 2 } }
const propose = { name: 'propose_step', args: byRegion }
const toolTexts = (messages: readonly BaseMessage[]): string[] =>
  messages.filter((one) => one instanceof ToolMessage).map((one) => one.text)

describe('A turn', () => {
  it('waits for review after it proposed, and records every call in order', async () => {
    const port = createMemoryPort(ordersTables)
    const outcome = await turnOf(
      inOrder({ calls: [look] }, { calls: [propose] }, { text: 'Please review.' }),
      port,
    )
    expect(outcome).toMatchObject({ end: 'waiting', for: 'review', detail: 'Please review.' })
    expect(outcome.spent.proposals).toHaveLength(1)
    expect(port.calls.map((call) => (call.kind === 'model' ? 'model' : call.tool))).toEqual([
      'model',
      'sample_rows',
      'model',
      'propose_step',
      'model',
    ])
  })

  it('sends first what an auditor rebuilds from the record', async () => {
    const port = createMemoryPort(ordersTables)
    await turnOf(inOrder({ calls: [propose] }, { text: 'Done.' }), port)
    expect(port.calls[0]).toMatchObject({ kind: 'model', sent: sentDigestOf(messagesOf(ordersContext)) })
  })

  it('says on a proposal which data it had read before, and no more', async () => {
    const port = createMemoryPort(ordersTables)
    await turnOf(
      inOrder({ calls: [propose] }, { calls: [look] }, { calls: [propose] }, { text: 'Done.' }),
      port,
    )
    expect(port.proposed.map((step) => step.taint)).toEqual([
      ['schema:orders'],
      ['dataset:orders', 'preflight:sales_by_region', 'schema:orders'],
    ])
  })

  it('shows no value of a sensitive column to the model', async () => {
    const seen: BaseMessage[] = []
    const describe_ = { name: 'describe_dataset', args: { name: 'orders' } }
    const script: Script = (messages, turn) => {
      seen.push(...messages)
      return turn === 0
        ? { calls: [look, describe_] }
        : { calls: [{ name: 'conclude', args: { text: 'x', citations: [] } }] }
    }
    await turnOf(script, createMemoryPort(ordersTables))
    const text = toolTexts(seen).join('\n')
    expect(text).toContain('north')
    expect(text).not.toContain('bob@example.org')
    const described = answerIn('describe_dataset', toolTexts(seen)[1] ?? '')
    expect(described).toMatchObject({
      ok: true,
      value: { columns: [{}, {}, { name: 'email', histogram: [], min: '•••' }] },
    })
  })

  it('ends when it concludes, and calls the model no more', async () => {
    const port = createMemoryPort(ordersTables)
    const conclude = { name: 'conclude', args: { text: 'North.', citations: [] } }
    expect(await turnOf(inOrder({ calls: [conclude] }), port)).toMatchObject({
      end: 'concluded',
      spent: { modelCalls: 1 },
    })
    expect(port.concluded).toHaveLength(1)
  })

  it('waits for an answer after it asked', async () => {
    const port = createMemoryPort(ordersTables)
    const ask = { name: 'ask_person', args: { text: 'Gross or net?', options: null } }
    expect(await turnOf(inOrder({ calls: [ask] }), port)).toMatchObject({
      end: 'waiting',
      for: 'answer',
      questionId: numberedId(1),
    })
  })

  it('tells the model what is wrong with a call, so that it can mend it', async () => {
    const port = createMemoryPort(ordersTables)
    const texts: string[][] = []
    const script: Script = (messages, turn) => {
      texts.push(toolTexts(messages))
      if (turn === 0)
        return {
          calls: [
            { name: 'run_sql', args: {} },
            { name: 'propose_step', args: { title: 'x' } },
          ],
        }
      return turn === 1 ? { calls: [propose] } : { text: 'Done.' }
    }
    expect(await turnOf(script, port)).toMatchObject({ end: 'waiting' })
    expect(texts[1]?.[0]).toContain('There is no tool of that name. There are: list_datasets')
    expect(texts[1]?.[1]).toContain('language')
    expect(port.calls[1]).toMatchObject({
      tool: 'run_sql',
      outcome: expect.stringContaining('error') as string,
    })
  })

  it('hands a blocked check to the model, which mends the step', async () => {
    const finding = { severity: 'deny' as const, code: 'unknown-column', text: 'There is no column regoin.' }
    const proposalId = ProposalId.parse(numberedId(7))
    const port = createMemoryPort(ordersTables, (step, at) => ({
      outcome: 'blocked',
      proposalId,
      stepId: numberedId(at) as never,
      findings: step.code.includes('regoin') ? [finding] : [],
      because: [],
    }))
    const script: Script = (messages, turn) => {
      if (turn === 0)
        return { calls: [{ ...propose, args: { ...byRegion, code: 'SELECT regoin FROM orders' } }] }
      const answer = answerIn('propose_step', toolTexts(messages)[0] ?? '')
      if (turn > 1 || !answer.ok || !('findings' in answer.value)) return { text: 'Done.' }
      return { calls: [{ name: 'revise_step', args: { ...byRegion, proposalId: answer.value.proposalId } }] }
    }
    await turnOf(script, port)
    expect(port.proposed[1]).toMatchObject({ proposalId, code: byRegion.code })
  })

  it('asks once for an action, then fails with what the model said', async () => {
    const outcome = await turnOf(inOrder({ text: 'Nice data!' }), createMemoryPort(ordersTables))
    expect(outcome).toMatchObject({ end: 'failed', reason: 'no-action', spent: { modelCalls: 2 } })
    expect(outcome.detail).toContain('Nice data!')
  })

  it.each([
    ['modelCalls', { modelCalls: 4 }],
    ['tokens', { tokens: 300 }],
  ] as const)('of a model that never stops ends out of %s', async (name, more) => {
    const outcome = await turnOf(inOrder({ calls: [look] }), createMemoryPort(ordersTables), more)
    expect(outcome).toMatchObject({ end: 'out-of-budget', budget: name })
    expect(outcome.spent.modelCalls).toBeLessThanOrEqual(4)
  })

  it('lets at most its budget of proposals into review', async () => {
    const port = createMemoryPort(ordersTables)
    expect(await turnOf(inOrder({ calls: [propose, propose] }), port)).toMatchObject({ end: 'out-of-budget' })
    expect(port.proposed).toHaveLength(3)
  })

  it('ends within its seconds although the model ignores every signal', async () => {
    const never: Script = () => new Promise(() => undefined)
    const outcome = await turnOf(never, createMemoryPort(ordersTables), { seconds: 1 })
    expect(outcome).toMatchObject({ end: 'out-of-budget', budget: 'seconds' })
  })

  it('stops when a person stops it, also in the middle of a tool', async () => {
    const stop = new AbortController()
    const port: AgentPort = {
      ...createMemoryPort(ordersTables),
      sampleRows: () => {
        stop.abort()
        return new Promise(() => undefined)
      },
    }
    expect(await turnOf(inOrder({ calls: [look] }), port, {}, stop.signal)).toMatchObject({ end: 'stopped' })
  })

  it('ends when its calls cannot be recorded: nothing is done that the record does not hold', async () => {
    const port: AgentPort = {
      ...createMemoryPort(ordersTables),
      record: () => Promise.reject(new Error('disk full')),
    }
    const outcome = await turnOf(inOrder({ calls: [look] }), port)
    expect(outcome).toMatchObject({ end: 'failed', reason: 'workspace-failed', detail: 'disk full' })
    expect(outcome.spent.modelCalls).toBe(1)
  })

  it('does no second call of an answer when the first could not be recorded', async () => {
    const port = createMemoryPort(ordersTables)
    const failing: AgentPort = {
      ...port,
      record: (call) => (call.kind === 'tool' ? Promise.reject(new Error('disk full')) : Promise.resolve()),
    }
    expect(await turnOf(inOrder({ calls: [propose, propose] }), failing)).toMatchObject({
      end: 'failed',
      reason: 'workspace-failed',
    })
    expect(port.proposed).toHaveLength(1)
  })

  it('does the calls of one answer one after the other, in their order', async () => {
    let running = 0
    let most = 0
    const slow: AgentPort = {
      ...createMemoryPort(ordersTables),
      sampleRows: async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setTimeout(resolve, 5))
        running -= 1
        return { refused: 'No.' }
      },
    }
    await turnOf(inOrder({ calls: [look, look, look] }, { calls: [propose] }, { text: 'Done.' }), slow)
    expect(most).toBe(1)
  })

  it('answers each call under its own id', async () => {
    let last: readonly BaseMessage[] = []
    const script: Script = (messages, turn) => {
      last = messages
      return turn === 0 ? { calls: [look, { name: 'list_datasets', args: {} }] } : { text: 'Done.' }
    }
    await turnOf(script, createMemoryPort(ordersTables))
    const called = last.filter((one) => one instanceof AIMessage).flatMap((one) => one.tool_calls ?? [])
    const answered = last.filter((one) => one instanceof ToolMessage).map((one) => one.tool_call_id)
    expect(answered).toEqual(called.map((one) => one.id))
  })
})

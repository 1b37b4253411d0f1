import { describe, expect, it } from 'vitest'
import { contextIn } from '#agents/contextIn.ts'
import { messagesOf, originsOf, sentDigestOf } from '#agents/messages.ts'
import { numberedId } from '#agents/testing/memoryPort.ts'
import { byRegion, ordersContext } from '#agents/testing/ordersExample.ts'
import { TurnContext } from '#agents/turnContext.ts'

const proposal = {
  ...byRegion,
  proposalId: numberedId(1),
  stepId: numberedId(2),
  change: 'add',
  author: 'agent',
  parameters: {},
  status: 'rejected',
  reason: { code: 'wrong-logic', text: 'Returns must be left out.' },
}
const ran = {
  ...proposal,
  proposalId: numberedId(3),
  status: 'succeeded',
  reason: undefined,
  run: {
    kind: 'table',
    runId: numberedId(4),
    name: 'sales_by_region',
    artifact: 'ab'.repeat(32),
    totalRows: 2,
    columns: [
      { name: 'region', type: 'VARCHAR', sensitivity: 'none' },
      { name: 'contact', type: 'VARCHAR', sensitivity: 'personal' },
    ],
    rows: [['north', 'ann@example.org']],
  },
}
const withStory = (...story: readonly unknown[]): TurnContext =>
  TurnContext.parse(JSON.parse(JSON.stringify({ ...ordersContext, story })))
const textOf = (context: TurnContext): string => messagesOf(context)[1]?.text ?? ''

describe("A turn's messages", () => {
  it('are the same for the same record, and others for another', () => {
    const again = TurnContext.parse(JSON.parse(JSON.stringify(ordersContext)))
    expect(sentDigestOf(messagesOf(again))).toBe(sentDigestOf(messagesOf(ordersContext)))
    const other = { ...ordersContext, constraints: [] }
    expect(sentDigestOf(messagesOf(other))).not.toBe(sentDigestOf(messagesOf(ordersContext)))
  })

  it('say objective, acceptance, what must hold and what the data are', () => {
    const text = textOf(ordersContext)
    for (const words of [
      'Which region sells most?',
      '- One number a region',
      'Leave people out of it. (enforced: No step reads email)',
      'Untrusted data from schema:orders',
    ])
      expect(text).toContain(words)
  })

  it('tell a rejection with its reason', () => {
    const text = textOf(withStory({ kind: 'proposal', proposal }))
    expect(text).toContain('proposed by you: rejected')
    expect(text).toContain("The reviewer's reason (wrong-logic): Returns must be left out.")
  })

  it('show an edit by a person as a diff', () => {
    const text = textOf(
      withStory({
        kind: 'edit',
        from: numberedId(1),
        to: numberedId(3),
        codeBefore: 'SELECT region\nFROM orders\n',
        codeAfter: 'SELECT region\nFROM orders\nWHERE amount > 0\n',
      }),
    )
    expect(text).toContain('\n+WHERE amount > 0')
    expect(text).toContain('\n SELECT region')
  })

  it('show the first rows of a result with its artifact, and no personal value', () => {
    const context = withStory({ kind: 'proposal', proposal: ran })
    expect(textOf(context)).toContain(`artifact ${'ab'.repeat(32)}`)
    expect(textOf(context)).toContain('north')
    expect(textOf(context)).not.toContain('ann@example.org')
    expect(JSON.stringify(contextIn(messagesOf(context)))).not.toContain('ann@example.org')
  })

  it('hold questions with their answers', () => {
    const question = { kind: 'question', questionId: numberedId(9), text: 'Net?', options: ['yes', 'no'] }
    expect(textOf(withStory({ ...question, answer: 'yes' }))).toContain(
      'You asked: Net? (yes / no)\nThe person answered: yes',
    )
    expect(textOf(withStory(question))).toContain('It has not been answered.')
  })

  it('tell the latest of a very long story, and that there is more', () => {
    const story = Array.from({ length: 60 }, (_, at) => ({
      kind: 'conclusion',
      text: `Conclusion number ${at}.`,
      citations: [],
    }))
    const text = textOf(withStory(...story))
    expect(text).toContain('(20 earlier items are left out)')
    expect(text).not.toContain('Conclusion number 19.')
    expect(text).toContain('Conclusion number 59.')
  })

  it('name every untrusted source that they quote', () => {
    const context = withStory({ kind: 'proposal', proposal: ran })
    expect(originsOf(context)).toEqual(['schema:orders', 'step:sales_by_region', 'result:sales_by_region'])
  })

  it('carry the context for a model of our own', () => {
    expect(contextIn(messagesOf(ordersContext))).toEqual(ordersContext)
  })

  it('say what a person asks about one step: their words, its code, its state, what is held against it', () => {
    const failed = {
      ...proposal,
      status: 'failed',
      reason: undefined,
      findings: [{ severity: 'warn', code: 'unordered', text: 'Rows come in any order.', line: 1 }],
      run: { kind: 'failed', runId: numberedId(4), message: 'Could not convert string', detail: 'LINE 1' },
    }
    const context = TurnContext.parse(
      JSON.parse(
        JSON.stringify({
          ...ordersContext,
          cause: { kind: 'asked', about: { stepId: numberedId(2), words: 'Why did it fail?' } },
          about: { words: 'Why did it fail?', step: failed },
        }),
      ),
    )
    const text = textOf(context)
    for (const words of [
      "The person's words: Why did it fail?",
      'Step sales_by_region (sql), proposed by you: failed.',
      byRegion.code,
      'Untrusted data from result:sales_by_region',
      'Could not convert string',
      'Untrusted data from preflight:sales_by_region',
      'warn, line 1: Rows come in any order.',
      'A person asks about one step.',
    ])
      expect(text).toContain(words)
    expect(originsOf(context)).toEqual([
      'schema:orders',
      'step:sales_by_region',
      'result:sales_by_region',
      'preflight:sales_by_region',
    ])
  })

  it('hide personal values of a step that is asked about', () => {
    const context = TurnContext.parse(
      JSON.parse(JSON.stringify({ ...ordersContext, about: { words: 'Why?', step: ran } })),
    )
    expect(textOf(context)).toContain('north')
    expect(JSON.stringify(contextIn(messagesOf(context)))).not.toContain('ann@example.org')
    expect(textOf(context)).not.toContain('ann@example.org')
  })
})

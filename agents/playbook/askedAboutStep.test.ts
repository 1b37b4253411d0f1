import { describe, expect, it } from 'vitest'
import { openPlaybook } from '#agents/playbook/playbookModel.ts'
import { createMemoryPort, numberedId, type MemoryPort } from '#agents/testing/memoryPort.ts'
import { byRegion, ordersContext, ordersTables } from '#agents/testing/ordersExample.ts'
import { ProposeStepAnswer } from '#agents/tools/act.ts'
import { TurnContext } from '#agents/turnContext.ts'
import { runTurn } from '#agents/turn.ts'
import { FIRST_TURN_BUDGET } from '#shared/agentTurn.ts'

const denied = (text: string) => ({ severity: 'deny', code: 'not-bound', text })
const step = {
  ...byRegion,
  code: 'SELECT regoin, sum(amount) AS sales FROM orders WHERE amount > $least',
  proposalId: numberedId(1),
  stepId: numberedId(2),
  change: 'add',
  author: 'person',
  parameters: { least: { type: 'integer', value: 5 } },
  status: 'blocked',
  because: 'There is no column called regoin here. Did you mean region?',
}
const ran = {
  ...step,
  code: `${byRegion.code} LIMIT 5`,
  status: 'succeeded',
  because: undefined,
  reads: [{ name: 'orders', columns: ['region', 'amount'] }],
  schema: [
    { name: 'region', type: 'VARCHAR' },
    { name: 'sales', type: 'DOUBLE' },
  ],
  run: {
    kind: 'table',
    runId: numberedId(4),
    name: 'sales_by_region',
    artifact: 'ab'.repeat(32),
    totalRows: 2,
    columns: [],
    rows: [],
  },
}
const blockedAgain = (text: string) =>
  ProposeStepAnswer.parse({
    outcome: 'blocked',
    proposalId: numberedId(7),
    stepId: numberedId(2),
    findings: [denied(text)],
    because: [],
  })

async function asked(
  words: string,
  about: object,
  {
    cause = { kind: 'asked' },
    port = createMemoryPort(ordersTables),
  }: { cause?: object; port?: MemoryPort } = {},
) {
  const context = TurnContext.parse(
    JSON.parse(JSON.stringify({ ...ordersContext, cause, about: { words, step: about } })),
  )
  const model = { name: 'playbook', kind: 'local', model: await openPlaybook() } as const
  const signal = new AbortController().signal
  const outcome = await runTurn({
    context,
    port,
    model,
    budget: FIRST_TURN_BUDGET,
    signal,
    onText: () => undefined,
  })
  return { outcome, port, said: port.concluded[0]?.text ?? '', cited: port.concluded[0]?.citations ?? [] }
}

describe('the playbook, asked about one step', () => {
  it('proposes it mended, with its parameters and the reason, and nothing else', async () => {
    const { outcome, port } = await asked('Fix this error.', step)
    expect(port.proposed).toEqual([
      {
        ...byRegion,
        code: 'SELECT region, sum(amount) AS sales FROM orders WHERE amount > $least',
        parameters: step.parameters,
        proposalId: step.proposalId,
        rationale: 'There is no column called regoin; the nearest name is region, so I use that.',
        taint: expect.arrayContaining(['step:sales_by_region', 'preflight:sales_by_region']) as string[],
      },
    ])
    expect(outcome).toMatchObject({ end: 'waiting', for: 'review' })
  })

  it('goes on mending while the check finds the next trouble', async () => {
    const group =
      'region is neither grouped nor aggregated. Add it to GROUP BY, or aggregate it, e.g. any_value(region).'
    const fits = createMemoryPort(ordersTables)
    const port: MemoryPort = {
      ...fits,
      reviseStep: (revised) =>
        revised.code.includes('GROUP BY')
          ? fits.reviseStep(revised)
          : fits.reviseStep(revised).then(() => blockedAgain(group)),
    }
    const { outcome } = await asked('Fix this error.', step, { port })
    expect(port.proposed.at(-1)).toMatchObject({
      code: 'SELECT region, sum(amount) AS sales FROM orders WHERE amount > $least\nGROUP BY region',
      proposalId: numberedId(7),
      rationale: expect.stringMatching(/nearest name is region.*added it to GROUP BY/) as string,
    })
    expect(outcome).toMatchObject({ end: 'waiting', for: 'review' })
  })

  it('says plainly what it can not mend and what the person may try, and proposes nothing', async () => {
    const because = 'There is no column called zzzzzz here.'
    const { said, port, outcome } = await asked('Please fix it', { ...step, because })
    expect(port.proposed).toEqual([])
    expect(outcome.end).toBe('concluded')
    expect(said).toContain('I don’t know how to mend “Sales by region”')
    expect(said).toContain(because)
    expect(said).toContain('look at what the step reads')
  })

  it('concludes when what it mended has run', async () => {
    const { said, cited } = await asked('Fix this error.', ran, {
      cause: { kind: 'run-finished', runId: numberedId(4) },
    })
    expect(said).toMatch(/^“Sales by region” \(sales_by_region\) runs now: 2 rows\./)
    expect(cited).toMatchObject([{ artifact: 'ab'.repeat(32) }])
  })

  it('tells what a step does from the record, citing its result', async () => {
    const { said, cited, port } = await asked('What does this do?', ran)
    for (const words of [
      'It reads orders (region, amount).',
      'It keeps all rows of what it reads.',
      'Of what comes out it keeps at most 5 rows.',
      'It makes one row for each region.',
      'It puts them in the order of sales DESC.',
      'Its columns: region (VARCHAR); sales (DOUBLE).',
      'Its last run gave 2 rows.',
    ])
      expect(said).toContain(words)
    expect(cited).toMatchObject([{ artifact: 'ab'.repeat(32) }])
    expect(port.proposed).toEqual([])
  })

  it('tells of Python what stands in plain sight, and that it reads no further', async () => {
    const code = `# Mean amount by region\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\nsales_by_region = orders.groupby('region').mean()`
    const { said } = await asked('What does this do?', {
      ...ran,
      language: 'python',
      schema: undefined,
      code,
    })
    for (const words of [
      'It reads orders (region, amount).',
      'It is Python, which I read no further than its names.',
      'Its comments say: Mean amount by region.',
      'It uses pandas, sklearn.',
      'Its last run gave 2 rows.',
    ])
      expect(said).toContain(words)
    expect(said).not.toContain('chart')
  })

  it('answers which rows are left out with the conditions as they are written', async () => {
    const code = "SELECT region FROM orders -- all\nWHERE amount > 5\n  AND region <> 'x)'\nORDER BY region"
    const { said } = await asked('Which rows does it leave out?', { ...ran, code })
    expect(said).toContain("It keeps only rows where amount > 5 AND region <> 'x)'.")
    expect(said).not.toContain('It reads')
  })

  it('says why a step does not run, and what it would propose', async () => {
    const { said, port } = await asked('Why does this not run? Is there an error?', step)
    expect(said).toContain('It can’t run as it is: There is no column called regoin here.')
    expect(said).toContain('Ask me to fix it, and I propose this: There is no column called regoin')
    expect(port.proposed).toEqual([])
  })
})

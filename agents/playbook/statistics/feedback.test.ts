/** What reviewers say of an analysis in Python, and what the playbook proposes instead. */
import { describe, expect, it } from 'vitest'
import { homes, seasonalOf } from '#agents/playbook/testing/planted.ts'
import { worlds } from '#agents/playbook/testing/schemas.ts'
import type { TestTable } from '#agents/playbook/testing/tables.ts'
import { openPlaybookWorkspace } from '#agents/playbook/testing/workspace.ts'

async function revised(tables: readonly TestTable[], objective: string, reason: string): Promise<string> {
  const workspace = await openPlaybookWorkspace(tables, { objective })
  try {
    await workspace.turn()
    const step = workspace.proposals().find((one) => one.language === 'python')
    if (!step) throw new Error(`No Python for ${objective}`)
    workspace.reject(step.output, reason)
    await workspace.turn()
    const after = workspace.proposals().findLast((one) => one.stepId === step.stepId)
    expect(after?.proposalId).not.toBe(step.proposalId)
    expect([after?.output, after?.alsoOutputs]).toEqual([step.output, step.alsoOutputs])
    expect(after?.rationale).toContain(reason)
    return after?.code ?? ''
  } finally {
    workspace.close()
  }
}

describe('after a review, the playbook', () => {
  it('takes ranks where they are asked for', async () => {
    expect(await revised(worlds.penguins, 'correlation matrix', 'use Spearman')).toContain(
      'method="spearman"',
    )
  })

  it('makes as many clusters as are asked for', async () => {
    expect(await revised(worlds.penguins, 'cluster the penguins', '4 clusters please')).toContain(
      'best = 4 if 4 in set',
    )
  })

  it('forecasts as far as is asked, and by the grain that is asked', async () => {
    const objective = 'forecast monthly revenue'
    expect(await revised([seasonalOf(1)], objective, 'forecast 12 months')).toContain('horizon = 12')
    expect(await revised([seasonalOf(1)], objective, 'by quarter please')).toContain('freq="QS"')
  })

  it('leaves out a column', async () => {
    expect(await revised([homes], 'predict price', 'leave out column price_with_tax')).not.toContain(
      'price_with_tax',
    )
    expect(await revised(worlds.penguins, 'correlation matrix', 'without body mass')).not.toContain(
      'Body Mass',
    )
  })

  it('looks for outliers within groups, or by quartiles', async () => {
    expect(await revised(worlds.penguins, 'outliers in body mass', 'per species please')).toContain(
      '"Species"',
    )
    expect(await revised(worlds.penguins, 'outliers in body mass', 'use the IQR rule')).toContain('quantile')
  })

  it('reads only the rows that are wanted, from a table that SQL makes ready before', async () => {
    const workspace = await openPlaybookWorkspace(worlds.penguins, { objective: 'correlation matrix' })
    await workspace.turn()
    const [step] = workspace.proposals()
    workspace.reject(step!.output, 'only Adelie penguins')
    await workspace.turn()
    const open = workspace.proposals().filter((one) => one.status === 'in-review')
    expect(open.find((one) => one.language === 'sql')?.code).toContain("WHERE Species = 'Adelie'")
    expect(open.find((one) => one.output === step!.output)?.code).toContain('penguins_for_correlations[')
    workspace.close()
  })
})

describe('where Python can’t be used, the playbook', () => {
  it('says so, with what to do, and shows what SQL can', async () => {
    const workspace = await openPlaybookWorkspace([seasonalOf(1)], {
      objective: 'Forecast monthly revenue',
      noPython: 'Python 3.10 or later was not found: install it.',
    })
    const { outcome } = await workspace.turn()
    expect(workspace.proposals().map((one) => one.language)).toEqual(['sql', 'chart'])
    expect(JSON.stringify(outcome)).toContain('waiting')
    for (const { output } of workspace.proposals()) await workspace.approve(output)
    const { port } = await workspace.turn()
    expect(port.concluded[0]?.text).toContain(
      'A forecast takes Python, and no Python step can run here. Python 3.10 or later was not found: install it.',
    )
    workspace.close()
  })

  it('asks what to do instead where SQL has nothing to show', async () => {
    const workspace = await openPlaybookWorkspace(worlds.penguins, {
      objective: 'Cluster the penguins',
      constraints: [{ text: 'SQL only', checks: ['Steps are written in sql, chart only'] }],
    })
    const { port } = await workspace.turn()
    expect(workspace.proposals()).toEqual([])
    expect(port.asked[0]?.text).toContain(
      'Clustering takes Python, and a constraint of this workspace does not allow it.',
    )
    workspace.close()
  })

  it('reads no column that a constraint forbids', async () => {
    const workspace = await openPlaybookWorkspace(worlds.hr, {
      objective:
        'Predict hasLeft. Correlation matrix of the employees. Find outliers. Cluster the employees.',
      constraints: [
        { text: 'Nobody may be told by age', checks: ['No step reads age, gender of employees'] },
      ],
    })
    await workspace.turn()
    const steps = workspace.proposals().filter((one) => one.language === 'python')
    expect(steps.length).toBeGreaterThanOrEqual(3)
    for (const { code } of steps) expect(code).not.toMatch(/"(age|gender)"/)
    workspace.close()
  })

  it('keeps clusters and groups as large as a constraint asks', async () => {
    const constraints = [
      {
        text: 'Groups of fewer than 25 rows say too little',
        checks: ['In every result with these columns, each row satisfies: row_count >= 25'],
      },
    ]
    const workspace = await openPlaybookWorkspace(worlds.penguins, {
      objective: 'Cluster the penguins. Find outliers in body mass by species.',
      constraints,
    })
    await workspace.turn()
    const code = workspace
      .proposals()
      .map((one) => one.code)
      .join('\n')
    expect(code).toContain('silhouettes["smallest_cluster"] >= 25')
    expect(code).toContain('limits["row_count"] >= 25')
    workspace.close()
  })
})

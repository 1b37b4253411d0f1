import { describe, expect, it } from 'vitest'
import { flights } from '#agents/playbook/testing/schemas.ts'
import { openPlaybookWorkspace, type PlaybookWorkspace } from '#agents/playbook/testing/workspace.ts'

const TABLE = 'average_delay_by_origin'
const CHART = `${TABLE}_chart`

/** The playbook proposed a table and its chart; a person edits the table; the agent goes on. */
async function afterEdit(
  code: string,
  look: (workspace: PlaybookWorkspace, said: readonly string[]) => void,
  name = TABLE,
): Promise<void> {
  const workspace = await openPlaybookWorkspace([flights], {
    objective: 'What is the average delay by origin?',
  })
  try {
    await workspace.turn()
    await workspace.edit(TABLE, code, name)
    const { port } = await workspace.turn()
    look(
      workspace,
      [...port.concluded, ...port.asked].map((one) => one.text),
    )
  } finally {
    workspace.close()
  }
}

const chartIn = (workspace: PlaybookWorkspace) =>
  workspace.proposals().findLast((one) => one.output === CHART && one.status === 'in-review')

const fieldsIn = (code = ''): ReadonlySet<string> =>
  new Set([...code.matchAll(/"field": "(.+?)"/g)].map((match) => match[1] ?? ''))

describe('a chart of a table that a person edited', () => {
  it('is proposed again over the new name of its column', () =>
    afterEdit('SELECT origin, avg(delay) AS typical FROM flights GROUP BY origin', (workspace) => {
      expect(fieldsIn(chartIn(workspace)?.code)).toEqual(new Set(['origin', 'typical']))
    }))

  it('keeps its shape when only a column beside it is dropped', () =>
    afterEdit('SELECT origin, avg(delay) AS avg_delay FROM flights GROUP BY origin', (workspace) => {
      expect(fieldsIn(chartIn(workspace)?.code)).toEqual(new Set(['origin', 'avg_delay']))
    }))

  it('draws the groups that there are now', () =>
    afterEdit('SELECT origin, destination, max(delay) AS worst FROM flights GROUP BY ALL', (workspace) => {
      const chart = chartIn(workspace)?.code
      expect(fieldsIn(chart)).toEqual(new Set(['origin', 'destination', 'worst']))
      expect(chart).toContain('"mark": "rect"')
    }))

  it('becomes a line when the edit left a time in place of the groups', () =>
    afterEdit(
      "SELECT date_trunc('day', date) AS day, avg(delay) AS avg_delay FROM flights GROUP BY 1 ORDER BY 1",
      (workspace) => {
        expect(chartIn(workspace)?.code).toContain('"type": "line"')
        expect(fieldsIn(chartIn(workspace)?.code)).toEqual(new Set(['day', 'avg_delay']))
      },
    ))

  it('follows its table to another name', () =>
    afterEdit(
      'SELECT origin, avg(delay) AS avg_delay FROM flights GROUP BY origin',
      (workspace) => {
        expect(chartIn(workspace)?.code).toContain('"name": "delays"')
        expect(workspace.proposals().filter((one) => one.output === TABLE)).toHaveLength(1)
      },
      'delays',
    ))

  it('is not proposed where nothing is left to draw, and the answer says why', () =>
    afterEdit('SELECT DISTINCT origin FROM flights', (workspace, said) => {
      expect(chartIn(workspace)).toBeUndefined()
      expect(said.join()).toContain(
        `No chart of ${TABLE} as it was edited: it has no column of numbers to draw.`,
      )
    }))

  it('that ran before the edit is proposed again as well', async () => {
    const workspace = await openPlaybookWorkspace([flights], {
      objective: 'What is the average delay by origin?',
    })
    await workspace.turn()
    await workspace.approve(CHART)
    await workspace.edit(TABLE, 'SELECT origin, avg(delay) AS typical FROM flights GROUP BY origin')
    await workspace.turn()
    expect(fieldsIn(chartIn(workspace)?.code)).toEqual(new Set(['origin', 'typical']))
    await workspace.approve(CHART)
    const { outcome } = await workspace.turn()
    expect(outcome.end).toBe('concluded')
    workspace.close()
  })
})

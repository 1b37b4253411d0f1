import { describe, expect, it } from 'vitest'
import { importPlan, type ImportChoice } from '#shared/notebookFile/importPlan.ts'
import { readNotebook } from '#shared/notebookFile/readNotebook.ts'
import { chartCell, readChartCell, readSqlCell, sqlCell } from '#shared/notebookFile/exportedCode.ts'
import { tableOutput } from '#shared/notebookFile/tableOutput.ts'
import { TIDY } from '#shared/notebookFile/testing/notebooks.ts'

const CHOICE: ImportChoice = { order: 'proposed', isRenaming: true }

describe('a notebook where nothing can look at Python', () => {
  it('becomes one draft a cell, as it is, in the order of the file, under names that are free', () => {
    const read = readNotebook(TIDY)
    const cells = read.ok ? read.value : []
    const without = { fileName: 'a.ipynb', cells, facts: null, without: 'No Python here.' }
    const { fates, proposed } = importPlan(without, { datasets: [], steps: ['cell_2'] }, CHOICE)
    expect(proposed.by).toBe('file')
    const blocks = fates.map(({ block }) => (block?.kind === 'python' ? block.output : block?.kind))
    expect(blocks).toEqual(['note', 'cell_2_2', 'cell_3', 'cell_4', 'note', 'cell_6', 'cell_7', 'cell_8'])
    expect(fates[2]?.block?.text).toBe(cells[2]?.source)
  })
})

describe('code that an export writes', () => {
  it.each(['SELECT 1', 'SELECT \'\\\', """, "a" FROM b', '', '"', '\\', 'a\\"""\\'])(
    'is read back as the SQL that it was: %s',
    (code) => {
      expect(readSqlCell(sqlCell({ code, output: 'a' }, {}))).toEqual({ code, output: 'a' })
    },
  )

  it('is read back as the chart that it was', () => {
    const chart = { code: '{"data":{"name":"a"},"title":"\\"é\\""}', output: 'b' }
    expect(readChartCell(chartCell(chart))).toEqual(chart)
  })

  it('is no SQL step once somebody has changed it', () => {
    const cell = sqlCell({ code: 'SELECT 1', output: 'a' }, {})
    expect(readSqlCell(`${cell}\nprint(a)`)).toBeUndefined()
    expect(readSqlCell(cell.replace('""")', '""" + "; DROP TABLE b")'))).toBeUndefined()
  })

  it('shows a table in which nothing is markup', () => {
    const schema = [{ name: '<script>', type: 'VARCHAR' }]
    const { 'text/html': html } = tableOutput('a', 1, { schema, rows: [['<img src=x onerror=alert(1)>']] })
    expect(html).not.toMatch(/<(?:script|img)/)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })
})

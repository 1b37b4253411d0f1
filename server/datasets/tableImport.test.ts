import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { ImportJob, ImportOutcome } from '#server/datasets/tableImport.ts'
import { openTableImport } from '#server/datasets/tableImport.ts'

const folder = mkdtempSync(join(tmpdir(), 'import-test-'))
const imports = openTableImport({ scratchRoot: folder, memoryMb: 512, threads: 2 })
const duckdb = await DuckDBInstance.create(':memory:')
const connection = await duckdb.connect()
let next = 0

afterAll(async () => {
  await imports.close()
  rmSync(folder, { recursive: true, force: true })
})

function importing(content: string | Uint8Array, rest: Partial<ImportJob> = {}): Promise<ImportOutcome> {
  const path = join(folder, `source-${next++}`)
  writeFileSync(path, content)
  return imports.import({ path, fileName: 'table.csv', ...rest }).outcome
}

async function imported(content: string | Uint8Array, rest: Partial<ImportJob> = {}) {
  const outcome = await importing(content, rest)
  if (outcome.kind !== 'imported') throw new Error(`${outcome.kind}: ${outcome.message}`)
  const rows = await rowsIn(outcome.parquetPath)
  const rejects = outcome.rejects ? await rowsIn(outcome.rejects.parquetPath) : []
  return { ...outcome, rows, rejected: rejects, types: outcome.columns.map(({ type }) => type) }
}

async function rowsIn(path: string) {
  return (await connection.runAndReadAll(`FROM read_parquet('${path}')`)).getRowsJson()
}

describe('a delimited file', () => {
  it('gets types that hold for every row, and keeps leading zeros', async () => {
    const { types, rows } = await imported(
      'zip,count,price,day,at,ok\n01234,1,1.50,2024-02-29,2024-02-29 10:00,yes\n99999,NA,2.25,2024-03-01,2024-03-01T11:30:05,no\n',
    )
    expect(types).toEqual(['VARCHAR', 'BIGINT', 'DECIMAL(18,2)', 'DATE', 'TIMESTAMP', 'BOOLEAN'])
    expect(rows[1]).toEqual(['99999', null, '2.25', '2024-03-01', '2024-03-01 11:30:05', false])
  })

  it('reads decimal commas, thousands and day-first dates where they are consistent', async () => {
    const { types, rows, findings } = await imported('a;b;c\n1,5;1.234,50;31.12.2024\n2,25;7,1;01.02.2024\n')
    expect(types).toEqual(['DECIMAL(18,2)', 'DECIMAL(18,2)', 'DATE'])
    expect(rows[0]).toEqual(['1.50', '1234.50', '2024-12-31'])
    expect(findings).toContain('a: commas were read as decimal points')
  })

  it('widens a type for a value that stands far below', async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => `${at},x`)
    lines[55_000] = '5.5.5,x'
    const { types, rows, rejects } = await imported(`n,t\n${lines.join('\n')}\n`)
    expect(types).toEqual(['VARCHAR', 'VARCHAR'])
    expect(rows.length).toBe(60_000)
    expect(rejects).toBeUndefined()
  })

  it('keeps broken rows with the line of the source, also after values with line ends', async () => {
    const { rows, rejected } = await imported(
      'a,b,c\n1,"x\ny",3\n2,y\n3,"br"oken,5\n\n4,z,1,9\n5,ok,7\n7,"open,4\n8,fine,9\n',
    )
    expect(rows.map(([a]) => a)).toEqual(['1', '5', '8'])
    expect(rejected.map(([line, , text]) => [line, text])).toEqual([
      ['4', '2,y'],
      ['5', '3,"br"oken,5'],
      ['7', '4,z,1,9'],
      ['9', '7,"open,4'],
    ])
  })

  it('sets aside rows that fail a corrected type, with their line', async () => {
    const { rows, rejected, types } = await imported('a,b\n1,"x\ny"\nfoo,y\n3,z\n', {
      types: { a: 'BIGINT' },
    })
    expect(types[0]).toBe('BIGINT')
    expect(rows.length).toBe(2)
    expect(rejected).toEqual([['4', 'the value of a is not BIGINT', 'foo,y']])
  })

  it('makes column names unique and says so', async () => {
    const { columns, findings } = await imported('Order Id,größe,größe,,order id\n1,2,3,4,5\n')
    expect(columns.map(({ name }) => name)).toEqual([
      'Order Id',
      'größe',
      'größe_2',
      'column_4',
      'order id_2',
    ])
    expect(findings).toContain('2 columns renamed because the name stood twice')
  })

  it.each([
    ['UTF-16', Buffer.from('\ufeffname,n\nJosé,1\n', 'utf16le')],
    ['Latin-1', Buffer.from('name,n\r\nJosé,1\r\n', 'latin1')],
    ['a byte order mark', Buffer.from('\ufeffname,n\nJosé,1\n')],
  ])('is read in %s', async (_, bytes) => {
    const { rows, columns } = await imported(bytes)
    expect(columns[0]?.name).toBe('name')
    expect(rows).toEqual([['José', '1']])
  })

  it('passes formulas, HTML, colours and zero-width characters through as they are', async () => {
    const cells = ["=cmd()|'/C calc'!A0", '<script>alert(1)</script>', '\u001b[31mred', 'a\u200bb']
    const { rows } = await imported(`t,n\n${cells.map((cell, at) => `"${cell}",${at}`).join('\n')}\n`)
    expect(rows.map(([cell]) => cell)).toEqual(cells)
  })

  it('loses no row: rows and rejects are the rows of the file', async () => {
    const good = fc.tuple(
      fc.nat(999),
      fc.constantFrom('x', '"q,uoted"', '"line\nend"', '"say ""hi"""', 'ü', ''),
    )
    const line = fc.oneof(
      { weight: 4, arbitrary: good.map(([n, t]) => ({ text: `${n},${t},k`, isGood: true })) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('1,2', '1,2,3,4', '1,"a"b,c', 'lone')
          .map((text) => ({ text, isGood: false })),
      },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 5, maxLength: 40 }),
        fc.constantFrom('\n', '\r\n'),
        async (lines, end) => {
          fc.pre(lines.some(({ isGood }) => isGood))
          const all = [{ text: '1,a,k', isGood: true }, ...lines]
          const outcome = await imported(`n,t,k${end}${all.map(({ text }) => text).join(end)}${end}`)
          expect(outcome.rows.length).toBe(all.filter(({ isGood }) => isGood).length)
          expect(outcome.rejected.length).toBe(all.filter(({ isGood }) => !isGood).length)
        },
      ),
      { numRuns: 6 },
    )
  }, 60_000)
})

describe('what an import leaves behind', () => {
  it('is the table and its rejects, and nothing of a refused file', async () => {
    const scratchRoot = mkdtempSync(join(folder, 'scratch-'))
    const tidy = openTableImport({ scratchRoot, memoryMb: 512, threads: 1 })
    const path = join(folder, 'left')
    writeFileSync(path, 'a,b\n1,2\n3\n')
    const outcome = await tidy.import({ path, fileName: 'left.csv' }).outcome
    const kept = outcome.kind === 'imported' ? dirname(outcome.parquetPath) : ''
    expect(readdirSync(kept).toSorted()).toEqual(['rejects.parquet', 'table.parquet'])
    writeFileSync(path, '')
    await tidy.import({ path, fileName: 'left.csv' }).outcome
    expect(readdirSync(scratchRoot).length).toBe(1)
    await tidy.close()
  })
})

describe('JSON and Parquet', () => {
  it('keeps nested values, and broken lines as rejects', async () => {
    const { rows, rejected, types } = await imported(
      '{"a":1,"b":{"c":[1,2]}}\n{"a":\n[1]\n{"a":2,"b":{"c":[]}}\n',
      {
        fileName: 'x.ndjson',
      },
    )
    expect(types).toEqual(['BIGINT', 'STRUCT(c BIGINT[])'])
    expect(rows.length).toBe(2)
    expect(rejected.map(([line, reason]) => [line, reason])).toEqual([
      ['2', 'not JSON'],
      ['3', 'not a JSON object'],
    ])
  })

  it('reads an array of objects, and writes Parquet again to the same content', async () => {
    const { parquetPath, contentDigest } = await imported('[{"a":1,"b":"x"},{"a":2,"b":"y"}]', {
      fileName: 'x.json',
    })
    const again = await imports.import({ path: parquetPath, fileName: 'x.parquet' }).outcome
    expect(again).toMatchObject({ kind: 'imported', contentDigest, rows: 2 })
  })
})

describe('a file that is no table', () => {
  it.each([
    ['empty', '', /empty/],
    ['a header only', 'a,b\n', /only a header/],
    ['a ZIP or workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /ZIP archive or an Excel/],
    ['a web page', '<!DOCTYPE html><html></html>', /web page/],
    ['binary', Buffer.from(Array.from({ length: 400 }, (_, at) => at % 7)), /binary/],
    ['broken JSON', '[{"a":1},{"a":', /could not be read/],
    ['a broken Parquet file', Buffer.from('PAR1 and nothing more, PAR1'), /could not be read/],
  ])('is refused in words when it is %s', async (_, content, words) => {
    const outcome = await importing(content)
    expect(outcome.kind === 'refused' ? outcome.message : outcome.kind).toMatch(words)
  })

  it('can not smuggle SQL in through a corrected type', async () => {
    const outcome = await importing('a\n1\n', { types: { a: 'BIGINT) FROM x --' } })
    expect(outcome.kind).toBe('refused')
  })
})

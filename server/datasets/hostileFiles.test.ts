import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, expect, it } from 'vitest'
import { openTableImport, type ImportOutcome } from '#server/datasets/tableImport.ts'
import { assertNever } from '#shared/result.ts'

/** Set to 500 for the whole exercise. */
const FILES = Number(process.env['COUNTERSIGN_HOSTILE_FILES'] ?? '20')
const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
const imports = openTableImport({ scratchRoot: folder, memoryMb: 256, threads: 1 })
const duckdb = await DuckDBInstance.create(':memory:')
const connection = await duckdb.connect()
afterAll(async () => {
  await imports.close()
  rmSync(folder, { recursive: true, force: true })
})

async function countIn(path: string): Promise<number> {
  return Number(
    (await connection.runAndReadAll(`SELECT count(*) FROM read_parquet('${path}')`)).getRowsJson()[0]?.[0],
  )
}

/** What came of it agrees with itself and with what the bytes can hold. */
async function expectWhole(outcome: ImportOutcome, bytes: Buffer, name: string): Promise<void> {
  switch (outcome.kind) {
    case 'refused':
    case 'lost':
      expect(outcome.message).toMatch(/^[A-Z].{15,}/s)
      return
    case 'imported': {
      const { rows, rejects, columns, profile } = outcome
      expect(await countIn(outcome.parquetPath)).toBe(rows)
      expect(rejects ? await countIn(rejects.parquetPath) : 0).toBe(rejects?.rows ?? 0)
      expect(profile.rows).toBe(rows)
      expect(profile.columns.map((column) => column.name)).toEqual(columns.map((column) => column.name))
      for (const { nulls, distinct } of profile.columns) expect(nulls + distinct).toBeLessThanOrEqual(rows)
      // A row of text takes a line, an object of a JSON array its braces; the damage never adds rows to a Parquet file.
      const most = name.endsWith('.parquet')
        ? 300
        : name.endsWith('.json')
          ? bytes.filter((byte) => byte === 123).length
          : bytes.toString('latin1').split(/[\r\n]/).length
      expect(rows + (rejects?.rows ?? 0)).toBeLessThanOrEqual(most)
      return
    }
    default:
      assertNever(outcome)
  }
}

it('a damaged file is imported whole, refused in a sentence, or kills its child and nothing more', async () => {
  const csv = Buffer.from(`a,b\n${Array.from({ length: 300 }, (_, at) => `${at},"text ${at}"`).join('\n')}\n`)
  const tsv = Buffer.from(`a\tb\n${Array.from({ length: 300 }, (_, at) => `${at}\ttext ${at}`).join('\n')}\n`)
  const objects = Array.from({ length: 100 }, (_, at) => ({ a: at, b: { c: [at] } }))
  const json = Buffer.from(JSON.stringify(objects))
  const ndjson = Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(''))
  const first = join(folder, 'good.csv')
  writeFileSync(first, csv)
  const good = await imports.import({ path: first, fileName: 'good.csv' }).outcome
  if (good.kind !== 'imported') throw new Error(good.message)
  const parquet = readFileSync(good.parquetPath)
  const kinds = [
    { name: 'x.csv', bytes: csv },
    { name: 'x.tsv', bytes: tsv },
    { name: 'x.json', bytes: json },
    { name: 'x.ndjson', bytes: ndjson },
    { name: 'x.parquet', bytes: parquet },
  ] as const
  let seed = 42
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  for (let turn = 0; turn < FILES; turn++) {
    for (const { name, bytes } of kinds.slice(turn % 5, (turn % 5) + 1)) {
      const damaged = Buffer.from(bytes)
      for (let hit = 0; hit <= turn % 20; hit++) damaged[random(damaged.length)] = random(256)
      const path = join(folder, `damaged-${turn}`)
      writeFileSync(path, turn % 7 === 6 ? damaged.subarray(0, random(damaged.length)) : damaged)
      const outcome = await imports.import({ path, fileName: name }).outcome
      await expectWhole(outcome, readFileSync(path), name)
    }
  }
  // The next file is none the worse for it.
  expect(await imports.import({ path: first, fileName: 'good.csv' }).outcome).toMatchObject({
    contentDigest: good.contentDigest,
  })
}, 600_000)

/** The playbook's Python, run by the real kernel on tables where the truth is known: it finds what was put there, and says where there is nothing. */
import { compile, type TopLevelSpec } from 'vega-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  blobs,
  bodies,
  cloud,
  FAR_ROWS,
  gauges,
  homes,
  hostile,
  randomWalk,
  seasonalOf,
  seasonTruth,
} from '#agents/playbook/testing/planted.ts'
import type { TestTable } from '#agents/playbook/testing/tables.ts'
import { type Analysed, type Analyst, openAnalyst } from '#e2e/testing/analyst.ts'

let analyst: Analyst
beforeAll(async () => {
  analyst = await openAnalyst()
})
afterAll(() => analyst.close())

const rowsOf = (analysed: Analysed, part: string) => analysed.parts.get(part)?.rows ?? []
const readsOf = (analysed: Analysed) =>
  [...analysed.analyses.values()].flatMap(({ reads }) =>
    reads.map(({ name, columns }) => ({ name, columns })),
  )

/** Nothing is denied, columns are read by name, results have the columns that were promised, and charts draw those. */
async function asked(table: TestTable, text: string): Promise<Analysed> {
  const analysed = await analyst.ask([table], text)
  for (const { findings } of analysed.analyses.values())
    expect(findings.filter((one) => one.severity !== 'note')).toEqual([])
  const columns = new Map<string, readonly string[]>()
  for (const step of analysed.steps)
    for (const told of [step, ...(step.also ?? [])]) {
      const names = analysed.parts.get(told.part)?.columns ?? []
      if (step.language !== 'chart') columns.set(told.output, names)
      if (step.language === 'python') {
        const promised = told.columns.map(({ name }) => name)
        expect(names, `${told.output} of ${text}`).toEqual(expect.arrayContaining(promised))
      }
    }
  for (const step of analysed.steps.filter((one) => one.language === 'chart')) {
    const spec = JSON.parse(step.code) as TopLevelSpec & { data: { name: string } }
    expect(() => compile(spec)).not.toThrow()
    const drawn = columns.get(spec.data.name) ?? []
    for (const field of fieldsIn(spec)) expect(drawn, `${step.output}: ${field}`).toContain(field)
  }
  return analysed
}

const fieldsIn = (value: unknown): readonly string[] => {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'field' && typeof inner === 'string' ? [inner.replaceAll(/\\(.)/g, '$1')] : fieldsIn(inner),
  )
}

describe('correlations', () => {
  it('find the pair that goes together, and no other, with the rows that each rests on', async () => {
    const analysed = await asked(bodies, 'Show a correlation matrix of the numeric columns')
    const [first, ...others] = rowsOf(analysed, 'main')
    expect(first).toMatchObject({ column_a: 'height_cm', column_b: 'weight_kg' })
    expect(Number(first?.['row_count'])).toBe(500)
    expect(Number(first?.['correlation'])).toBeCloseTo(0.8, 1)
    expect(Number(first?.['low'])).toBeLessThan(0.8)
    expect(Number(first?.['high'])).toBeGreaterThan(0.8)
    for (const { correlation } of others) expect(Math.abs(Number(correlation))).toBeLessThan(0.12)
    expect(analysed.steps[0]?.rationale).toContain('measure nothing: body_id.')
    expect(analysed.steps[0]?.rationale).toContain('all their values are the same: planet.')
    expect(readsOf(analysed)).toEqual([{ name: 'bodies', columns: ['height_cm', 'weight_kg', 'noise'] }])
  })

  it('follow ranks where asked, and agree with the textbook', async () => {
    const analysed = await asked(bodies, 'Spearman correlation of height and weight')
    const height = ranksOf(bodies, 1)
    const weight = ranksOf(bodies, 2)
    const d2 = height.reduce((sum, rank, at) => sum + (rank - (weight[at] ?? 0)) ** 2, 0)
    const rho = 1 - (6 * d2) / (500 * (500 ** 2 - 1))
    expect(Number(rowsOf(analysed, 'main')[0]?.['correlation'])).toBeCloseTo(rho, 3)
    expect(analysed.said).toContain('Spearman’s rank correlation')
  })

  it('say when no two columns go together', async () => {
    expect((await asked(cloud, 'which columns are correlated?')).said).toContain(
      'no two of these columns go together',
    )
  })
})

const ranksOf = (table: TestTable, column: number): readonly number[] => {
  const sorted = table.rows.map((row) => Number(row[column])).toSorted((a, b) => a - b)
  return table.rows.map((row) => sorted.indexOf(Number(row[column])) + 1)
}

describe('outliers', () => {
  it('are the rows that are far within their group, and those alone', async () => {
    const analysed = await asked(gauges, 'Find outliers in level by site')
    const found = rowsOf(analysed, 'rows').map((row) => Number(row['gauge_id']))
    expect(found.toSorted((a, b) => a - b)).toEqual(FAR_ROWS)
    expect(analysed.said).toContain('5 of 400 values (1.25 %)')
    expect(analysed.said).toContain('not an error')
    expect(rowsOf(analysed, 'main').map((row) => [row['site'], Number(row['centre']) < 500])).toEqual(
      expect.arrayContaining([
        ['A', true],
        ['B', false],
      ]),
    )
  })

  it('are seen by quartiles too, where asked', async () => {
    const analysed = await asked(gauges, 'outliers of level by site with the IQR rule')
    const found = rowsOf(analysed, 'rows').map((row) => Number(row['gauge_id']))
    for (const far of FAR_ROWS) expect(found).toContain(far)
  })

  it('are none where all values are ordinary', async () => {
    const analysed = await asked(hostile['wide']!, 'Are there outliers in measure 3?')
    expect(analysed.said).toContain('No outliers')
    expect(rowsOf(analysed, 'rows')).toEqual([])
  })
})

describe('a forecast', () => {
  const FORECAST = 'Forecast monthly revenue for the next 12 months'
  const aheadOf = (analysed: Analysed) =>
    rowsOf(analysed, 'forecast').filter((row) => row['forecast'] !== null)

  it('goes on with rise and season, and beats the naive guess on the past', async () => {
    const analysed = await asked(seasonalOf(3), FORECAST)
    expect(aheadOf(analysed)).toHaveLength(12)
    for (const row of aheadOf(analysed))
      expect(Math.abs(Number(row['forecast']) - seasonTruth(monthsSince(String(row['month']))))).toBeLessThan(
        60,
      )
    expect(analysed.said).toContain('did better on the past than guessing')
    expect(analysed.said).toContain('of the naive guess by the last season')
  })

  it('has what comes within its band about as often as it says', async () => {
    let within = 0
    for (let seed = 1; seed <= 12; seed += 1)
      for (const row of aheadOf(await asked(seasonalOf(seed), FORECAST))) {
        const truth = seasonTruth(monthsSince(String(row['month'])))
        if (Number(row['low']) <= truth && truth <= Number(row['high'])) within += 1
      }
    expect(within / 144).toBeGreaterThan(0.65)
    expect(within / 144).toBeLessThan(0.97)
  })

  it('says of a random walk that nothing beats the last value, and uses that', async () => {
    const analysed = await asked(randomWalk, 'Predict the average price for the next 10 days')
    expect(analysed.said).toContain('does not beat guessing')
    const ahead = rowsOf(analysed, 'forecast').filter((row) => row['forecast'] !== null)
    expect(ahead).toHaveLength(10)
    const last = rowsOf(analysed, 'forecast').find((row) => row['forecast'] === null)
    for (const row of ahead) expect(Number(row['forecast'])).toBe(Number(last?.['avg_price']))
  })
})

const monthsSince = (text: string): number => {
  const [year = 0, month = 1] = text.split('-').map(Number)
  return (year - 2012) * 12 + month - 1
}

describe('clusters', () => {
  it('are the three that were put there, with their sizes and centres in the units of the data', async () => {
    const analysed = await asked(blobs, 'Cluster the stars')
    const chosen = rowsOf(analysed, 'main').find((row) => row['is_chosen'] === true)
    expect(Number(chosen?.['k'])).toBe(3)
    expect(Number(chosen?.['silhouette'])).toBeGreaterThan(0.7)
    expect(analysed.said).toContain('3 clusters (the best silhouette')
    expect(analysed.said).not.toContain('No clusters')
    const [largest, second, third] = rowsOf(analysed, 'clusters')
    expect([largest, second, third].map((row) => Number(row?.['row_count']))).toEqual([200, 150, 100])
    expect(Number(third?.['average_heat'])).toBeCloseTo(9000, -3)
    expect(Number(second?.['average_brightness'])).toBeCloseTo(10, 0)
  })

  it('are as many as asked, with a word on what would be better', async () => {
    const { said } = await asked(blobs, 'Divide the stars into 5 clusters')
    expect(said).toContain('5 clusters (as asked; 3 would be best')
  })

  it('are none in one cloud, and that is said', async () => {
    expect((await asked(cloud, 'find natural groups of rows in the cloud')).said).toContain(
      'No clusters to speak of',
    )
  })
})

describe('a prediction', () => {
  it('finds what price follows, beside the baseline, and warns of its near copy', async () => {
    const { said, parts } = await asked(homes, 'Predict price of homes')
    expect(said).toContain('price can be predicted better than by guessing')
    expect(said).toContain('Beware: price_with_tax alone tells nearly all of price')
    expect(parts.get('main')?.rows).toHaveLength(15)
  })

  it('names the columns that matter when the copy is left out', async () => {
    const analysed = await asked(homes, 'Predict price of homes, leaving out price with tax')
    expect(analysed.said).not.toContain('Beware')
    const names = rowsOf(analysed, 'importance').map((row) => String(row['column']))
    expect(new Set(names.slice(0, 2))).toEqual(new Set(['area_m2', 'district']))
    expect(readsOf(analysed)[0]?.columns).not.toContain('price_with_tax')
  })

  it('tells classes from what they follow', async () => {
    const { said } = await asked(homes, 'Predict is_sold from area and luck')
    expect(said).toContain('is_sold can be predicted better than by guessing')
    expect(said).toMatch(/balanced accuracy 0\.[89]/)
    expect(said).toMatch(/costs the score most for area_m2 [\d.]+ \([^)]*\)\./)
  })

  it('says when there is nothing to learn', async () => {
    expect((await asked(homes, 'Can we tell the verdict?')).said).toContain(
      'verdict can’t be predicted from these columns better than by guessing',
    )
    expect((await asked(homes, 'Predict luck')).said).toContain('luck can’t be predicted')
  })
})

const WISHES = [
  'correlation matrix',
  'find outliers',
  'forecast a for the next 5 days',
  'forecast the number of rows for the next 5 days',
  'cluster the rows',
  'predict a',
  'predict value',
  'predict flag',
  'forecast value for the next 3 weeks',
  'find outliers by kind',
  'predict kind from a and b',
]

describe.each(Object.entries(hostile))('on a table that is %s', (_, table) => {
  it.each(WISHES)('“%s” ends in results or in a question, never in a failure', async (wish) => {
    const analysed = await asked(table, wish)
    expect(analysed.steps.length + analysed.questions.length).toBeGreaterThan(0)
    expect(analysed.said).not.toMatch(/NaN|undefined|null/)
  })
})

import fc from 'fast-check'
import { compile, type TopLevelSpec } from 'vega-lite'
import { describe, expect, it } from 'vitest'
import { outlineOf } from '#agents/playbook/testing/outline.ts'
import { openInMemory } from '#agents/playbook/testing/inMemory.ts'
import { objectives } from '#agents/playbook/testing/objectives.ts'
import {
  column,
  counter,
  date,
  decimal,
  flag,
  gaps,
  pick,
  testTable,
  type TestTable,
  timestamp,
  whole,
} from '#agents/playbook/testing/tables.ts'
import { stepsOf } from '#agents/playbook/stepsOf.ts'
import { understand } from '#agents/playbook/understand.ts'
import { TableName } from '#shared/ids.ts'

const VERBS =
  'average total median top 5 bottom 3 share of distribution compare correlation between and by per month year weekday over time trend clean duplicates missing profile quality join how many which highest longest excluding more than 10 in 2020 last quarter vs depends on list rows where increase heaviest'.split(
    ' ',
  )

const NAMES = fc.constantFrom(
  'order',
  'select',
  'Group',
  'a b',
  'ÄÖ Größe (cm)',
  'x',
  'y',
  'id',
  'row_count',
  'month',
  'weekday',
  'avg_x',
  'total',
  'time',
  'date',
  'name',
  'value.with.dots',
  'brackets[0]',
  'quote"d',
  "apo'strophe",
  'camelCaseName',
  'SCREAMING',
  '2020',
  '%',
  'percent',
  'country',
  'delay',
  'price_eur',
  'max',
  'period',
  'tenth',
  'parts',
  'bin_start',
  '日本',
  'rate',
  'table',
  'year',
  'x_2',
  'origin',
  'customer_id',
  ' ',
)

const KINDS = [
  ['BIGINT', 'measure', gaps(0.1, whole(-50, 5000))],
  ['DOUBLE', 'measure', gaps(0.1, decimal(-1, 1))],
  ['DECIMAL(18,3)', 'measure', decimal(0, 1e6)],
  ['HUGEINT', 'measure', whole(0, 9)],
  ['VARCHAR', 'category', gaps(0.1, pick('a', 'b', 'The Order', "it's", 'NULL', '', 'IN'))],
  ['VARCHAR', 'text', counter('t')],
  ['VARCHAR', 'text', pick('2020-01-01', '2021-05-06')],
  ['VARCHAR', 'text', pick('1', '22', '3.5')],
  ['VARCHAR', 'category', pick('yes', 'no')],
  ['BIGINT', 'identifier', counter()],
  ['BOOLEAN', 'boolean', gaps(0.2, flag(0.4))],
  ['DATE', 'time', gaps(0.1, date('2019-01-01', 900))],
  ['TIMESTAMP', 'time', timestamp('2024-01-01', 3)],
  ['TIMESTAMP WITH TIME ZONE', 'time', timestamp('2024-01-01', 300)],
  ['INTEGER', 'measure', whole(1990, 2024)],
  ['INTEGER[]', 'nested', () => null],
  ['STRUCT(a INTEGER)', 'nested', () => null],
  ['TIME', 'nested', () => null],
  ['BLOB', 'nested', () => null],
] as const

const tableOf = (name: string) =>
  fc
    .tuple(
      fc.uniqueArray(fc.tuple(NAMES, fc.nat(KINDS.length - 1)), {
        minLength: 1,
        maxLength: 12,
        selector: ([text]) => text.toLowerCase(),
      }),
      fc.constantFrom(0, 1, 40),
      fc.nat(1000),
    )
    .map(([columns, rows, seed]) =>
      testTable(
        name,
        rows,
        columns.map(([text, at]) => {
          const [type, role, cell] = KINDS[at]!
          return column(text, type, role, cell)
        }),
        seed + 1,
      ),
    )

const worlds = fc.tuple(tableOf('orders'), tableOf('my_things')).map((tables): readonly TestTable[] => tables)
const wordsFor = (tables: readonly TestTable[]) => {
  const names = tables.flatMap((table) => [
    table.name,
    ...table.columns.map((one) => one.name.replaceAll('_', ' ')),
  ])
  const words = fc.array(
    fc.oneof(fc.constantFrom(...VERBS), fc.constantFrom(...names), fc.string({ maxLength: 8 })),
    { minLength: 1, maxLength: 14 },
  )
  return fc.oneof(
    words.map((all) => all.join(' ')),
    fc.constantFrom(...objectives.map(({ text }) => text)),
    words.map(
      (all) =>
        `${all.join(' ')}; compare ${names.at(-1)} by ${names[1]}, and how does ${names[2] ?? 'it'} develop over time?`,
    ),
  )
}

describe('on any tables and any words', () => {
  it('no step fails to bind and run, names a column that is not there, or takes a name that is taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds.chain((tables) =>
          fc.tuple(fc.constant(tables), fc.array(wordsFor(tables), { minLength: 4, maxLength: 4 })),
        ),
        async ([tables, texts]) => {
          const database = await openInMemory(tables)
          try {
            for (const text of texts) {
              const known = tables.map((table) => table.known)
              const understanding = understand(text, known)
              expect(outlineOf(understanding)).toBe(outlineOf(understand(text, known)))
              const taken = tables.map((table) => table.name)
              const { steps } = stepsOf(understanding.intents, {
                most: 8,
                taken,
                languages: ['sql', 'chart'],
              })
              const names = steps.map((step) => step.output.toLowerCase())
              expect(new Set([...names, ...taken]).size).toBe(names.length + taken.length)
              for (const step of steps) {
                expect(TableName.safeParse(step.output).success).toBe(true)
                if (step.language === 'sql')
                  await database
                    .keep(step)
                    .catch((error: unknown) => expect.fail(`${text}\n${step.code}\n${String(error)}`))
                else compile(JSON.parse(step.code) as TopLevelSpec)
              }
              for (const step of steps)
                if (step.language === 'sql') await database.run(`DROP TABLE ${step.output}`)
            }
          } finally {
            database.close()
          }
        },
      ),
      { numRuns: 150, seed: Number(process.env['SEED'] ?? 42), endOnFailure: true },
    )
  }, 60_000)

  it('300 columns are cut to what a person can read', () => {
    const wide = testTable(
      'wide',
      5,
      Array.from({ length: 300 }, (_, at) => column(`measure_${at}`, 'DOUBLE', 'measure', decimal(0, 1))),
    )
    for (const text of [
      'profile the data',
      'check the quality',
      'clean the data',
      'average measure 7',
      'distribution of measure 299',
    ]) {
      const { steps } = stepsOf(understand(text, [wide.known]).intents, {
        most: 8,
        taken: ['wide'],
        languages: ['sql', 'chart'],
      })
      expect(steps.every((step) => step.code.length < 30_000)).toBe(true)
    }
    expect(outlineOf(understand('distribution of measure 299', [wide.known]))).toBe(
      'distribution measure_299',
    )
  })
})

/** Tables in which the truth is known, because it was put there: what an analysis must find, and what it must not. */
import { type Cell, column, randomFrom, tableOf, type TestTable } from '#agents/playbook/testing/tables.ts'

const none = (): Cell => null
const normalFrom = (seed: number): (() => number) => {
  const random = randomFrom(seed)
  // Box and Muller; the first numbers of a linear sequence lie too near to its seed.
  for (let at = 0; at < 10; at += 1) random()
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
const many = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at))
const dayOf = (at: number): string => new Date(Date.UTC(2015, 0, 1 + at)).toISOString().slice(0, 10)
const monthOf = (at: number): string => new Date(Date.UTC(2012, at, 1)).toISOString().slice(0, 10)
const round = (value: number): number => Math.round(value * 1000) / 1000

/** Height and weight go together at 0.8, noise with neither; the key and the constant say nothing. */
export const bodies = (() => {
  const normal = normalFrom(11)
  return tableOf(
    'bodies',
    [
      column('body_id', 'BIGINT', 'identifier', none),
      column('height_cm', 'DOUBLE', 'measure', none),
      column('weight_kg', 'DOUBLE', 'measure', none),
      column('noise', 'DOUBLE', 'measure', none),
      column('planet', 'BIGINT', 'measure', none),
    ],
    many(500, (at) => {
      const [a, b] = [normal(), normal()]
      return [at + 1, round(170 + 10 * a), round(70 + 8 * (0.8 * a + 0.6 * b)), round(normal()), 3]
    }),
  )
})()

/** Ordinary values about 100 in A and about 1,000 in B; the five far ones are far within their own group. */
export const FAR_ROWS = [7, 77, 177, 277, 333]
export const gauges = (() => {
  const normal = normalFrom(5)
  return tableOf(
    'gauges',
    [
      column('gauge_id', 'BIGINT', 'identifier', none),
      column('site', 'VARCHAR', 'category', none),
      column('level', 'DOUBLE', 'measure', none),
    ],
    many(400, (at) => {
      const isA = at % 2 === 0
      const ordinary = (isA ? 100 : 1000) + Math.max(-2.5, Math.min(2.5, normal())) * 5
      return [at, isA ? 'A' : 'B', round(FAR_ROWS.includes(at) ? 550 : ordinary)]
    }),
  )
})()

/** What a month would be without noise: a rise and a season. */
export const seasonTruth = (at: number): number => 1000 + 6 * at + 250 * Math.sin((2 * Math.PI * at) / 12)

/** Eight years of months with a little noise. */
export const seasonalOf = (seed: number): TestTable => {
  const normal = normalFrom(seed)
  return tableOf(
    'sales_log',
    [column('booked', 'DATE', 'time', none), column('revenue', 'DOUBLE', 'measure', none)],
    many(96, (at) => [monthOf(at), round(seasonTruth(at) + 15 * normal())]),
  )
}

/** Nothing in its past tells where it goes next. */
export const randomWalk = (() => {
  const normal = normalFrom(17)
  let level = 100
  return tableOf(
    'walk',
    [column('day', 'DATE', 'time', none), column('price', 'DOUBLE', 'measure', none)],
    many(300, (at) => [dayOf(at), round((level += normal()))]),
  )
})()

const CENTRES = [
  [0, 0],
  [10, 0],
  [5, 9],
] as const
export const blobs = (() => {
  const normal = normalFrom(23)
  return tableOf(
    'stars',
    [
      column('brightness', 'DOUBLE', 'measure', none),
      column('heat', 'DOUBLE', 'measure', none),
      column('true_kind', 'VARCHAR', 'category', none),
    ],
    many(450, (at) => {
      const kind = at % 9 < 4 ? 0 : at % 9 < 7 ? 1 : 2
      const [x, y] = CENTRES[kind] ?? [0, 0]
      return [round(x + normal()), round(1000 * (y + normal())), `kind ${kind}`]
    }),
  )
})()

export const cloud = (() => {
  const normal = normalFrom(29)
  return tableOf(
    'cloud',
    [
      column('east', 'DOUBLE', 'measure', none),
      column('north', 'DOUBLE', 'measure', none),
      column('up', 'DOUBLE', 'measure', none),
    ],
    many(400, () => [round(normal()), round(normal()), round(normal())]),
  )
})()

/** Price follows area and district; luck and verdict follow nothing; price_with_tax is price again; late follows area. */
export const homes = (() => {
  const normal = normalFrom(31)
  const random = randomFrom(37)
  return tableOf(
    'homes',
    [
      column('home_id', 'BIGINT', 'identifier', none),
      column('area_m2', 'DOUBLE', 'measure', none),
      column('district', 'VARCHAR', 'category', none),
      column('luck', 'DOUBLE', 'measure', none),
      column('price', 'DOUBLE', 'measure', none),
      column('price_with_tax', 'DOUBLE', 'measure', none),
      column('is_sold', 'BOOLEAN', 'boolean', none),
      column('verdict', 'VARCHAR', 'category', none),
    ],
    many(600, (at) => {
      const area = 40 + 120 * random()
      const district = ['hill', 'lake', 'moor'][Math.floor(random() * 3)] ?? 'hill'
      const price = 50 + 3 * area + (district === 'lake' ? 120 : 0) + 20 * normal()
      return [
        at,
        at % 17 === 0 ? null : round(area),
        district,
        round(normal()),
        round(price),
        round(price * 1.19),
        area + 15 * normal() > 100,
        random() < 0.5 ? 'yes' : 'no',
      ]
    }),
  )
})()

/** Names and values that break what is not careful. */
export const hostile: Readonly<Record<string, TestTable>> = {
  allNull: tableOf(
    'nothing',
    [
      column('a', 'DOUBLE', 'measure', none),
      column('b', 'DOUBLE', 'measure', none),
      column('day', 'DATE', 'time', none),
    ],
    many(50, () => [null, null, null]),
  ),
  oneRow: tableOf(
    'single',
    [
      column('a', 'DOUBLE', 'measure', none),
      column('b', 'DOUBLE', 'measure', none),
      column('kind', 'VARCHAR', 'category', none),
      column('day', 'DATE', 'time', none),
    ],
    [[1, 2, 'x', '2020-01-01']],
  ),
  constant: tableOf(
    'flat',
    [
      column('a', 'DOUBLE', 'measure', none),
      column('b', 'DOUBLE', 'measure', none),
      column('c', 'DOUBLE', 'measure', none),
      column('day', 'DATE', 'time', none),
    ],
    many(60, (at) => [5, at % 2, at === 3 ? 1 : 0, dayOf(at)]),
  ),
  textDates: tableOf(
    'class',
    [
      column('Größe (cm)', 'DECIMAL(12,2)', 'measure', none),
      column('say "hi"', 'VARCHAR', 'text', none),
      column('row_count', 'BIGINT', 'measure', none),
      column('value', 'DOUBLE', 'measure', none),
      column('cluster', 'DOUBLE', 'measure', none),
      column('日付', 'VARCHAR', 'text', none),
      column("a'b\\c", 'VARCHAR', 'category', none),
      column('flag', 'BOOLEAN', 'boolean', none),
    ],
    many(
      120,
      (at) =>
        [
          at % 7 === 0 ? null : 10 + (at % 13),
          String(at * 1.5),
          at * at,
          Math.sin(at),
          Math.cos(at * 3),
          new Date(Date.UTC(2020, 0, 1 + 2 * at)).toISOString().slice(0, 10).replaceAll('-', '/'),
          at % 5 === 0 ? null : ['ä', "it's", '"q"'][at % 3],
          at % 11 === 0 ? null : at % 2 === 0,
        ] as readonly Cell[],
    ),
  ),
  wide: (() => {
    const random = randomFrom(3)
    return tableOf(
      'wide',
      many(300, (at) => column(`measure_${at}`, 'DOUBLE', 'measure', none)),
      many(80, () => many(300, () => round(random()))),
    )
  })(),
}

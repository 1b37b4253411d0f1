import { describe, expect, it } from 'vitest'
import type { KnownTable } from '#agents/playbook/knownTable.ts'
import { outlineOf } from '#agents/playbook/testing/outline.ts'
import { column, date, decimal, pick, testTable, whole } from '#agents/playbook/testing/tables.ts'
import { understand } from '#agents/playbook/understand.ts'

const branches = testTable('branches', 200, [
  column('Region', 'VARCHAR', 'category', pick('North', 'South', 'East', 'West')),
  column('Day', 'DATE', 'time', date('2023-01-01', 500)),
  column('Sales', 'BIGINT', 'measure', whole(100, 900)),
  column('Margin %', 'DOUBLE', 'measure', decimal(5, 20)),
]).known

const films = testTable('movies', 300, [
  column('Title', 'VARCHAR', 'text', (row) => `Film ${row}`),
  column('Director', 'VARCHAR', 'category', (row) => `Director ${row % 9}`),
  column('Released', 'VARCHAR', 'category', (row) => `Jun ${(row % 27) + 1} ${1990 + (row % 20)}`),
  column('IMDB Rating', 'DOUBLE', 'measure', decimal(1, 10)),
  column('Miles_per_Gallon', 'DOUBLE', 'measure', decimal(9, 40)),
]).known

const LANDS = ['Al', 'Be', 'Co', 'De', 'El', 'Fa', 'Ga', 'Ho'].flatMap((first) =>
  ['land', 'stan', 'via', 'ria', 'nor'].map((last) => `${first}${last}`),
)
const nations = testTable('nations', 400, [
  column('country', 'VARCHAR', 'category', (row) => LANDS[row % 40] ?? null),
  column('year', 'BIGINT', 'measure', (row) => 1950 + 5 * Math.floor(row / 40)),
  column('pop', 'BIGINT', 'measure', whole(1000, 900_000)),
  column('fertility', 'DOUBLE', 'measure', decimal(1, 8)),
]).known
const unlisted = LANDS.find((land) => !nations.columns[0]?.values.includes(land)) ?? ''

const house = testTable('house_prices', 200, [
  column('Sale Price ($k)', 'BIGINT', 'measure', whole(100, 900)),
  column('Living Area (sq ft)', 'BIGINT', 'measure', whole(400, 4000)),
  column('No. of Rooms', 'BIGINT', 'measure', whole(1, 7)),
]).known

const weather = testTable('weather', 400, [
  column('date', 'DATE', 'time', date('2015-01-01', 400)),
  column('precipitation', 'DOUBLE', 'measure', decimal(0, 30)),
  column('sky', 'VARCHAR', 'category', pick('sun', 'rain', 'fog')),
]).known

const commits = testTable('commits_log', 200, [
  column('at', 'DATE', 'time', date('2015-01-01', 300)),
  column('count', 'BIGINT', 'measure', whole(1, 30)),
]).known

const asked: readonly (readonly [string, KnownTable, string])[] = [
  ['which region sells best?', branches, 'rank top 10 sum(Sales) by Region'],
  ['whats the avarage margin per region', branches, 'aggregate avg(Margin %) by Region'],
  [
    'compare North and South',
    branches,
    'aggregate sum(Sales) by Region [Region=South/North]; compare-groups Margin % by Region [Region=South/North]',
  ],
  [
    'why did sales fall?',
    branches,
    'trend sum(Sales) a quarter of Day; trend sum(Sales) a quarter by Region of Day',
  ],
  ['forecast sales for next year', branches, 'forecast 12 month of sum(Sales) over Day'],
  [
    'which director has the highest average imdb rating with at least 5 films?',
    films,
    'rank top 10 avg(IMDB Rating) by Director',
  ],
  [
    'average IMDB rating per year since 2000',
    films,
    'trend avg(IMDB Rating) a year of Released [Released:2000-01-01..]',
  ],
  ['average mpg by director', films, 'aggregate avg(Miles_per_Gallon) by Director'],
  ['total population per year', nations, 'trend sum(pop) a year of year'],
  [
    `how did fertility change over time in ${unlisted}?`,
    nations,
    `trend avg(fertility) a year of year [country=${unlisted}]`,
  ],
  ['does living area affect the price?', house, 'relation Sale Price ($k) ~ Living Area (sq ft)'],
  ['median price per room count', house, 'aggregate median(Sale Price ($k)) by No. of Rooms'],
  [
    'how many rainy days per month in 2015?',
    weather,
    'trend rows a month of date [sky=rain & date:2015-01-01..2016-01-01]',
  ],
  ['what share of days is sunny?', weather, 'share rows by sky'],
  ['what is the wettest month?', weather, 'rank top 10 sum(precipitation) by month'],
  ['commits per weekday', commits, 'aggregate sum(count) by weekday'],
]

describe('asked as people ask, the playbook', () => {
  it.each(asked)('reads “%s”', (text, table, outline) => {
    expect(outlineOf(understand(text, [table]))).toBe(outline)
  })

  it('asks which column a word means that no column bears, where nothing else is asked', () => {
    const { intents, questions } = understand('top 5 movies by profit', [films])
    expect(intents).toEqual([])
    expect(questions[0]?.text).toContain('I find no column for “profit”')
    expect(questions[0]?.options).toEqual(['movies.IMDB Rating', 'movies.Miles_per_Gallon'])
  })

  it.each([
    ['whats the avarage margin per region', branches, 'I read “avarage” as “average”.'],
    ['why did sales fall?', branches, 'Why it is so, the data does not say'],
    ['commits per weekday', commits, 'I take “commits” for commits_log.count.'],
    [`fertility over time in ${unlisted}`, nations, `I take “${unlisted}” for a value of country`],
  ] as const)('says what it took for granted in “%s”', (text, table, told) => {
    expect(understand(text, [table]).assumptions.join(' ')).toContain(told)
  })

  it('says that a forecast takes Python where there is none, and shows the course so far', () => {
    const read = understand('forecast sales for next year', [branches], [], '', 'there is none here.')
    expect(outlineOf(read)).toBe('trend sum(Sales) a quarter of Day')
    expect(read.assumptions.join(' ')).toContain('A forecast takes Python, and there is none here.')
  })

  it('shows no course of rows where a forecast of nothing named is asked', () => {
    expect(understand('predict next year', [branches]).intents).toEqual([])
  })

  it('leaves small groups out where a person says how many rows they need', () => {
    const text = 'average imdb rating by director with at least 5 films'
    expect(understand(text, [films]).intents[0]?.scope.leastRows).toBe(5)
  })
})

/** What is to be forecast: a measure over time, its grain, and how far ahead. */
import { grainFor } from '#agents/playbook/datedWishes.ts'
import type { Grain, Measure } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import { isMeasurable, measureIn, timeFor } from '#agents/playbook/measures.ts'
import type { Asked, Wished } from '#agents/playbook/statistics/asked.ts'
import { aheadIn } from '#agents/playbook/statistics/askedFor.ts'
import { isWholeDays } from '#agents/playbook/sqlText.ts'
import { GRAINS_IN_ORDER, HOURS, instantOf } from '#agents/playbook/timeWords.ts'
import { COUNT, has } from '#agents/playbook/wish.ts'

const DEFAULT_AHEAD: Readonly<Record<Grain, number>> = {
  hour: 24,
  day: 14,
  week: 8,
  month: 6,
  quarter: 4,
  year: 3,
}
const MOST_AHEAD = 60
/** Fewer periods teach nothing that could be tested. */
const LEAST_PERIODS = 16

export function wishedForecast(asked: Asked): Wished | null {
  const { clause, table, said } = asked
  const time = timeFor(table, clause)?.field
  if (!time)
    return {
      text: `A forecast follows a measure over time, and ${table.name} has no column of dates. What shall I do instead?`,
      options: [`Profile ${table.name}`],
    }
  const measure = measureFor(asked)
  if (!measure)
    return {
      text: `What shall be forecast in “${clause.text}”? Name a column, or the number of rows.`,
      options: [
        ...table.columns
          .filter(isMeasurable)
          .slice(0, 8)
          .map((column) => `Forecast ${column.name} of ${table.name}`),
        `Forecast the number of ${table.name}`,
      ],
    }
  const ahead = aheadIn(said)
  const own = clause.times.flatMap((one) => (one.kind === 'grain' ? [one.grain] : []))[0]
  const grain = own ?? grainAhead(ahead?.unit ?? null, grainFor(clause, table, time), time)
  return {
    kind: 'forecast',
    measure,
    time,
    grain,
    ...horizonOf(ahead ? (ahead.count * HOURS[ahead.unit]) / HOURS[grain] : null, grain),
  }
}

/** `asked` is in periods of the grain. */
export function horizonOf(
  asked: number | null,
  grain: Grain,
): { readonly horizon: number; readonly told: readonly string[] } {
  const periods = Math.max(1, Math.round(asked ?? DEFAULT_AHEAD[grain]))
  const horizon = Math.min(MOST_AHEAD, periods)
  const isCut = periods > MOST_AHEAD
  return {
    horizon,
    told: [
      ...(asked === null ? [`${horizon} ${grain}s ahead, as nothing else was said.`] : []),
      ...(isCut
        ? [`${MOST_AHEAD} ${grain}s are forecast at most: farther ahead the course says nothing.`]
        : []),
    ],
  }
}

/** In the unit that was said; in a finer one where the data has too few of it to learn from. */
function grainAhead(said: Grain | null, fitting: Grain, time: Field): Grain {
  const isFine = (grain: Grain): boolean => grain === 'hour' && isWholeDays(time.column)
  const wanted = said === null || isFine(said) ? fitting : said
  const [from, to] = [instantOf(time.column.min), instantOf(time.column.max)]
  if (from === null || to === null) return wanted
  const seen = (grain: Grain): number => (to - from) / 3_600_000 / HOURS[grain]
  const finer = GRAINS_IN_ORDER.filter((grain) => HOURS[grain] <= HOURS[wanted] && !isFine(grain))
  return finer.toReversed().find((grain) => seen(grain) >= LEAST_PERIODS) ?? wanted
}

function measureFor({ clause, table, subject }: Asked): Measure | null {
  const own = measureIn(clause)?.measure
  if (own && (own.field === null || own.field.table.name === table.name)) return own
  if (subject.measure && subject.measure.field?.table.name === table.name) return subject.measure
  return has(clause, 'count') || clause.tables.some((one) => one.table.name === table.name) ? COUNT : null
}

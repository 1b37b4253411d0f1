import type { ReadRow, Spoken } from '#agents/playbook/conclusions/readTable.ts'
import type { OutColumn } from '#agents/playbook/draftStep.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { measurePhrase } from '#agents/playbook/phrases.ts'
import { spokenTime } from '#agents/playbook/spokenTime.ts'
import { spokenNumber, withUnit } from '#agents/playbook/units.ts'

type Forecast = Statistic & { readonly kind: 'forecast' }

export function spokenBacktest({ grain }: Forecast, rows: readonly ReadRow[]): Spoken {
  const used = rows.find((row) => row.isTrue('is_used'))
  const smooth = rows.find((row) => row.text('method') === 'exponential smoothing')
  const errorOf = (row: ReadRow): number => row.number('mean_absolute_error')
  const plain = rows.filter((row) => row !== smooth).toSorted((a, b) => errorOf(a) - errorOf(b))[0]
  const periods = spokenNumber(rows[0]?.number('periods') ?? 0)
  const gaps = rows[0]?.number('gaps') ?? 0
  const gapsTold =
    gaps > 0 ? [`${spokenNumber(gaps)} of the ${periods} ${grain}s had no rows and were bridged.`] : []
  if (!used || !plain || !smooth)
    return {
      claim: `Too few ${grain}s (${periods}) to test a forecast on the past, so none is made.`,
      limits: gapsTold,
    }
  const tests = `${spokenNumber(used.number('test_count'))} forecasts of past ${grain}s`
  const errors = `mean absolute error ${spokenNumber(errorOf(smooth))} against ${spokenNumber(errorOf(plain))} of the naive guess by the ${plain.text('method')}, over ${tests}`
  const isSmooth = used.text('method') === smooth.text('method')
  const season = used.number('season')
  return {
    claim: isSmooth
      ? `Exponential smoothing did better on the past than guessing: ${errors}.`
      : `Exponential smoothing does not beat guessing on the past (${errors}): the forecast is ${plain.text('method') === 'last season' ? 'the last season again' : 'the last value going on'}.`,
    limits: [
      ...(season > 1 || grain === 'year'
        ? []
        : [`The history of ${periods} ${grain}s is too short to learn a season from.`]),
      ...gapsTold,
    ],
  }
}

export function spokenForecast(
  { measure, grain }: Forecast,
  columns: readonly OutColumn[],
  rows: readonly ReadRow[],
): Spoken {
  const [period, value] = columns
  const ahead = rows.filter((row) => Number.isFinite(row.number('forecast'))).toReversed()
  const [next, last] = [ahead[0], ahead.at(-1)]
  if (!period || !value || !next || !last) return { claim: 'There is no forecast.', limits: [] }
  const said = (row: ReadRow): string => {
    const number = (name: string): string => spokenNumber(row.number(name))
    const hasBand = Number.isFinite(row.number('low'))
    const band = hasBand ? ` (80 % band ${number('low')} to ${number('high')})` : ''
    return `${withUnit(number('forecast'), null)}${value.unit ? ` ${value.unit}` : ''}${band} for ${spokenTime(row.text(period.name), grain)}`
  }
  const bandless = ahead.filter((row) => !Number.isFinite(row.number('low'))).length
  return {
    claim: `Forecast of ${measure.field ? measurePhrase(measure) : 'the number of rows'}: ${next === last ? said(next) : `${said(next)}, ${said(last)}`}.`,
    limits: [
      bandless < ahead.length
        ? 'The band is where 80 % of back-test errors lay at that distance: it supposes that the future is like the past, and knows of no event to come.'
        : 'There were too few tests for a band: how far off this forecast may be is not known.',
      ...(bandless > 0 && bandless < ahead.length
        ? [`${bandless} of ${ahead.length} ${grain}s have no band, as too few tests reach that far.`]
        : []),
    ],
  }
}

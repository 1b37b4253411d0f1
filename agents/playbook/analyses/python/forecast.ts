/** What comes next if the course goes on as it did, tested on the past against the plainest guess. */
import { chartStep } from '#agents/playbook/analyses/chartOf.ts'
import {
  number,
  type PythonPart,
  pythonStep,
  resultOf,
  pyText,
  text,
  time,
} from '#agents/playbook/analyses/python/pythonText.ts'
import { FORECAST_CODE } from '#agents/playbook/analyses/python/forecastCode.ts'
import { forecastChart } from '#agents/playbook/analyses/python/statisticCharts.ts'
import { trendSteps } from '#agents/playbook/analyses/trend.ts'
import type { DraftStep, NameFor } from '#agents/playbook/draftStep.ts'
import type { Grain, Statistic } from '#agents/playbook/intent.ts'
import { capital, measurePhrase, scopePhrase } from '#agents/playbook/phrases.ts'
import { wholePeriods } from '#agents/playbook/statistics/wholePeriods.ts'
import { tableNameOf } from '#agents/playbook/sqlText.ts'

type Forecast = Statistic & { readonly kind: 'forecast' }

/** Pandas' word for each grain, and how many of it make a season. */
const CALENDAR: Readonly<
  Record<Grain, { readonly frequency: string; readonly season: number; readonly said: string }>
> = {
  hour: { frequency: 'h', season: 24, said: 'a day' },
  day: { frequency: 'D', season: 7, said: 'a week' },
  week: { frequency: '7D', season: 52, said: 'a year' },
  month: { frequency: 'MS', season: 12, said: 'a year' },
  quarter: { frequency: 'QS', season: 4, said: 'a year' },
  year: { frequency: 'YS', season: 1, said: 'no season' },
}

export const BACKTEST = [
  text('method', 'Method'),
  text('is_used', 'Used'),
  number('mean_absolute_error', 'Mean absolute error'),
  number('mean_error', 'Mean error (forecast minus actual)'),
  number('test_count', 'Tests'),
  number('periods', 'Periods of history'),
  number('gaps', 'Periods without rows'),
  number('season', 'Periods in a season'),
] as const

export function forecastSteps(intent: Forecast, nameFor: NameFor): readonly DraftStep[] {
  const { measure, time: when, grain, horizon } = intent
  const whole = wholePeriods(when, grain)
  const isBounded = intent.scope.filters.some((filter) => filter.kind === 'period')
  const scope = isBounded ? intent.scope : { ...intent.scope, filters: [...intent.scope.filters, ...whole] }
  const [course] = trendSteps({ kind: 'trend', scope, measure, time: when, grain, by: null }, nameFor)
  const period = course?.columns.find((column) => column.kind === 'time')
  const value = course?.columns.at(-1)
  if (!course || !period || !value) return []
  const isCount = measure.fn === 'count' || measure.fn === 'distinct'
  const adds = measure.fn === 'sum' || isCount
  const { frequency, season, said } = CALENDAR[grain]
  const phrase = measure.field ? measurePhrase(measure) : `${scope.table.called} count`
  const title = `${phrase} for the next ${horizon} ${grain}${horizon === 1 ? '' : 's'}${scopePhrase(intent.scope)}`
  const shared = FORECAST_CODE({
    table: course.output,
    period: pyText(period.name),
    value: pyText(value.name),
    frequency: pyText(frequency),
    season,
    horizon,
    gaps: adds
      ? `# A period without rows added up to nothing.
history = history.fillna(0)`
      : `# A period without rows has no average; a straight line bridges it.
history = history.interpolate()`,
  })
  const gapsTold = adds
    ? `A ${grain} without rows counts as 0.`
    : `A ${grain} without rows is bridged by a straight line.`
  const method = `Exponential smoothing (level, damped trend${season > 1 ? `, season of ${said}` : ''}) against naive guesses: the last value going on${season > 1 ? ', or the last season again' : ''}. It is used only where its back-test error is at least 5 % smaller than that of the better guess.`
  const main: PythonPart = {
    wanted: tableNameOf(`${phrase} forecast`),
    part: 'forecast',
    title: `Forecast: ${title}`,
    columns: [
      time(period.name, period.title),
      value,
      { ...value, name: 'forecast', title: 'Forecast' },
      { ...value, name: 'low', title: 'Band from' },
      { ...value, name: 'high', title: 'Band to' },
    ],
    code: (
      output,
    ) => `ahead = pd.date_range(history.index[-1], periods=horizon + 1, freq=${pyText(frequency)})[1:] if len(history) else []
forecast = methods[used](history.to_numpy(), horizon)${isCount ? '.clip(min=0)' : ''} if used else np.array([])
# Farther ahead is never surer, whatever a few tests say.
reach = np.maximum.accumulate([reach_of(step) for step in range(1, len(forecast) + 1)] or [np.nan])[: len(forecast)]
past = pd.DataFrame({${pyText(period.name)}: history.index, ${pyText(value.name)}: history.to_numpy()})
future = pd.DataFrame(
    {
        ${pyText(period.name)}: ahead[: len(forecast)],
        "forecast": forecast,
        "low": ${isCount ? '(forecast - reach).clip(min=0)' : 'forecast - reach'},
        "high": forecast + reach,
    }
)
# The newest first: what comes stands above what was.
${output} = pd.concat([past, future], ignore_index=True).astype({${pyText(period.name)}: "datetime64[us]"})
${output} = ${output}.sort_values(${pyText(period.name)}, ascending=False, ignore_index=True)`,
  }
  const test: PythonPart = {
    wanted: tableNameOf(`${phrase} forecast backtest`),
    part: 'main',
    title: `How well forecasts of ${phrase} did on the past${scopePhrase(intent.scope)}`,
    columns: BACKTEST,
    code: (output) => `${output} = pd.DataFrame(
    [
        {
            "method": name,
            "is_used": name == used,
            "mean_absolute_error": errors.loc[errors["method"] == name, "error"].abs().mean(),
            "mean_error": errors.loc[errors["method"] == name, "error"].mean(),
            "test_count": int((errors["method"] == name).sum()),
            "periods": len(history),
            "gaps": gaps,
            "season": season,
        }
        for name in methods
    ]
)`,
  }
  const step = pythonStep(
    intent,
    nameFor,
    {
      title: `Forecast: ${title}`,
      rationale: [
        method,
        'In the back-test each method forecasts from moments of the past, knowing only what came before.',
        '80 % of the errors made there at that distance stay within the band; it supposes that the future is like the past.',
        gapsTold,
        ...(whole.length > 0 && !isBounded ? [`Only whole ${grain}s count.`] : []),
        ...intent.told,
      ].join(' '),
    },
    shared,
    [test, main],
  )
  const table = resultOf(step, 'forecast')
  const before: DraftStep = { ...course, intent, part: 'course' }
  if (!table) return [before, step]
  return [
    before,
    step,
    chartStep(
      table,
      nameFor,
      'history, forecast and band',
      forecastChart({ input: table.output, title: capital(title), all: main.columns }, period, value, grain),
    ),
  ]
}

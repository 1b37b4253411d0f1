/** How all columns of numbers go together, two by two, with the rows that each pair rests on. */
import { chartStep } from '#agents/playbook/analyses/chartOf.ts'
import { number, pyList, pythonStep, pyText, text } from '#agents/playbook/analyses/python/pythonText.ts'
import { sourceOf } from '#agents/playbook/analyses/python/source.ts'
import { correlationBars, correlationMap } from '#agents/playbook/analyses/python/statisticCharts.ts'
import type { DraftStep, NameFor } from '#agents/playbook/draftStep.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { scopePhrase } from '#agents/playbook/phrases.ts'
import { tableNameOf } from '#agents/playbook/sqlText.ts'
import { spokenName } from '#agents/playbook/units.ts'

type Correlations = Statistic & { readonly kind: 'correlations' }

export const MOST_ROWS = 100_000

export const PAIR = [
  text('column_a', 'Column'),
  text('column_b', 'Other column'),
  number('row_count', 'Number of rows'),
  number('correlation', 'Correlation'),
  number('low', 'Interval from'),
  number('high', 'Interval to'),
] as const

const METHODS = {
  pearson: {
    said: 'Pearson’s correlation: how closely two columns follow one straight line.',
    reach: '1.96 / np.sqrt(n - 3)',
    by: 'Fisher’s z',
  },
  spearman: {
    said: 'Spearman’s rank correlation: how closely the order of one follows the order of the other; a few far values can’t carry it.',
    reach: '1.96 * np.sqrt((1 + r**2 / 2) / (n - 3))',
    by: 'Fisher’s z, with the variance of Bonett and Wright for ranks',
  },
} as const

export function correlationSteps(intent: Correlations, nameFor: NameFor): readonly DraftStep[] {
  const { scope, method, target } = intent
  const source = sourceOf(intent, intent.columns, nameFor, MOST_ROWS)
  const columns = intent.columns.map(source.columnOf)
  const { said, reach, by } = METHODS[method]
  const about = target ? source.columnOf(target) : null
  const pairs =
    about === null
      ? 'combinations(numbers.columns, 2)'
      : `[(${pyText(about)}, other) for other in numbers.columns if other != ${pyText(about)}]`
  const least = scope.leastRows ?? 4
  const code = (
    output: string,
  ): string => `${about === null ? 'from itertools import combinations\n\n' : ''}import numpy as np
import pandas as pd

# What is infinite counts as missing.
numbers = ${source.name}[${pyList(columns)}].astype("float64").replace([np.inf, -np.inf], np.nan)

pairs = []
for first, second in ${pairs}:
    # Each pair rests on its own rows: a gap in a third column takes nothing from it.
    both = numbers[[first, second]].dropna()
    n = len(both)
    r = low = high = np.nan
    if n >= ${Math.max(4, least)} and both.nunique().min() > 1:
        r = both[first].corr(both[second], method="${method}")
        # 95 % by ${by}; it takes rows to be independent of each other.
        reach = ${reach}
        low, high = np.tanh(np.arctanh(np.clip(r, -0.999999, 0.999999)) + np.array([-reach, reach]))
    pairs.append((first, second, n, r, low, high))

${output} = pd.DataFrame(pairs, columns=${pyList(PAIR.map(({ name }) => name))})
# The closest pairs first, whether they rise together or against each other.
${output} = ${output}.sort_values("correlation", key=abs, ascending=False, kind="stable", ignore_index=True)`
  const subject = target ? `${spokenName(target.column.name)} and other columns` : scope.table.called
  const title = `Correlations of ${subject}${scopePhrase(scope)}`
  const table = pythonStep(
    intent,
    nameFor,
    {
      title,
      rationale: [
        said,
        'The interval is where 95 % of such estimates would lie if rows were independent; rows of one day or one customer seldom are.',
        ...source.told,
        ...intent.told,
      ].join(' '),
    },
    '',
    [
      {
        wanted: tableNameOf(`${target ? spokenName(target.column.name) : scope.table.called} correlations`),
        part: 'main',
        title,
        columns: PAIR,
        code,
      },
    ],
  )
  const drawn = { input: table.output, title, all: PAIR }
  const chart =
    about === null
      ? chartStep(table, nameFor, 'heat map, each pair once', correlationMap(drawn, columns))
      : chartStep(table, nameFor, 'bars with their intervals', correlationBars(drawn))
  return [...source.steps, table, chart]
}

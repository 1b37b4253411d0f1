/** Values far from the others of their column or group, by limits that the far values themselves don't move. */
import { chartStep } from '#agents/playbook/analyses/chartOf.ts'
import {
  number,
  pyList,
  type PythonPart,
  pythonStep,
  resultOf,
  text,
} from '#agents/playbook/analyses/python/pythonText.ts'
import { sourceOf } from '#agents/playbook/analyses/python/source.ts'
import {
  outlierChart,
  outlierDistances,
  outliersByGroup,
} from '#agents/playbook/analyses/python/statisticCharts.ts'
import type { Drawn } from '#agents/playbook/charts.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { type Field, isUnique } from '#agents/playbook/knownTable.ts'
import { isSame, labelOf } from '#agents/playbook/measures.ts'
import { missingPhrases, scopePhrase } from '#agents/playbook/phrases.ts'
import { isTime, tableNameOf } from '#agents/playbook/sqlText.ts'
import { spokenName, unitOf, withUnit } from '#agents/playbook/units.ts'

type Outliers = Statistic & { readonly kind: 'outliers' }

const MOST_ROWS = 1_000_000
/** Fewer values have no limits that mean anything. */
export const LEAST_VALUES = 10
export const MOST_SHOWN = 1000

const COMPUTED = [
  'measure',
  'value',
  'row_count',
  'centre',
  'scale',
  'lower_limit',
  'upper_limit',
  'distance',
  'is_low',
  'is_high',
]

const RULES = {
  mad: {
    said: 'Far is more than 3.5 robust standard deviations from the median (Iglewicz and Hoaglin).',
    distance: 'distance in robust standard deviations',
    code: `    centre = values.median()
    # Median and MAD, not mean and standard deviation: far values don't move them. 1.4826 makes
    # the MAD of normal values their standard deviation.
    scale = 1.4826 * (values - centre).abs().median()
    if scale == 0:  # More than half of the values are the same.
        scale = 1.2533 * (values - centre).abs().mean()
    lower, upper = centre - 3.5 * scale, centre + 3.5 * scale`,
  },
  iqr: {
    said: 'Far is more than 1.5 times the interquartile range beyond the quartiles (Tukey).',
    distance: 'distance from the median in interquartile ranges',
    code: `    centre, lower_quartile, upper_quartile = values.quantile([0.5, 0.25, 0.75])
    # Quartiles, not mean and standard deviation: far values don't move them.
    scale = upper_quartile - lower_quartile
    lower, upper = lower_quartile - 1.5 * scale, upper_quartile + 1.5 * scale`,
  },
} as const

/** What tells a reader which row it is: a key, a name, a time, the group. */
function tellingOf({ scope, columns, by }: Outliers): readonly Field[] {
  const own = scope.table.columns.map((column): Field => ({ table: scope.table, column }))
  const key = own.find((field) => field.column.role === 'identifier' && isUnique(field))
  const label = labelOf(scope.table)
  const found = [
    ...(by ? [by] : []),
    ...(key ? [key] : []),
    ...(label ? [{ table: scope.table, column: label }] : []),
    ...own.filter(({ column }) => isTime(column)).slice(0, 1),
    ...own.filter(({ column }) => column.role === 'category' && column.kind === 'text').slice(0, 2),
  ]
  return found
    .filter(
      (field, at) =>
        found.findIndex((other) => isSame(other, field)) === at &&
        !columns.some((other) => isSame(other, field)),
    )
    .slice(0, 4)
}

export function outlierSteps(intent: Outliers, nameFor: NameFor): readonly DraftStep[] {
  const { scope, columns, by, rule } = intent
  const telling = tellingOf(intent)
  const source = sourceOf(intent, [...columns, ...telling], nameFor, MOST_ROWS, COMPUTED)
  const group = by && source.columnOf(by)
  const keys = ['measure', ...(group === null ? [] : [group])]
  const { said, distance, code } = RULES[rule]
  const least = Math.max(LEAST_VALUES, scope.leastRows ?? 0)
  const ids = telling.map(source.columnOf)
  const all = [...ids, ...columns.map(source.columnOf)]
  const shared = `import numpy as np
import pandas as pd

rows = ${source.name}[${pyList(all)}]
# One row a value, so that all columns are judged by the same lines; what is infinite counts as missing.
values = pd.concat(
    [
        rows[${pyList(ids, '        ')}].assign(
            measure=name, value=rows[name].astype("float64").replace([np.inf, -np.inf], np.nan)
        )
        for name in ${pyList(columns.map(source.columnOf), '        ')}
    ],
    ignore_index=True,
).dropna(subset=["value"])


def limits_of(values):
${code}
    if len(values) < ${least} or scale == 0:  # Too few, or all the same: nothing is far.
        lower = upper = np.nan
    return {
        "row_count": len(values),
        "centre": centre,
        "scale": scale,
        "lower_limit": lower,
        "upper_limit": upper,
    }


limits = pd.DataFrame(
    [
        dict(zip(${pyList(keys)}, key)) | limits_of(members["value"])
        for key, members in values.groupby(${pyList(keys)}, observed=True)
    ],
    columns=${pyList([...keys, 'row_count', 'centre', 'scale', 'lower_limit', 'upper_limit'])},
)
${scope.leastRows === null ? '' : `# Groups of fewer rows are left out, as asked.\nlimits = limits[limits["row_count"] >= ${scope.leastRows}]\n`}marked = values.merge(limits, on=${pyList(keys)})
marked["distance"] = (marked["value"] - marked["centre"]) / marked["scale"]
marked["is_low"] = marked["value"] < marked["lower_limit"]
marked["is_high"] = marked["value"] > marked["upper_limit"]`
  const [only] = columns
  const subject =
    only && columns.length === 1
      ? spokenName(only.column.name)
      : `${scope.table.called}, ${columns.length} columns`
  const unit = only && columns.length === 1 ? unitOf(only.column.name) : null
  const keyColumns: readonly OutColumn[] = [
    text('measure', 'Column'),
    ...(group === null || by === null ? [] : [text(group, spokenName(by.column.name))]),
  ]
  const valueTitle = only && columns.length === 1 ? withUnit(spokenName(only.column.name), unit) : 'Value'
  const notes = [
    'An outlier is a value to look at, not an error.',
    ...missingPhrases(columns, scope),
    ...source.told,
    ...intent.told,
  ]
  const summary: PythonPart = {
    wanted: tableNameOf(`${subject} outlier share`),
    part: 'main',
    title: `Share of outliers in ${subject}${by ? ` by ${spokenName(by.column.name)}` : ''}${scopePhrase(scope)}`,
    columns: [
      ...keyColumns,
      number('row_count', 'Number of values'),
      number('centre', 'Median', unit),
      number('lower_limit', 'Lower limit', unit),
      number('upper_limit', 'Upper limit', unit),
      number('low_count', 'Outliers below'),
      number('high_count', 'Outliers above'),
      number('outlier_percent', 'Outliers (%)', '%'),
    ],
    code: (output) => `${output} = limits.drop(columns="scale").merge(
    marked.groupby(${pyList(keys)}, observed=True)
    .agg(low_count=("is_low", "sum"), high_count=("is_high", "sum"))
    .reset_index(),
    on=${pyList(keys)},
)
${output}["outlier_percent"] = 100 * (${output}["low_count"] + ${output}["high_count"]) / ${output}["row_count"]
${output} = ${output}.sort_values("outlier_percent", ascending=False, kind="stable", ignore_index=True)`,
  }
  const rows: PythonPart = {
    wanted: tableNameOf(`${subject} outliers`),
    part: 'rows',
    title: `Outliers of ${subject}${by ? ` within their ${spokenName(by.column.name)}` : ''}${scopePhrase(scope)}`,
    columns: [
      ...keyColumns,
      ...telling
        .filter((field) => by === null || !isSame(field, by))
        .map((field): OutColumn => ({
          name: source.columnOf(field),
          kind: isTime(field.column) ? 'time' : 'text',
          title: spokenName(field.column.name),
          unit: null,
        })),
      number('value', valueTitle, unit),
      number('distance', `Far by: ${distance}`),
      number('lower_limit', 'Lower limit', unit),
      number('upper_limit', 'Upper limit', unit),
    ],
    code: (output) => `${output} = marked.loc[
    marked["is_low"] | marked["is_high"],
    ${pyList([...new Set([...keys, ...ids, 'value', 'distance', 'lower_limit', 'upper_limit'])], '    ')},
]
${output} = ${output}.sort_values("distance", key=abs, ascending=False, kind="stable", ignore_index=True).head(${MOST_SHOWN})`,
  }
  const step = pythonStep(
    intent,
    nameFor,
    {
      title: `Outliers in ${subject}${by ? ` by ${spokenName(by.column.name)}` : ''}${scopePhrase(scope)}`,
      rationale: [
        said,
        `Fewer than ${least} values, or values that are all the same, get no limits.`,
        `${MOST_SHOWN.toLocaleString('en-GB')} rows are listed at most, the farthest first.`,
        ...notes,
      ].join(' '),
    },
    shared,
    [summary, rows],
  )
  const table = resultOf(step, 'rows')
  if (!table) return [...source.steps, step]
  const drawn = { input: table.output, title: table.title, all: rows.columns }
  return [
    ...source.steps,
    step,
    chartStep(table, nameFor, ...shapeOf(intent, drawn, group, rows.columns, valueTitle, distance)),
  ]
}

const MOST_GROUPS = 25

function shapeOf(
  { columns, by }: Outliers,
  drawn: Drawn,
  group: string | null,
  all: readonly OutColumn[],
  valueTitle: string,
  distance: string,
): readonly [string, string] {
  const when = all.find((column) => column.kind === 'time') ?? null
  if (columns.length === 1 && group === null)
    return ['points beyond the ordinary range, which is shaded', outlierChart(drawn, when, valueTitle)]
  if (columns.length === 1 && by && group !== null && by.column.distinct <= MOST_GROUPS)
    return [
      'points beyond the ordinary range of their group, which is shaded',
      outliersByGroup(drawn, text(group, spokenName(by.column.name)), valueTitle),
    ]
  const across = columns.length > 1 ? text('measure', 'Column') : (when ?? text('measure', 'Column'))
  return ['points by how far they are', outlierDistances(drawn, across, `Far by: ${distance}`)]
}

/** Groups of rows that are alike in their numbers, with what speaks for them and against. */
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
import { clusterChart, silhouetteChart } from '#agents/playbook/analyses/python/statisticCharts.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import { missingPhrases, scopePhrase } from '#agents/playbook/phrases.ts'
import { freshName, tableNameOf } from '#agents/playbook/sqlText.ts'
import { spokenName, unitOf, withUnit } from '#agents/playbook/units.ts'

type Clusters = Statistic & { readonly kind: 'clusters' }

const MOST_ROWS = 20_000
export const LEAST_ROWS = 30
const MOST_POINTS = 1500
const COMPUTED = ['cluster', 'row_count', 'percent', 'component_1', 'component_2']

export const SILHOUETTES = [
  number('k', 'Number of clusters'),
  number('silhouette', 'Silhouette'),
  number('silhouette_shuffled', 'Silhouette of shuffled columns'),
  number('smallest_cluster', 'Rows in the smallest cluster'),
  text('is_chosen', 'Chosen'),
] as const

const axisOf = (field: Field, name: string): OutColumn => {
  const unit = unitOf(field.column.name)
  return number(name, withUnit(spokenName(field.column.name), unit), unit)
}

export function clusterSteps(intent: Clusters, nameFor: NameFor): readonly DraftStep[] {
  const { scope, columns, k } = intent
  const source = sourceOf(intent, columns, nameFor, MOST_ROWS, COMPUTED)
  const names = columns.map(source.columnOf)
  const least = Math.max(LEAST_ROWS, scope.leastRows ?? 0)
  const shared = `import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
${columns.length === 2 ? '' : 'from sklearn.decomposition import PCA\n'}from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

# A row without one of the values has no place among the others, so it is left out.
rows = ${source.name}[${pyList(names)}].astype("float64").replace([np.inf, -np.inf], np.nan).dropna(ignore_index=True)
# Standardised, so that a column in large units does not decide alone.
scaled = StandardScaler().fit_transform(rows) if len(rows) else rows.to_numpy()


def labels_of(values, k):
    return KMeans(n_clusters=k, n_init=5, random_state=0).fit_predict(values)


def silhouette_of(values, labels):
    """How much nearer rows are to their own cluster than to the next; of 2,500 rows where there are more."""
    return silhouette_score(values, labels, sample_size=min(2500, len(values)), random_state=0)


# With each column shuffled for itself nothing links them: what is found there, chance finds too.
generator = np.random.default_rng(0)
shuffled = np.column_stack([generator.permutation(column) for column in scaled.T])

members, scores = {}, []
most = min(${Math.max(8, k ?? 0)}, len(np.unique(scaled, axis=0)) - 1) if len(rows) >= ${least} else 0
for k in range(2, most + 1):
    members[k] = labels_of(scaled, k)
    scores.append(
        {
            "k": k,
            "silhouette": silhouette_of(scaled, members[k]),
            "silhouette_shuffled": silhouette_of(shuffled, labels_of(shuffled, k)),
            "smallest_cluster": int(np.bincount(members[k]).min()),
        }
    )
silhouettes = pd.DataFrame(scores, columns=["k", "silhouette", "silhouette_shuffled", "smallest_cluster"])
${choiceOf(k, scope.leastRows)}
silhouettes["is_chosen"] = silhouettes["k"] == best`
  const assigned = `# Numbered by size: cluster 1 is the largest.
labels = members[best] if best else np.zeros(len(rows), dtype=int)
order = pd.Series(labels).value_counts().index
rows["cluster"] = pd.Series(labels).map({label: place + 1 for place, label in enumerate(order)})`
  const own = columns.map((field, at) => ({
    field,
    name: names[at] ?? field.column.name,
    mean: freshName(`average_${tableNameOf(field.column.name)}`, ['cluster', 'row_count', 'percent']),
  }))
  const means = own.reduce<readonly string[]>((taken, { mean }) => [...taken, freshName(mean, taken)], [])
  const about = `${scope.table.called}${scopePhrase(scope)}`
  const notes = [...missingPhrases(columns, scope), ...source.told, ...intent.told]
  const scores: PythonPart = {
    wanted: tableNameOf(`${scope.table.called} cluster counts`),
    part: 'main',
    title: `Number of clusters for ${about}`,
    columns: SILHOUETTES,
    code: (output) => `${output} = silhouettes`,
  }
  const centres: PythonPart = {
    wanted: tableNameOf(`${scope.table.called} clusters`),
    part: 'clusters',
    title: `Sizes and averages of the clusters of ${about}`,
    columns: [
      text('cluster', 'Cluster'),
      number('row_count', 'Number of rows'),
      number('percent', 'Share of rows (%)', '%'),
      ...own.map(({ field }, at): OutColumn => {
        const axis = axisOf(field, means[at] ?? '')
        return { ...axis, title: `Average ${axis.title}` }
      }),
    ],
    code: (output) => `${assigned}
summary = rows.groupby("cluster")[${pyList(names)}].mean()
summary.insert(0, "row_count", rows.groupby("cluster").size())
summary.loc["all rows"] = [len(rows), *rows[${pyList(names)}].mean()]
summary.insert(1, "percent", 100 * summary["row_count"] / max(len(rows), 1))
summary.columns = ${pyList(['row_count', 'percent', ...means])}
${output} = summary.reset_index(names="cluster").astype({"cluster": "str", "row_count": "int64"})`,
  }
  const isFlat = columns.length === 2
  const [x, y] = isFlat
    ? columns.map((field, at) => axisOf(field, names[at] ?? ''))
    : [
        number('component_1', 'First principal component (standardised)'),
        number('component_2', 'Second principal component (standardised)'),
      ]
  const points: PythonPart = {
    wanted: tableNameOf(`${scope.table.called} cluster points`),
    part: 'points',
    title: `Rows of ${about} by cluster`,
    columns: [
      text('cluster', 'Cluster'),
      ...(x && y && !isFlat ? [x, y] : []),
      ...columns.map((field, at) => axisOf(field, names[at] ?? '')),
    ],
    code: (output) =>
      `${
        isFlat
          ? ''
          : `components = PCA(n_components=2, random_state=0).fit_transform(scaled) if len(rows) > 1 else np.zeros((len(rows), 2))
rows["component_1"], rows["component_2"] = components[:, 0], components[:, 1]
`
      }${output} = rows.sample(n=min(${MOST_POINTS}, len(rows)), random_state=0).sort_index().astype({"cluster": "str"})`,
  }
  const step = pythonStep(
    intent,
    nameFor,
    {
      title: `Clusters of ${about}`,
      rationale: [
        `k-means on ${columns.length} standardised columns for 2 to 8 clusters. The silhouette says how well they are apart; beside it stands what shuffled columns give.`,
        k === null ? 'The best silhouette chooses the number.' : `${k} clusters, as asked.`,
        'Clusters are what k-means makes of these columns, not kinds that exist by themselves.',
        isFlat
          ? ''
          : 'They are drawn on the two principal components: the directions in which rows differ most, a shadow of all columns.',
        ...notes,
      ]
        .filter((one) => one !== '')
        .join(' '),
    },
    shared,
    [scores, centres, points],
  )
  const shown = resultOf(step, 'points')
  if (!shown || !x || !y) return [...source.steps, step]
  return [
    ...source.steps,
    step,
    chartStep(
      step,
      nameFor,
      'a line over the number of clusters; grey is what shuffled columns give',
      silhouetteChart({ input: step.output, title: scores.title, all: SILHOUETTES }),
    ),
    chartStep(
      shown,
      nameFor,
      'a point a row, coloured by cluster',
      clusterChart({ input: shown.output, title: shown.title, all: shown.columns }, x, y),
      'points chart',
    ),
  ]
}

function choiceOf(k: number | null, leastRows: number | null): string {
  const allowed =
    leastRows === null
      ? 'allowed = silhouettes'
      : `# A cluster of fewer rows would say too little.
allowed = silhouettes[silhouettes["smallest_cluster"] >= ${leastRows}]`
  const best =
    k === null
      ? 'int(allowed.loc[allowed["silhouette"].idxmax(), "k"]) if len(allowed) else None'
      : `${k} if ${k} in set(allowed["k"]) else None  # As asked.`
  return `${allowed}
best = ${best}`
}

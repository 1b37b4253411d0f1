/** How well one column can be told from others, on rows that the model has not seen, beside what guessing gives. */
import { chartStep } from '#agents/playbook/analyses/chartOf.ts'
import { PREDICTION_CODE } from '#agents/playbook/analyses/python/predictionCode.ts'
import {
  number,
  type PythonPart,
  pythonStep,
  resultOf,
  text,
} from '#agents/playbook/analyses/python/pythonText.ts'
import { sourceOf } from '#agents/playbook/analyses/python/source.ts'
import { foldChart, importanceChart } from '#agents/playbook/analyses/python/predictionCharts.ts'
import type { DraftStep, NameFor } from '#agents/playbook/draftStep.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import type { KnownColumn } from '#agents/playbook/knownTable.ts'
import { missingPhrases, scopePhrase } from '#agents/playbook/phrases.ts'
import { isNumeric, isTime, isWholeDays, tableNameOf } from '#agents/playbook/sqlText.ts'
import { spokenName, unitOf, withUnit } from '#agents/playbook/units.ts'

type Prediction = Statistic & { readonly kind: 'prediction' }

const MOST_ROWS = 10_000
export const LEAST_ROWS = 50

/** Amounts are estimated; yes or no, names and codes are classes. */
export const isAmount = (column: KnownColumn): boolean =>
  isNumeric(column) && column.distinct > 10 && column.kind !== 'boolean'

export const IMPORTANCE = [
  text('column', 'Column'),
  number('importance', 'Score lost when shuffled'),
  number('low', 'Least over the folds'),
  number('high', 'Most over the folds'),
  number('alone', 'Score of this column alone'),
  number('score', 'Score of all together'),
  number('baseline', 'Score of guessing'),
] as const

const SPLITS = {
  time: (name: string) =>
    `Five folds in the order of ${name}: trained on earlier rows, tested on later ones, as it would be used.`,
  groups: (name: string) =>
    `Five folds that keep all rows of one ${name} together, so that none is known beforehand.`,
  any: () => 'Five folds of rows drawn at random, each tested once.',
} as const

export function predictionSteps(intent: Prediction, nameFor: NameFor): readonly DraftStep[] {
  const { scope, target, features, split } = intent
  const held = split.kind === 'any' ? [] : [split.field]
  const fields = [target, ...features, ...held]
  const source = sourceOf(intent, fields, nameFor, MOST_ROWS)
  const name = source.columnOf
  const isOf = (kind: (column: KnownColumn) => boolean) => features.filter(({ column }) => kind(column))
  const clocks = isOf(isTime)
  const isPlainNumber = (column: KnownColumn): boolean =>
    !isTime(column) && (isNumeric(column) || column.kind === 'boolean')
  const amount = isAmount(target.column)
  const said = spokenName(target.column.name)
  const unit = unitOf(target.column.name)
  const shared = PREDICTION_CODE({
    table: source.name,
    columns: [...new Set(fields.map(name))],
    target: name(target),
    isAmount: amount,
    numeric: isOf(isPlainNumber).map(name),
    categorical: isOf((column) => !isTime(column) && !isPlainNumber(column)).map(name),
    clocks: clocks.map((field) => ({ name: name(field), hasHours: !isWholeDays(field.column) })),
    split: split.kind === 'any' ? split : { kind: split.kind, name: name(split.field) },
    least: LEAST_ROWS,
  })
  const score = amount
    ? number('r_squared', 'R² on unseen rows (1 is perfect, 0 is guessing the mean)')
    : number('balanced_accuracy', 'Balanced accuracy on unseen rows')
  const second = amount
    ? number('mean_absolute_error', withUnit('Mean absolute error', unit), unit)
    : number('accuracy', 'Accuracy')
  const notes = [
    SPLITS[split.kind](split.kind === 'any' ? '' : spokenName(split.field.column.name)),
    amount
      ? 'R² is the share of the variance that the model accounts for; guessing the mean has 0.'
      : 'Balanced accuracy is the share recognised of each class, averaged over the classes; guessing the most frequent has 1 / number of classes.',
    ...missingPhrases([target], scope),
    ...source.told,
    ...intent.told,
  ]
  const folds: PythonPart = {
    wanted: tableNameOf(`${said} prediction scores`),
    part: 'main',
    title: `How well ${said} can be predicted${scopePhrase(scope)}`,
    columns: [
      text('model', 'Model'),
      number('fold', 'Fold'),
      number('train_rows', 'Rows to learn from'),
      number('test_rows', 'Rows to test on'),
      score,
      second,
    ],
    code: (output) => `${output} = scores`,
  }
  const importance: PythonPart = {
    wanted: tableNameOf(`${said} prediction importance`),
    part: 'importance',
    title: `What the prediction of ${said} rests on${scopePhrase(scope)}`,
    columns: IMPORTANCE,
    code: (output) => IMPORTANCE_CODE(output),
  }
  const step = pythonStep(
    intent,
    nameFor,
    {
      title: `Prediction of ${said}${scopePhrase(scope)}`,
      rationale: [
        'A linear model and boosted trees beside the baseline, each judged on rows that it has not seen.',
        'Importance is by how much the score falls there when one column is shuffled: association, not cause, and columns that tell the same share it between them.',
        'A column that alone is near to perfect may be a copy of the target, or known only afterwards.',
        ...notes,
      ].join(' '),
    },
    shared,
    [folds, importance],
  )
  const rests = resultOf(step, 'importance')
  if (!rests) return [...source.steps, step]
  return [
    ...source.steps,
    step,
    chartStep(
      step,
      nameFor,
      'a point a fold, a mark at the mean',
      foldChart({ input: step.output, title: folds.title, all: folds.columns }, score),
    ),
    chartStep(
      rests,
      nameFor,
      'bars with the spread over the folds',
      importanceChart({ input: rests.output, title: rests.title, all: IMPORTANCE }),
      'importance chart',
    ),
  ]
}

const IMPORTANCE_CODE = (output: string): string => `# Of the model that does better on average.
better = None
if len(scores):
    means = scores[scores["model"] != "baseline"].groupby("model", sort=False)[metric].mean()
    better = means.idxmax() if means.notna().any() else None
drops = {column: [] for column in features}
alone = {column: np.nan for column in features}
for number, (train, test) in enumerate(folds if better else [], start=1):
    # Five hundred rows, spread over the fold, tell enough.
    some = test[:: max(1, len(test) // 500)]
    result = permutation_importance(
        fits[better, number], features.iloc[some], target.iloc[some], scoring=scoring, n_repeats=3, random_state=0
    )
    for column, drop in zip(features, result.importances_mean):
        drops[column].append(drop)
    if number == len(folds):
        # One column by itself, judged once: near to perfect, it all but is the target.
        for column in features:
            single = model_of("boosted trees", [column]).fit(features.iloc[train], target.iloc[train])
            alone[column] = get_scorer(scoring)(single, features.iloc[test], target.iloc[test])
${output} = pd.DataFrame(
    [
        {
            "column": column,
            "importance": np.mean(drop),
            "low": min(drop),
            "high": max(drop),
            "alone": alone[column],
            "score": means[better],
            "baseline": scores.loc[scores["model"] == "baseline", metric].mean(),
        }
        for column, drop in drops.items()
        if drop
    ],
    columns=["column", "importance", "low", "high", "alone", "score", "baseline"],
)
${output} = ${output}.sort_values("importance", ascending=False, kind="stable", ignore_index=True)`

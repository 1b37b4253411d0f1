/** The Python that both results of a prediction share: columns prepared within each fold, folds, a baseline and two models. */
import { pyList, pyText } from '#agents/playbook/analyses/python/pythonText.ts'

export type PredictionNames = {
  readonly table: string
  readonly columns: readonly string[]
  readonly target: string
  readonly isAmount: boolean
  readonly numeric: readonly string[]
  readonly categorical: readonly string[]
  readonly clocks: readonly { readonly name: string; readonly hasHours: boolean }[]
  readonly split: { readonly kind: 'any' } | { readonly kind: 'time' | 'groups'; readonly name: string }
  readonly least: number
}

export const PREDICTION_CODE = (names: PredictionNames): string => `${importsOf(names)}

rows = ${names.table}[${pyList(names.columns)}].dropna(subset=[${pyText(names.target)}${names.split.kind === 'any' ? '' : `, ${pyText(names.split.name)}`}])
${names.split.kind === 'time' ? `rows = rows.sort_values(${pyText(names.split.name)}, kind="stable", ignore_index=True)` : 'rows = rows.reset_index(drop=True)'}
${targetOf(names)}
${featuresOf(names)}


def model_of(kind, columns):
    """Gaps, scales and categories are learnt within each fold: nothing of the rows to test on leaks into it."""
    numbers = [column for column in columns if column not in categories]
    words = [column for column in columns if column in categories]
    if kind == "baseline":
        return ${names.isAmount ? 'DummyRegressor(strategy="mean")' : 'DummyClassifier(strategy="most_frequent")'}
    filled = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True), StandardScaler()
    )
    # Rare values share one column, so that none is learnt by heart.
    named = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="missing"),
        OneHotEncoder(
            handle_unknown="infrequent_if_exist", min_frequency=20, max_categories=30, sparse_output=False
        ),
    )
    prepared = ColumnTransformer([("numbers", filled, numbers), ("words", named, words)])
    if kind == "linear":
        return make_pipeline(prepared, ${names.isAmount ? 'Ridge()' : 'LogisticRegression(max_iter=1000, class_weight="balanced")'})
    trees = ${names.isAmount ? 'HistGradientBoostingRegressor' : 'HistGradientBoostingClassifier'}(max_iter=60, random_state=0${names.isAmount ? '' : ', class_weight="balanced"'})
    return make_pipeline(prepared, trees)


${foldsOf(names)}

scored, fits = [], {}
for number, (train, test) in enumerate(folds, start=1):
    for kind in ["baseline", "linear", "boosted trees"]:
        fits[kind, number] = model_of(kind, list(features)).fit(features.iloc[train], target.iloc[train])
        guess = fits[kind, number].predict(features.iloc[test])
        scored.append((kind, number, len(train), len(test), *judged(target.iloc[test], guess)))
scores = pd.DataFrame(
    scored, columns=["model", "fold", "train_rows", "test_rows", *measures]
).astype({"model": "str"})`

function importsOf({ isAmount, split }: PredictionNames): string {
  const kind = isAmount ? 'Regressor' : 'Classifier'
  const folds =
    split.kind === 'time'
      ? 'TimeSeriesSplit'
      : split.kind === 'groups'
        ? 'GroupKFold'
        : isAmount
          ? 'KFold'
          : 'StratifiedKFold'
  return `import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.dummy import Dummy${kind}
from sklearn.ensemble import HistGradientBoosting${kind}
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.linear_model import ${isAmount ? 'Ridge' : 'LogisticRegression'}
from sklearn.metrics import ${isAmount ? 'get_scorer, mean_absolute_error, r2_score' : 'accuracy_score, balanced_accuracy_score, get_scorer'}
from sklearn.model_selection import ${folds}
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler`
}

function targetOf({ target, isAmount }: PredictionNames): string {
  return isAmount
    ? `target = rows[${pyText(target)}].astype("float64").replace([np.inf, -np.inf], np.nan)
rows, target = rows[target.notna()], target[target.notna()]
measures, metric, scoring = ["r_squared", "mean_absolute_error"], "r_squared", "r2"


def judged(actual, guess):
    return r2_score(actual, guess), mean_absolute_error(actual, guess)

`
    : `target = rows[${pyText(target)}].astype("str")
# A class of fewer rows than there are folds can't be tested in each.
often = target.map(target.value_counts()) >= 10
rows, target = rows[often], target[often]
measures, metric, scoring = ["balanced_accuracy", "accuracy"], "balanced_accuracy", "balanced_accuracy"


def judged(actual, guess):
    return balanced_accuracy_score(actual, guess), accuracy_score(actual, guess)

`
}

function featuresOf({ numeric, categorical, clocks }: PredictionNames): string {
  const parts = clocks.flatMap(({ name, hasHours }) => [
    ...(hasHours ? [[`${name}: hour`, name, 'hour'] as const] : []),
    [`${name}: weekday`, name, 'dayofweek'] as const,
    [`${name}: month`, name, 'month'] as const,
  ])
  return `features = pd.concat(
    [
        rows[${pyList(numeric, '        ')}].astype("float64").replace([np.inf, -np.inf], np.nan),
        # Names as text, with None where there is none.
        rows[${pyList(categorical, '        ')}].astype("str").where(rows[${pyList(categorical, '        ')}].notna(), None).astype("object"),
    ],
    axis="columns",
)
${parts.map(([column, name, part]) => `features[${pyText(column)}] = pd.to_datetime(rows[${pyText(name)}]).dt.${part}.astype("float64")`).join('\n')}
categories = ${pyList(categorical)}`
}

function foldsOf({ isAmount, split, least }: PredictionNames): string {
  const enough = isAmount
    ? `len(rows) >= ${least} and target.nunique() > 1`
    : `len(rows) >= ${least} and target.nunique() > 1`
  const kept = isAmount ? '' : ' and target.iloc[train].nunique() == target.nunique()'
  const folds =
    split.kind === 'time'
      ? `TimeSeriesSplit(5).split(features)`
      : split.kind === 'groups'
        ? `GroupKFold(min(5, rows[${pyText(split.name)}].nunique())).split(features, target, groups=rows[${pyText(split.name)}])`
        : isAmount
          ? `KFold(5, shuffle=True, random_state=0).split(features)`
          : `StratifiedKFold(5, shuffle=True, random_state=0).split(features, target)`
  const guard = split.kind === 'groups' ? ` and rows[${pyText(split.name)}].nunique() >= 2` : ''
  return `folds = []
if ${enough}${guard}:
    folds = [
        (train, test)
        for train, test in ${folds}
        if len(test)${kept}
    ]`
}

import { isAmount } from '#agents/playbook/analyses/python/prediction.ts'
import type { ReadRow, Spoken } from '#agents/playbook/conclusions/readTable.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { spokenNumber, unitOf } from '#agents/playbook/units.ts'

type Prediction = Statistic & { readonly kind: 'prediction' }
type Folds = { readonly mean: number; readonly spread: number; readonly values: readonly number[] }

function foldsOf(rows: readonly ReadRow[], model: string, metric: string): Folds {
  const values = rows.filter((row) => row.text('model') === model).map((row) => row.number(metric))
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  const spread = Math.sqrt(
    values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, values.length - 1),
  )
  return { mean, spread, values }
}

const shown = ({ mean, spread }: Folds): string => `${mean.toFixed(2)} ± ${spread.toFixed(2)}`

/** A smaller gain in the score is none to speak of. */
const LEAST_GAIN = 0.02

export function spokenScores(intent: Prediction, rows: readonly ReadRow[]): Spoken {
  const { target, split } = intent
  const name = target.column.name
  if (rows.length === 0)
    return {
      claim: `Too few rows have a value of ${name} to learn from and to test on, or only one value is often enough: no prediction is made.`,
      limits: [],
    }
  const amount = isAmount(target.column)
  const metric = amount ? 'r_squared' : 'balanced_accuracy'
  const base = foldsOf(rows, 'baseline', metric)
  const [linear, trees] = [foldsOf(rows, 'linear', metric), foldsOf(rows, 'boosted trees', metric)]
  const [model, best] =
    trees.mean > linear.mean ? (['Boosted trees', trees] as const) : (['A linear model', linear] as const)
  const folds = base.values.length
  const gains = best.values.map((one, at) => one - (base.values[at] ?? 0))
  const isBetter = gains.every((one) => one > 0) && best.mean - base.mean > LEAST_GAIN
  const measure = amount ? 'R²' : 'balanced accuracy'
  const guess = amount ? 'guessing the mean' : 'guessing the most frequent class'
  const numbers = `${measure} ${shown(best)} over ${folds} folds of unseen rows, against ${shown(base)} of ${guess}`
  const unit = unitOf(name)
  const error = amount
    ? `; off by ${spokenNumber(foldsOf(rows, model === 'Boosted trees' ? 'boosted trees' : 'linear', 'mean_absolute_error').mean)}${unit ? ` ${unit}` : ''} on average, the baseline by ${spokenNumber(foldsOf(rows, 'baseline', 'mean_absolute_error').mean)}`
    : ''
  const size = !isBetter
    ? ''
    : amount
      ? best.mean < 0.1
        ? ', which is little'
        : ''
      : best.mean - base.mean < 0.05
        ? ', which is little'
        : ''
  return {
    claim: isBetter
      ? `${name} can be predicted better than by guessing${size}. ${model}: ${numbers}${error}.`
      : `${name} can’t be predicted from these columns better than by guessing. ${model} did best: ${numbers}.`,
    limits: [
      ...(folds < 5
        ? [`Only ${folds} of 5 folds could be tested, as the others lack a class to learn.`]
        : []),
      ...(split.kind === 'time'
        ? [`Folds follow ${split.field.column.name}: each is tested on later rows than it learnt from.`]
        : split.kind === 'groups'
          ? [`All rows of one ${split.field.column.name} stand in one fold.`]
          : []),
      '± is the standard deviation over the folds; folds share rows to learn from, so it is no full measure of chance.',
    ],
  }
}

/** A column that alone all but is the target. */
const COPY = 0.95

export function spokenImportance(intent: Prediction, rows: readonly ReadRow[]): Spoken {
  const [first] = rows
  if (!first) return { claim: 'No importance of columns could be computed.', limits: [] }
  if (first.number('score') - first.number('baseline') <= LEAST_GAIN)
    return {
      claim: 'As the model does no better than guessing, which columns it rests on says nothing.',
      limits: [],
    }
  const copies = rows.filter((row) => row.number('alone') >= COPY).map((row) => row.text('column'))
  const steady = rows.filter((row) => row.number('low') > 0)
  const said = steady
    .slice(0, 4)
    .map(
      (row) =>
        `${row.text('column')} ${spokenNumber(row.number('importance'))} (${spokenNumber(row.number('low'))} to ${spokenNumber(row.number('high'))})`,
    )
  return {
    claim:
      said.length === 0
        ? 'No column matters in every fold: shuffling any of them costs nothing to speak of.'
        : `Shuffling a column costs the score most for ${said.join(', ')}.`,
    limits: [
      ...(copies.length > 0
        ? [
            `Beware: ${copies.join(' and ')} alone ${copies.length === 1 ? 'tells' : 'tell'} nearly all of ${intent.target.column.name}. If ${copies.length === 1 ? 'it is' : 'they are'} a copy of it, or known only afterwards, the scores mean nothing: say “leave out ${copies[0]}”.`,
          ]
        : []),
      'Importance is association in this data, not cause: changing such a column need not change the outcome.',
    ],
  }
}

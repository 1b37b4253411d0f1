import type { ReadRow, Spoken } from '#agents/playbook/conclusions/readTable.ts'
import type { DraftStep } from '#agents/playbook/draftStep.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { spokenNumber } from '#agents/playbook/units.ts'

const percent = (value: number): string => `${spokenNumber(Math.round(value * 100) / 100)} %`

export function spokenOutliers(
  { rule, by, columns }: Statistic & { readonly kind: 'outliers' },
  rows: readonly ReadRow[],
): Spoken {
  const limited = rows.filter((row) => Number.isFinite(row.number('lower_limit')))
  const unlimited = rows.length - limited.length
  const counted = (row: ReadRow): number => row.number('low_count') + row.number('high_count')
  const nameOf = (row: ReadRow): string =>
    by
      ? `${columns.length > 1 ? `${row.text('measure')}, ` : ''}${row.text(by.column.name)}`
      : row.text('measure')
  const what = by ? 'groups' : 'columns'
  const why =
    unlimited > 0
      ? [
          `${unlimited} of ${rows.length} ${what} ${unlimited === 1 ? 'has' : 'have'} too few values, or values all the same: no limits could be set.`,
        ]
      : []
  if (limited.length === 0)
    return {
      claim: 'No outliers can be told: there are too few values, or they are all the same.',
      limits: why,
    }
  const total = limited.reduce((sum, row) => sum + row.number('row_count'), 0)
  const far = limited.reduce((sum, row) => sum + counted(row), 0)
  const rulePhrase =
    rule === 'mad'
      ? '3.5 robust standard deviations from the median'
      : '1.5 interquartile ranges from the quartiles'
  if (far === 0)
    return {
      claim: `No outliers: none of ${spokenNumber(total)} values lies farther than ${rulePhrase}.`,
      limits: why,
    }
  const most = limited.filter((row) => counted(row) > 0).slice(0, 3)
  const said = most.map(
    (row) =>
      `${nameOf(row)} ${percent(row.number('outlier_percent'))} (${spokenNumber(row.number('low_count'))} below ${spokenNumber(row.number('lower_limit'))}, ${spokenNumber(row.number('high_count'))} above ${spokenNumber(row.number('upper_limit'))})`,
  )
  const high = limited.reduce((sum, row) => sum + row.number('high_count'), 0)
  const side = high >= 0.95 * far ? 'above' : high <= 0.05 * far ? 'below' : null
  const isTail = side !== null && far > 0.02 * total
  return {
    claim: `${spokenNumber(far)} of ${spokenNumber(total)} values (${percent((100 * far) / total)}) lie farther than ${rulePhrase}: ${said.join('; ')}.`,
    limits: [
      'An outlier is a value to look at, not an error: nothing here says that it is wrong.',
      ...(isTail
        ? [
            `Nearly all of them lie ${side}: the values have a long tail on that side, which such a rule takes for outliers though it may be their nature.`,
          ]
        : []),
      ...why,
    ],
  }
}

export function spokenOutlierRows(
  { title, columns }: Pick<DraftStep, 'title' | 'columns'>,
  rows: readonly ReadRow[],
  total: number,
): Spoken {
  const [first] = rows
  if (!first) return { claim: `${title}: none.`, limits: [] }
  const unit = columns.find(({ name }) => name === 'value')?.unit
  return {
    claim: `${title}: ${spokenNumber(total)} rows are listed; the farthest is ${first.text('measure')} of ${spokenNumber(first.number('value'))}${unit ? ` ${unit}` : ''}.`,
    limits: [],
  }
}

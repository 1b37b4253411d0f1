import type { ReadRow, Spoken } from '#agents/playbook/conclusions/readTable.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { spokenNumber } from '#agents/playbook/units.ts'

const strengthOf = (r: number): string => {
  const size = Math.abs(r)
  return size < 0.1 ? 'next to none' : size < 0.3 ? 'weak' : size < 0.5 ? 'moderate' : 'strong'
}

const FEW = 30

export function spokenCorrelations(
  { method, target }: Statistic & { readonly kind: 'correlations' },
  rows: readonly ReadRow[],
  total: number,
): Spoken {
  const known = rows.filter((row) => Number.isFinite(row.number('correlation')))
  const name = method === 'pearson' ? 'Pearson’s correlation' : 'Spearman’s rank correlation'
  const of = target ? `${name} with ${target.column.name}` : name
  if (known.length === 0)
    return {
      claim: `${of}: none can be computed; there are too few rows with both values, or columns that do not vary.`,
      limits: [],
    }
  const said = known.slice(0, 3).map((row) => {
    const r = row.number('correlation')
    const pair = target ? row.text('column_b') : `${row.text('column_a')} and ${row.text('column_b')}`
    return `${pair} ${r.toFixed(2)} (${strengthOf(r)}; 95 % interval ${row.number('low').toFixed(2)} to ${row.number('high').toFixed(2)}, ${spokenNumber(row.number('row_count'))} rows)`
  })
  const isUnclear = (row: ReadRow): boolean => row.number('low') <= 0 && row.number('high') >= 0
  const unclear = known.filter(isUnclear).length
  const none = known.every(isSlight) ? ' So no two of these columns go together to speak of.' : ''
  const few = known.filter((row) => row.number('row_count') < FEW).length
  const lost = rows.length - known.length
  return {
    claim: `${of}, ${total === 1 ? 'the one pair' : `closest of ${spokenNumber(total)} pairs first`}: ${said.join('; ')}.${none}`,
    limits: [
      ...unclearTold(unclear, known.length),
      ...(known.length >= 10
        ? ['Of many pairs about one in twenty intervals misses 0 by chance alone.']
        : []),
      ...(few > 0
        ? [
            `${few} of these pairs ${few === 1 ? 'rests' : 'rest'} on fewer than ${FEW} rows: they could be chance.`,
          ]
        : []),
      ...(lost > 0
        ? [
            `For ${lost} of the pairs no correlation can be computed: too few rows, or values that do not vary.`,
          ]
        : []),
      'A correlation does not show that one causes the other.',
    ],
  }
}

function unclearTold(unclear: number, all: number): readonly string[] {
  if (unclear === 0) return []
  const may = 'they may have nothing to do with each other.'
  if (all === 1) return [`Its interval holds 0: ${may}`]
  return [
    unclear === all
      ? `The interval of each of these ${all} pairs holds 0: ${may}`
      : `The interval of ${unclear} of these ${all} pairs holds 0: ${may}`,
  ]
}

/** So small that it may as well be next to none. */
const isSlight = (row: ReadRow): boolean =>
  Math.abs(row.number('correlation')) < 0.2 && row.number('low') < 0.1 && row.number('high') > -0.1

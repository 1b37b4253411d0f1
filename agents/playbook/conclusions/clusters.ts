import type { ReadRow, Spoken } from '#agents/playbook/conclusions/readTable.ts'
import type { OutColumn } from '#agents/playbook/draftStep.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { spokenNumber } from '#agents/playbook/units.ts'

/** After Kaufman and Rousseeuw. */
const strengthOf = (silhouette: number): string =>
  silhouette > 0.7
    ? 'clearly apart'
    : silhouette > 0.5
      ? 'reasonably apart'
      : silhouette > 0.25
        ? 'weakly apart'
        : 'hardly apart'

/** Shuffled columns that come this near show that nothing links them. */
const MARGIN = 0.05

export function spokenClusterCounts(
  { k, columns }: Statistic & { readonly kind: 'clusters' },
  rows: readonly ReadRow[],
): Spoken {
  const chosen = rows.find((row) => row.isTrue('is_chosen'))
  if (!chosen)
    return {
      claim:
        rows.length === 0
          ? 'Too few rows have a value in each of these columns to look for clusters, so none are made.'
          : k === null
            ? 'No number of clusters leaves enough rows in each, so none are made.'
            : `The rows do not allow ${k} clusters, or leave too few rows in one, so none are made.`,
      limits: [],
    }
  const [own, chance] = [chosen.number('silhouette'), chosen.number('silhouette_shuffled')]
  const best = rows.reduce((a, b) => (b.number('silhouette') > a.number('silhouette') ? b : a))
  const count = chosen.text('k')
  const isAsked = k !== null && k === Number(count)
  const isBest = best.text('k') === count
  const why = isAsked
    ? isBest
      ? 'as asked, and best by the silhouette'
      : `as asked; ${best.text('k')} would be best by the silhouette (${best.number('silhouette').toFixed(2)})`
    : `the best silhouette of 2 to ${rows.at(-1)?.text('k')}`
  const isLike = (row: ReadRow): boolean =>
    row.number('silhouette') - row.number('silhouette_shuffled') < MARGIN
  const isNoise = isLike(chosen) && isLike(best)
  const isForced = isLike(chosen) && !isNoise
  return {
    claim: isNoise
      ? `No clusters to speak of: ${count} of them (${why}) have a silhouette of ${own.toFixed(2)}, and the same columns shuffled give ${chance.toFixed(2)}.`
      : `${count} clusters (${why}): silhouette ${own.toFixed(2)}, ${strengthOf(own)}; the same columns shuffled give ${chance.toFixed(2)}.`,
    limits: [
      ...(isNoise
        ? [
            `What k-means shows here it shows in shuffled columns as well: over these ${columns.length} columns together the groups are cuts through one cloud.`,
          ]
        : isForced
          ? [
              `Shuffled columns fall into ${count} as well: the rows divide into ${best.text('k')} rather than ${count}.`,
            ]
          : own <= 0.5
            ? ['The clusters run into each other: rows near the borders could as well belong to the next.']
            : []),
      'k-means finds round clusters of like size, and far values pull at its centres; other methods may divide the rows otherwise.',
    ],
  }
}

export function spokenClusters(columns: readonly OutColumn[], rows: readonly ReadRow[]): Spoken {
  const all = rows.find((row) => row.text('cluster') === 'all rows')
  const clusters = rows.filter((row) => row.text('cluster') !== 'all rows' && row.text('cluster') !== '0')
  const means = columns.filter(({ name }) => !['cluster', 'row_count', 'percent'].includes(name))
  if (!all || clusters.length < 2) return { claim: 'There are no clusters to describe.', limits: [] }
  const spreadOf = (column: OutColumn): number => {
    const values = clusters.map((row) => row.number(column.name))
    return Math.max(...values) - Math.min(...values)
  }
  const said = clusters.slice(0, 5).map((row) => {
    const apart = means
      .toSorted(
        (a, b) =>
          Math.abs(row.number(b.name) - all.number(b.name)) / (spreadOf(b) || 1) -
          Math.abs(row.number(a.name) - all.number(a.name)) / (spreadOf(a) || 1),
      )
      .slice(0, 2)
      .map(
        (column) =>
          `${lowered(column.title)} ${spokenNumber(row.number(column.name))} against ${spokenNumber(all.number(column.name))} overall`,
      )
    return `cluster ${row.text('cluster')} holds ${spokenNumber(row.number('row_count'))} rows (${spokenNumber(Math.round(row.number('percent') * 10) / 10)} %): ${apart.join(', ')}`
  })
  return { claim: `${capital(said.join('; '))}.`, limits: [] }
}

const lowered = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

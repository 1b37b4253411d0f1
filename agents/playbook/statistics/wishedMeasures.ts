/** Correlations, outliers and clusters: analyses of columns of numbers, named or all that fit. */
import { asksForGroups } from '#agents/playbook/clause.ts'
import type { Question } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import { isMeasurable } from '#agents/playbook/measures.ts'
import type { Asked, Wished } from '#agents/playbook/statistics/asked.ts'
import { clusterCountIn, outlierRuleIn, rankMethodIn } from '#agents/playbook/statistics/askedFor.ts'
import { amountsOf, denseOf, type Fit, hasFarValues } from '#agents/playbook/statistics/fitColumns.ts'
import { isTime } from '#agents/playbook/sqlText.ts'

/** Columns of numbers that the clause names, in its order. */
const amountsNamed = ({ clause, table }: Asked): readonly Field[] =>
  clause.mentions
    .map(({ field }) => field)
    .filter(
      (field, at, all) =>
        field.table.name === table.name &&
        isMeasurable(field.column) &&
        field.column.distinct > 1 &&
        all.findIndex((other) => other.column.name === field.column.name) === at,
    )

const tooFew = ({ table }: Asked, what: string, fit: Fit): Question => ({
  text: [
    `${what} takes at least two columns of numbers that vary; ${table.name} has ${fit.fields.length === 0 ? 'none' : `only ${fit.fields[0]?.column.name}`}.`,
    ...fit.told,
    'What shall I do instead?',
  ].join(' '),
  options: [`Profile ${table.name}`],
})

export function wishedCorrelations(asked: Asked): Wished | null {
  const named = amountsNamed(asked)
  const isMatrix = /\b(matrix|table|heat-?\s?map|pairwise|correlations)\b/i.test(asked.said)
  const method = rankMethodIn(asked.said)
  // Two columns and no word of ranks: SQL answers that.
  if (named.length === 2 && method === null && !isMatrix) return null
  const fit = amountsOf(asked.table, asked.without)
  const target = named.length === 1 ? (named[0] ?? null) : null
  const others = fit.fields.filter((one) => one.column.name !== target?.column.name)
  const columns = named.length >= 2 ? named : target ? [target, ...others] : fit.fields
  if (columns.length < 2) return tooFew(asked, 'A correlation', fit)
  const far = columns.filter(({ column }) => hasFarValues(column)).map(({ column }) => column.name)
  const isByFar = method === null && far.length > 0
  const have = far.length === 1 ? 'has' : 'have'
  return {
    kind: 'correlations',
    columns,
    target,
    method: isByFar ? 'spearman' : (method ?? 'pearson'),
    told: [
      ...(isByFar
        ? [
            `By ranks, as ${far.slice(0, 4).join(', ')} ${have} values so far out that a few rows would carry Pearson’s correlation.`,
          ]
        : []),
      ...(named.length >= 2 ? [] : fit.told),
    ],
  }
}

const MOST_JUDGED = 12

export function wishedOutliers(asked: Asked): Wished | null {
  const { clause, table, said } = asked
  const groups = clause.mentions.filter(
    ({ field, from }) =>
      field.table.name === table.name &&
      !isTime(field.column) &&
      field.column.kind !== 'nested' &&
      asksForGroups(clause.words, from) &&
      (!isMeasurable(field.column) || field.column.distinct <= 30),
  )
  const by = groups[0]?.field ?? null
  const named = amountsNamed(asked).filter(({ column }) => column.name !== by?.column.name)
  const fit = amountsOf(table, asked.without)
  const columns = named.length > 0 ? named : fit.fields.slice(0, MOST_JUDGED)
  if (columns.length === 0)
    return {
      text: [
        `Outliers are values of numbers, and ${table.name} has no column of numbers that vary.`,
        ...fit.told,
        'What shall I do instead?',
      ].join(' '),
      options: [`Profile ${table.name}`],
    }
  const isCut = named.length === 0 && fit.fields.length > MOST_JUDGED
  return {
    kind: 'outliers',
    columns,
    by,
    rule: outlierRuleIn(said) ?? 'mad',
    told: [
      ...(named.length > 0 ? [] : fit.told),
      ...(isCut ? [`The first ${MOST_JUDGED} of them are judged; name others to have them instead.`] : []),
    ],
  }
}

export function wishedClusters(asked: Asked): Wished | null {
  const named = amountsNamed(asked)
  const fit = denseOf(amountsOf(asked.table, asked.without))
  const columns = named.length >= 2 ? named : fit.fields
  if (columns.length < 2) return tooFew(asked, 'Clustering', fit)
  return {
    kind: 'clusters',
    columns,
    k: clusterCountIn(asked.said),
    told: named.length >= 2 ? [] : fit.told,
  }
}

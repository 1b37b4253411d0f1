/** What a clause wants to see over time: a course, periods side by side, the best months. */
import type { Clause } from '#agents/playbook/clause.ts'
import { sizeOf } from '#agents/playbook/dimensions.ts'
import type { Dimension, Grain, Measure, Period } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { isTime, isWholeDays } from '#agents/playbook/sqlText.ts'
import { fittingGrain, RANKED_GRAIN } from '#agents/playbook/timeWords.ts'
import { COUNT, has, type Subject, type Wish } from '#agents/playbook/wish.ts'

const grainsIn = (clause: Clause): readonly Grain[] =>
  clause.times.flatMap((said) => (said.kind === 'grain' ? [said.grain] : []))

export const grainFor = (clause: Clause, table: KnownTable, time: Field): Grain => {
  const said = grainsIn(clause)[0]
  if (said && !(said === 'hour' && isWholeDays(time.column))) return said
  return fittingGrain(time.column.min, time.column.max, table.rows, isWholeDays(time.column))
}

export function datedOf(
  clause: Clause,
  table: KnownTable,
  own: Measure | null,
  subject: Subject,
  by: readonly Dimension[],
  time: Field,
): readonly Wish[] | null {
  const isOwn = (measure: Measure | null): boolean =>
    measure !== null && (measure.field === null || measure.field.table.name === table.name)
  const measure =
    (isOwn(own) ? own : null) ??
    (isOwn(subject.measure) && !has(clause, 'count') ? subject.measure : null) ??
    COUNT
  const grain = grainFor(clause, table, time)
  const group = by.find((one) => one.kind !== 'part') ?? null
  const periods = periodsOf(clause)
  if (has(clause, 'compare', 'growth') && periods.length >= 2)
    return [{ kind: 'compare-periods', measure, time, periods, grain, by: group }]
  if (has(clause, 'growth'))
    return [
      { kind: 'compare-periods', measure, time, periods: [], grain: grainsIn(clause)[0] ?? grain, by: null },
    ]
  const isTimed = grainsIn(clause).length > 0 || has(clause, 'trend') || namesTime(clause)
  if (!isTimed || (has(clause, 'rank') && grainsIn(clause).length === 0 && !namesTime(clause))) return null
  const isRanked = clause.top !== null || clause.text.toLowerCase().search(RANKED_GRAIN) >= 0
  if (has(clause, 'rank') && grainsIn(clause).length > 0 && isRanked) {
    return [
      {
        kind: 'rank',
        measure,
        by: [{ kind: 'grain', field: time, grain }],
        limit: clause.top ?? 10,
        ascending: has(clause, 'ascending'),
      },
    ]
  }
  const parts = by.filter((one) => one.kind === 'part')
  const trend: Wish = { kind: 'trend', measure, time, grain, by: group && sizeOf(group) <= 12 ? group : null }
  return [trend, ...parts.map((part): Wish => ({ kind: 'aggregate', measure, by: [part] }))]
}

export const namesTime = (clause: Clause): boolean =>
  clause.mentions.some(({ field, score }) => isTime(field.column) && score >= 1.45) && !has(clause, 'rank')

/** Only periods with both ends can be set side by side. */
const periodsOf = (clause: Clause): readonly Period[] =>
  clause.periods.flatMap(({ from, to, said }) =>
    from && to ? [{ label: said.replace(/^(in|during|of|for|on|im)\s+/i, ''), from, to }] : [],
  )

/** Which column is to be predicted, from which others, and how rows must be held apart to test it. */
import type { Clause } from '#agents/playbook/clause.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { type Field, isUnique, type KnownColumn, type KnownTable } from '#agents/playbook/knownTable.ts'
import { isMeasurable, timeFor } from '#agents/playbook/measures.ts'
import type { Asked, Wished } from '#agents/playbook/statistics/asked.ts'
import { featuresOf } from '#agents/playbook/statistics/fitColumns.ts'
import { isTime } from '#agents/playbook/sqlText.ts'

const FROM = /\b(from|using|based on|by means of|with|given|out of|aus|anhand|mit)\b/gi

type Sides = { readonly before: readonly Field[]; readonly behind: readonly Field[] }

/** Named before "from", "using" and the like: what is to be told. Behind it: what it is to be told from. */
function sidesOf({ clause, table }: Asked): Sides {
  const own = clause.mentions.filter(({ field }) => field.table.name === table.name)
  const placeOf = (from: number): number => clause.words[from]?.start ?? 0
  const cut = [...clause.text.matchAll(FROM)]
    .map((found) => found.index)
    .find((at) => own.some(({ from }) => placeOf(from) < at))
  return {
    before: own.filter(({ from }) => cut === undefined || placeOf(from) < cut).map(({ field }) => field),
    behind: own.filter(({ from }) => cut !== undefined && placeOf(from) > cut).map(({ field }) => field),
  }
}

const mayBeTarget = (column: KnownColumn): boolean =>
  !isTime(column) &&
  column.distinct > 1 &&
  (isMeasurable(column) ||
    column.kind === 'boolean' ||
    (column.kind === 'text' && column.role !== 'identifier' && column.distinct <= 20))

export function wishedPrediction(asked: Asked): Wished | null {
  const { clause, table } = asked
  const { before, behind } = sidesOf(asked)
  const target = before.find(({ column }) => mayBeTarget(column))
  const [named] = before
  if (!target)
    return {
      text: `${named ? `${named.column.name} can’t be predicted: it ${whyNot(named)}. ` : ''}Which column shall be predicted in “${clause.text}”?`,
      options: table.columns
        .filter(mayBeTarget)
        .slice(0, 12)
        .map((column) => `Predict ${column.name} of ${table.name}`),
    }
  const fit = featuresOf(table, target, asked.without)
  const chosen = behind.filter((field) => field.column.name !== target.column.name)
  const features = chosen.length > 0 ? chosen : fit.fields
  if (features.length === 0)
    return {
      text: [
        `${table.name} has no other column that ${target.column.name} could be predicted from.`,
        ...fit.told,
        'What shall I do instead?',
      ].join(' '),
      options: [`Profile ${table.name}`],
    }
  return {
    kind: 'prediction',
    target,
    features,
    split: splitOf(clause, table, target),
    told: chosen.length > 0 ? [] : fit.told,
  }
}

function whyNot({ column, table }: Field): string {
  if (isTime(column)) return 'is a time'
  if (column.nulls >= table.rows) return 'holds no values'
  if (column.distinct <= 1) return 'has the same value in all rows'
  return column.kind === 'text' ? 'names rows, or has too many different values' : 'identifies rows'
}

type Split = (Statistic & { readonly kind: 'prediction' })['split']

/** Rows of one customer or of one day tell of each other: what is tested must not be known from such a row. */
function splitOf(clause: Clause, table: KnownTable, target: Field): Split {
  const entity = repeatedEntity(table, target)
  if (entity) return { kind: 'groups', field: entity }
  const time = timeFor(table, clause)?.field
  const isOfPersons = time && /birth|dob|geburt|hire|joined|since|signup|member/i.test(time.column.name)
  return time && !isOfPersons && time.column.nulls === 0 && time.column.distinct >= 6
    ? { kind: 'time', field: time }
    : { kind: 'any' }
}

function repeatedEntity(table: KnownTable, target: Field): Field | null {
  const column = table.columns.find(
    (one) =>
      one.name !== target.column.name &&
      (one.role === 'identifier' || /(^|_)(id|no|nr|key)$/i.test(one.name)) &&
      !isTime(one) &&
      one.nulls === 0 &&
      one.distinct >= 5 &&
      one.distinct <= 0.7 * table.rows &&
      !isUnique({ table, column: one }),
  )
  return column ? { table, column } : null
}

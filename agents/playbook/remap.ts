/** An intent over other columns or tables: after cleaning, or when a person says that another column is meant. */
import type { Dimension, Filter, Intent, Measure, Scope } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'

export type Remap = {
  readonly field: (field: Field) => Field
  readonly table: (table: KnownTable) => KnownTable
}

/** The same columns, by name, in the table that replaces another. */
export function replacingTable(old: string, by: KnownTable): Remap {
  const table = (one: KnownTable): KnownTable => (one.name === old ? by : one)
  return {
    table,
    field: (field) => {
      if (field.table.name !== old) return field
      return {
        table: by,
        column: by.columns.find((column) => column.name === field.column.name) ?? field.column,
      }
    },
  }
}

const measureOf = (measure: Measure, { field }: Remap): Measure => ({
  ...measure,
  field: measure.field && field(measure.field),
})

function dimensionOf(by: Dimension, { field }: Remap): Dimension {
  return by.kind === 'entity'
    ? { ...by, key: field(by.key), label: field(by.label) }
    : { ...by, field: field(by.field) }
}

const filterOf = (filter: Filter, { field }: Remap): Filter => ({ ...filter, field: field(filter.field) })

const scopeOf = (scope: Scope, remap: Remap): Scope => ({
  ...scope,
  table: remap.table(scope.table),
  joins: scope.joins.map(({ left, right }) => ({ left: remap.field(left), right: remap.field(right) })),
  filters: scope.filters.map((filter) => filterOf(filter, remap)),
})

export function remapped(intent: Intent, remap: Remap): Intent {
  const scope = scopeOf(intent.scope, remap)
  switch (intent.kind) {
    case 'aggregate':
    case 'rank':
    case 'share':
      return {
        ...intent,
        scope,
        measure: measureOf(intent.measure, remap),
        by: intent.by.map((by) => dimensionOf(by, remap)),
      }
    case 'compare-groups':
      return { ...intent, scope, field: remap.field(intent.field), by: dimensionOf(intent.by, remap) }
    case 'compare-periods':
    case 'trend':
      return {
        ...intent,
        scope,
        measure: measureOf(intent.measure, remap),
        time: remap.field(intent.time),
        by: intent.by && dimensionOf(intent.by, remap),
      }
    case 'distribution':
      return { ...intent, scope, field: remap.field(intent.field) }
    case 'relation':
      return { ...intent, scope, x: remap.field(intent.x), y: remap.field(intent.y) }
    case 'rows':
      return { ...intent, scope, order: intent.order && remap.field(intent.order) }
    case 'clean':
      return { ...intent, scope, columns: intent.columns.map(remap.field) }
    case 'correlations':
      return {
        ...intent,
        scope,
        columns: intent.columns.map(remap.field),
        target: intent.target && remap.field(intent.target),
      }
    case 'outliers':
      return {
        ...intent,
        scope,
        columns: intent.columns.map(remap.field),
        by: intent.by && remap.field(intent.by),
      }
    case 'forecast':
      return { ...intent, scope, measure: measureOf(intent.measure, remap), time: remap.field(intent.time) }
    case 'clusters':
      return { ...intent, scope, columns: intent.columns.map(remap.field) }
    case 'prediction':
      return {
        ...intent,
        scope,
        target: remap.field(intent.target),
        features: intent.features.map(remap.field),
        split:
          intent.split.kind === 'any'
            ? intent.split
            : { ...intent.split, field: remap.field(intent.split.field) },
      }
    case 'join':
    case 'profile':
    case 'quality':
      return { ...intent, scope }
  }
}

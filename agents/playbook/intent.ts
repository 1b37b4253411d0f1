/** The closed set of what the playbook can do, with all that it needs to do it. Nothing here names a column that is not there. */
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'

export type AggregateFn = 'count' | 'sum' | 'avg' | 'median' | 'min' | 'max' | 'distinct' | 'rate'

/** `field` is null for counting rows. */
export type Measure = { readonly fn: AggregateFn; readonly field: Field | null }

export type Grain = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
export type Part = 'weekday' | 'hour of day' | 'month of year'

export type Dimension =
  | { readonly kind: 'column'; readonly field: Field }
  | { readonly kind: 'entity'; readonly key: Field; readonly label: Field }
  | { readonly kind: 'part'; readonly field: Field; readonly part: Part }
  | { readonly kind: 'grain'; readonly field: Field; readonly grain: Grain }

/** `left` is in the table of the question, `right` is unique in the other. */
export type Join = { readonly left: Field; readonly right: Field }

export type Filter =
  | {
      readonly kind: 'values'
      readonly field: Field
      readonly values: readonly string[]
      readonly not: boolean
    }
  | {
      readonly kind: 'compare'
      readonly field: Field
      readonly op: '>' | '>=' | '<' | '<=' | '='
      readonly number: number
    }
  | { readonly kind: 'between'; readonly field: Field; readonly low: number; readonly high: number }
  /** From inclusive, to exclusive, as ISO dates; either may be open. */
  | {
      readonly kind: 'period'
      readonly field: Field
      readonly from: string | null
      readonly to: string | null
      readonly said: string
    }

/** Where the rows come from: one table, what is looked up for each of its rows, and which rows count. */
export type Scope = {
  readonly table: KnownTable
  readonly joins: readonly Join[]
  readonly filters: readonly Filter[]
  /** Groups of fewer rows are left out, where a person says so. */
  readonly leastRows: number | null
}

export type CleanAction = 'types' | 'duplicates' | 'missing'
export type Period = { readonly label: string; readonly from: string; readonly to: string }

export type Intent =
  | { readonly kind: 'profile'; readonly scope: Scope }
  | { readonly kind: 'quality'; readonly scope: Scope }
  | {
      readonly kind: 'clean'
      readonly scope: Scope
      readonly actions: readonly CleanAction[]
      readonly fill: boolean
      readonly columns: readonly Field[]
    }
  | {
      readonly kind: 'rows'
      readonly scope: Scope
      readonly order: Field | null
      readonly ascending: boolean
      readonly limit: number
    }
  | {
      readonly kind: 'aggregate'
      readonly scope: Scope
      readonly measure: Measure
      readonly by: readonly Dimension[]
    }
  | {
      readonly kind: 'rank'
      readonly scope: Scope
      readonly measure: Measure
      readonly by: readonly Dimension[]
      readonly limit: number
      readonly ascending: boolean
    }
  | {
      readonly kind: 'share'
      readonly scope: Scope
      readonly measure: Measure
      readonly by: readonly Dimension[]
    }
  | { readonly kind: 'compare-groups'; readonly scope: Scope; readonly field: Field; readonly by: Dimension }
  | {
      readonly kind: 'compare-periods'
      readonly scope: Scope
      readonly measure: Measure
      readonly time: Field
      readonly periods: readonly Period[]
      readonly grain: Grain
      readonly by: Dimension | null
    }
  | {
      readonly kind: 'trend'
      readonly scope: Scope
      readonly measure: Measure
      readonly time: Field
      readonly grain: Grain
      readonly by: Dimension | null
    }
  | { readonly kind: 'distribution'; readonly scope: Scope; readonly field: Field }
  | { readonly kind: 'relation'; readonly scope: Scope; readonly x: Field; readonly y: Field }
  | { readonly kind: 'join'; readonly scope: Scope }
  | Statistic

/** What takes Python. `told` says what was left out of it and why. */
export type Statistic =
  | {
      readonly kind: 'correlations'
      readonly scope: Scope
      readonly columns: readonly Field[]
      /** Only pairs with this column. */
      readonly target: Field | null
      readonly method: 'pearson' | 'spearman'
      readonly told: readonly string[]
    }
  | {
      readonly kind: 'outliers'
      readonly scope: Scope
      readonly columns: readonly Field[]
      readonly by: Field | null
      readonly rule: 'mad' | 'iqr'
      readonly told: readonly string[]
    }
  | {
      readonly kind: 'forecast'
      readonly scope: Scope
      readonly measure: Measure
      readonly time: Field
      readonly grain: Grain
      /** Periods ahead. */
      readonly horizon: number
      readonly told: readonly string[]
    }
  | {
      readonly kind: 'clusters'
      readonly scope: Scope
      readonly columns: readonly Field[]
      /** As asked; null where the silhouette is to choose. */
      readonly k: number | null
      readonly told: readonly string[]
    }
  | {
      readonly kind: 'prediction'
      readonly scope: Scope
      readonly target: Field
      readonly features: readonly Field[]
      /** How rows are held apart for testing: later ones, other groups, or any. */
      readonly split:
        | { readonly kind: 'time'; readonly field: Field }
        | { readonly kind: 'groups'; readonly field: Field }
        | { readonly kind: 'any' }
      readonly told: readonly string[]
    }

export const isStatistic = (intent: Intent): intent is Statistic =>
  intent.kind === 'correlations' ||
  intent.kind === 'outliers' ||
  intent.kind === 'forecast' ||
  intent.kind === 'clusters' ||
  intent.kind === 'prediction'

export type Question = { readonly text: string; readonly options: readonly string[] }

export type Understanding = {
  readonly intents: readonly Intent[]
  /** Parts of the text, as written, that mean nothing to the playbook. */
  readonly unread: readonly string[]
  readonly questions: readonly Question[]
  /** What was taken for granted, in sentences. */
  readonly assumptions: readonly string[]
}

import type { ColumnSpread } from '#client/connection/columnSpread.ts'
import { MiniHistogram } from '#client/features/datasets/MiniHistogram.tsx'
import { countOf } from '#client/workspace/when.ts'

/** A column's values at a glance. */
export function ColumnSketch({ spread }: { readonly spread: ColumnSpread | undefined }) {
  if (!spread) return <span className="head-sketch" />
  const { rows, nulls, distinct, histogram } = spread
  return (
    <span className="head-sketch">
      {histogram.length > 0 ? (
        <MiniHistogram column={spread} />
      ) : (
        <span className="head-words">
          {rows > 0 && nulls === rows ? 'all null' : `${countOf(distinct)} different`}
        </span>
      )}
    </span>
  )
}

/** The share of missing values, where there are any. */
export function NullShare({ spread }: { readonly spread: ColumnSpread | undefined }) {
  if (!spread || spread.nulls === 0) return null
  const { rows, nulls } = spread
  const percent = (nulls / rows) * 100
  const words = percent < 1 ? '< 1 %' : percent > 99 && nulls < rows ? '> 99 %' : `${Math.round(percent)} %`
  return <span title={`${countOf(nulls)} of ${countOf(rows)} rows are null`}> · {words} null</span>
}

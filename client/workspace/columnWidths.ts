import { cellText } from '#client/workspace/cellText.ts'
import type { TableSchema } from '#shared/table.ts'

export const isNumeric = (type: string): boolean =>
  /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/i.test(type)

/** Wide enough for names, types and the first rows, within reason. */
export function widthsOf(
  schema: TableSchema,
  rows: readonly (readonly (string | null)[])[],
): readonly number[] {
  return schema.map(({ name, type }, at) => {
    const longest = rows.reduce((most, row) => Math.max(most, lengthOf(row[at], type)), 0)
    return Math.round(
      Math.min(
        340,
        Math.max(90, name.length * 8 + 62, Math.min(type.length, 20) * 6.5 + 30, longest * 7.6 + 24),
      ),
    )
  })
}

const lengthOf = (value: string | null | undefined, type: string): number =>
  value ? cellText(value, type).length : 4

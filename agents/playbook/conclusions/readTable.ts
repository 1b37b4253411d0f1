/** A result as rows of texts and numbers by the names of its columns. */

export type ReadResult = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly totalRows: number
}

export type Spoken = { readonly claim: string; readonly limits: readonly string[] }

export type ReadRow = {
  readonly text: (column: string) => string
  /** NaN where there is none. */
  readonly number: (column: string) => number
  readonly isTrue: (column: string) => boolean
}

export function rowsOf(result: ReadResult): readonly ReadRow[] {
  return result.rows.map((row) => {
    const cell = (column: string): string | null => row[result.columns.indexOf(column)] ?? null
    return {
      text: (column) => cell(column) ?? 'no value',
      number: (column) => {
        const said = cell(column)
        return said === null || said === '' ? Number.NaN : Number(said)
      },
      isTrue: (column) => /^(true|1|t)$/i.test(cell(column) ?? ''),
    }
  })
}

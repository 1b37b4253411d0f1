/** A notebook as the server has read it: its cells, and what their syntax trees say. */
import { z } from 'zod'
import { CellFacts } from '#shared/notebookFile/cellFacts.ts'

export const NotebookRead = z.strictObject({
  fileName: z.string(),
  cells: z
    .array(
      z.strictObject({
        kind: z.enum(['markdown', 'code', 'raw']),
        source: z.string(),
        executionCount: z.int().nullable(),
        outputs: z.int().nonnegative(),
        attachments: z.int().nonnegative(),
      }),
    )
    .readonly(),
  /** By cell; null for what is no Python. Null as a whole where nothing could look at Python; `without` says why. */
  facts: z.array(CellFacts.nullable()).readonly().nullable(),
  without: z.string(),
})
export type NotebookRead = z.infer<typeof NotebookRead>

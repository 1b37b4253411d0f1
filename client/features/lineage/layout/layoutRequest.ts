/** What is asked of the layout's worker, and what it answers. */
import { z } from 'zod'
import { Layout } from '#client/features/lineage/layout/layeredLayout.ts'

export const LayoutRequest = z.object({
  /** An answer to an earlier question is passed over. */
  number: z.int(),
  nodes: z.array(z.object({ width: z.number(), height: z.number() })).readonly(),
  edges: z.array(z.object({ from: z.int(), to: z.int() })).readonly(),
})
export type LayoutRequest = z.infer<typeof LayoutRequest>

export const LayoutAnswer = z.object({ number: z.int(), layout: Layout })

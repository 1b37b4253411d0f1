/** The envelope between a server and a child that it started; what is inside is parsed by who asked, and by who answers. */
import { z } from 'zod'

export const ToChild = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), id: z.int(), body: z.unknown() }),
  z.strictObject({ kind: z.literal('interrupt') }),
])
export type ToChild = z.infer<typeof ToChild>

export const FromChild = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('progress'), id: z.int(), body: z.unknown() }),
  z.strictObject({ kind: z.literal('answer'), id: z.int(), body: z.unknown() }),
])
export type FromChild = z.infer<typeof FromChild>

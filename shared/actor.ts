import { z } from 'zod'
import { PersonId } from '#shared/ids.ts'

/** Who caused an entry. An agent acts on behalf of the person who asked it, and has no authority of its own. */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('human'), id: PersonId }),
  z.strictObject({ kind: z.literal('agent'), id: z.string().min(1).max(100), onBehalfOf: PersonId }),
  z.strictObject({ kind: z.literal('system'), id: z.string().min(1).max(100) }),
])
export type Actor = z.infer<typeof Actor>

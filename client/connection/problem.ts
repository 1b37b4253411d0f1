/** What the server says when it says no. */
import { z } from 'zod'

export const Problem = z.object({
  code: z.string(),
  detail: z.string(),
  field: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>

export const UNREACHABLE: Problem = {
  code: 'unreachable',
  detail: 'The server can’t be reached. Nothing was recorded; try again when the connection is back.',
}
const UNREADABLE: Problem = { code: 'unreadable', detail: 'The server answered with something unexpected.' }

export function problemOf(answer: unknown): Problem {
  const parsed = Problem.safeParse(answer)
  return parsed.success ? parsed.data : UNREADABLE
}

/** Every way in which a rule says no. The code is stable, the detail is for a person. */
import { z } from 'zod'

export const RefusalCode = z.enum([
  'not-allowed',
  'not-a-member',
  'not-found',
  'already-exists',
  'unchanged',
  'name-taken',
  'one-output',
  'last-owner',
  'unknown-column',
  'retired',

  'turn-running',
  'turn-ended',
  'already-answered',
  'too-many-open-proposals',
  'escalated',
  'person-is-editing',
  'unknown-artifact',

  'not-in-review',
  'not-approved',
  'digest-changed',
  'view-changed',
  'not-ready',
  'reason-needed',
  'own-work',
  'decided-already',
  'wait-longer',
  'needs-two-people',
  'constraint-broken',
  'input-missing',
  'inputs-changed',
  'cycle',
  'network-denied',
  'limits-exceeded',
  'language-denied',

  'permit-spent',
  'approval-expired',
  'input-not-ready',
  'input-disputed',
  'still-running',
  'not-running',
  'not-indeterminate',
  'no-result',
])
export type RefusalCode = z.infer<typeof RefusalCode>

export const Refusal = z.strictObject({
  code: RefusalCode,
  /** One sentence: what is wrong and what to do. */
  detail: z.string(),
  /** The field of the command at fault, when one is. */
  field: z.string().exactOptional(),
})
export type Refusal = z.infer<typeof Refusal>

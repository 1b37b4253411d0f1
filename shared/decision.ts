/** A person's recorded verdict on one digest. It binds what will run, what was on screen, and the policy it was made under. */
import { z } from 'zod'
import { ConstraintId, DecisionId, Digest, ProposalId, type Instant, type PersonId } from '#shared/ids.ts'
import { Tier } from '#shared/policy.ts'

export const Verdict = z.enum(['approve', 'reject', 'request-changes'])
export type Verdict = z.infer<typeof Verdict>

export const ReasonCode = z.enum(['wrong-logic', 'wrong-data', 'unsafe', 'style', 'cost', 'other'])
export type ReasonCode = z.infer<typeof ReasonCode>

export const Reason = z.strictObject({ code: ReasonCode, text: z.string().trim().min(1).max(10_000) })
export type Reason = z.infer<typeof Reason>

/** The owner's word that a broken constraint shall not stop this one proposal. */
export const Override = z.strictObject({
  constraintId: ConstraintId,
  reason: z.string().trim().min(1).max(10_000),
})
export type Override = z.infer<typeof Override>

export const Decision = z.strictObject({
  decisionId: DecisionId,
  proposalId: ProposalId,
  stepDigest: Digest,
  viewDigest: Digest,
  policyVersion: z.int().positive(),
  tier: Tier,
  verdict: Verdict,
  /** In words, what the verdict means: shown to the person before, kept after. */
  meaning: z.string().min(1).max(500),
  reason: Reason.optional(),
  overrides: z.array(Override).readonly(),
})
export type Decision = z.infer<typeof Decision>

/** A decision in its place: who and when come from its entry. */
export type DecisionMade = Decision & { readonly by: PersonId; readonly at: Instant }

export const MEANING: Readonly<Record<Verdict, string>> = {
  approve: 'I have read what will run and what it reads; it may run once, exactly as shown.',
  reject: 'This shall not run.',
  'request-changes': 'This shall not run as it is; I say what to change.',
}

/** How much review each tier needs. A versioned record of the workspace; its version is part of every step digest. */
import { z } from 'zod'
import { Limits, DEFAULT_LIMITS } from '#shared/step.ts'

export const Tier = z.enum(['R0', 'R1', 'R2', 'R3', 'R4'])
export type Tier = z.infer<typeof Tier>

const RANK: Readonly<Record<Tier, number>> = { R0: 0, R1: 1, R2: 2, R3: 3, R4: 4 }

export const isAbove = (tier: Tier, than: Tier): boolean => RANK[tier] > RANK[than]
export const highest = (tiers: readonly Tier[]): Tier =>
  tiers.reduce((top, tier) => (isAbove(tier, top) ? tier : top), 'R0')

export const TierRule = z.strictObject({
  /** Distinct eligible people who must approve. */
  quorum: z.int().min(1).max(5),
  /** May a person decide on what they wrote a part of? Never counts from R2 on, whatever is written here (solo excepted). */
  authorsMayDecide: z.boolean(),
  /** Minutes after which an unspent approval lapses. */
  expiresAfterMinutes: z.int().positive(),
})
export type TierRule = z.infer<typeof TierRule>

export const Policy = z.strictObject({
  version: z.int().positive(),
  tiers: z.strictObject({ R0: TierRule, R1: TierRule, R2: TierRule, R3: TierRule, R4: TierRule }),
  /** The most that a step may ask for. */
  limits: Limits,
  /** Open proposals that agents may leave in one objective's queue, so that a person's queue does not drown. */
  openAgentProposals: z.int().positive(),
  /** Answers that an agent may give to requested changes on one step before a person takes over. */
  agentAnswers: z.int().positive(),
})
export type Policy = z.infer<typeof Policy>

/** The delay before a solo operator may decide at R3, and the highest tier a solo operator may decide without it. */
export const SOLO_TIER: Tier = 'R2'
export const SOLO_DELAY_MINUTES = 10

const WEEK = 7 * 24 * 60

export const FIRST_POLICY: Policy = {
  version: 1,
  tiers: {
    R0: { quorum: 1, authorsMayDecide: true, expiresAfterMinutes: WEEK },
    R1: { quorum: 1, authorsMayDecide: true, expiresAfterMinutes: WEEK },
    R2: { quorum: 1, authorsMayDecide: false, expiresAfterMinutes: 24 * 60 },
    R3: { quorum: 2, authorsMayDecide: false, expiresAfterMinutes: 60 },
    R4: { quorum: 2, authorsMayDecide: false, expiresAfterMinutes: 60 },
  },
  limits: { ...DEFAULT_LIMITS, seconds: 3600 },
  openAgentProposals: 8,
  agentAnswers: 3,
}

/** What one connection may still send: how often, and under which clientIDs. */
import type { ClientIdOwners } from '#server/collab/clientIdOwners.ts'
import { CLOSING, type Closing } from '#server/collab/closing.ts'
import type { CollabLimits } from '#server/collab/limits.ts'
import type { PersonId, WorkspaceId } from '#shared/ids.ts'

export type Admission = {
  /** False when the connection sends faster than it may. */
  readonly spend: (cost: number) => boolean
  readonly isOwn: (clientId: number) => boolean
  /** Makes a clientID this connection's, or says why it can't be. */
  readonly claim: (clientId: number) => Closing | undefined
  readonly claimed: () => readonly number[]
}

export type ClaimsOfDay = { readonly mayClaim: (personId: PersonId) => boolean }

const DAY = 86_400_000

export function createClaimsOfDay(perPersonAndDay: number, now: () => number): ClaimsOfDay {
  const days = new Map<PersonId, { day: number; count: number }>()
  return {
    mayClaim(personId) {
      const day = Math.floor(now() / DAY)
      const known = days.get(personId)
      const count = known?.day === day ? known.count + 1 : 1
      days.set(personId, { day, count })
      return count <= perPersonAndDay
    },
  }
}

export type AdmissionOptions = {
  readonly workspaceId: WorkspaceId
  readonly personId: PersonId
  readonly owners: ClientIdOwners
  readonly claims: ClaimsOfDay
  readonly limits: CollabLimits
  readonly now: () => number
}

export function createAdmission(options: AdmissionOptions): Admission {
  const { workspaceId, personId, owners, claims, limits, now } = options
  const own = new Set<number>()
  let tokens = limits.messageBurst
  let filledAt = now()
  return {
    spend(cost) {
      const at = now()
      const filled = tokens + (Math.max(0, at - filledAt) / 1_000) * limits.messagesPerSecond
      filledAt = at
      tokens = Math.min(limits.messageBurst, filled) - cost
      return tokens >= 0
    },
    isOwn: (clientId) => own.has(clientId),
    claim(clientId) {
      if (own.has(clientId)) return undefined
      const owner = owners.ownerOf(workspaceId, clientId)
      if (owner !== undefined && owner !== personId) return CLOSING.foreignClientId
      if (own.size >= limits.clientIdsPerConnection) return CLOSING.tooManyClientIds
      if (owner === undefined) {
        if (!claims.mayClaim(personId)) return CLOSING.tooManyClientIds
        owners.claim(workspaceId, clientId, personId)
      }
      own.add(clientId)
      return undefined
    },
    claimed: () => [...own],
  }
}

/**
 * Yjs lets a client choose its own clientID, so whose it is must be remembered: the first person who uses one in a
 * workspace owns it there. Kept in a store, it holds over a restart too.
 */
import type { PersonId, WorkspaceId } from '#shared/ids.ts'

export type ClientIdOwners = {
  readonly ownerOf: (workspaceId: WorkspaceId, clientId: number) => PersonId | undefined
  readonly claim: (workspaceId: WorkspaceId, clientId: number, personId: PersonId) => void
}

export function createMemoryClientIdOwners(): ClientIdOwners {
  const owners = new Map<string, PersonId>()
  const keyOf = (workspaceId: WorkspaceId, clientId: number) => `${workspaceId}/${clientId}`
  return {
    ownerOf: (workspaceId, clientId) => owners.get(keyOf(workspaceId, clientId)),
    claim: (workspaceId, clientId, personId) => owners.set(keyOf(workspaceId, clientId), personId),
  }
}

import type { Actor } from '#shared/actor.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export function nameOf(state: WorkspaceState, actor: Actor): string {
  switch (actor.kind) {
    case 'human':
      return state.members.get(actor.id)?.name ?? 'a former member'
    case 'agent':
      return 'the agent'
    case 'system':
      return 'Countersign'
  }
}

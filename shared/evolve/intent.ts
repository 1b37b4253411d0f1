/** Folds who takes part, under which policy, and what they want. */
import type { Draft } from '#shared/evolve/draft.ts'
import type { EventOf } from '#shared/event.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

type IntentEvent = EventOf<
  | 'WorkspaceCreated'
  | 'WorkspaceRenamed'
  | 'MemberAdded'
  | 'MemberRoleChanged'
  | 'MemberRemoved'
  | 'PolicyChanged'
  | 'EnvironmentRecorded'
  | 'ObjectiveWritten'
  | 'ObjectiveRetired'
  | 'ConstraintWritten'
  | 'ConstraintRetired'
>

export function evolveIntent(draft: Draft, event: IntentEvent, { seq, actor }: RecordedEvent): void {
  switch (event.type) {
    case 'WorkspaceCreated':
      draft.name = event.data.name
      draft.policy = event.data.policy
      draft.members.set(event.data.owner.personId, event.data.owner)
      return
    case 'WorkspaceRenamed':
      draft.name = event.data.name
      return
    case 'MemberAdded':
      draft.members.set(event.data.member.personId, event.data.member)
      return
    case 'MemberRoleChanged': {
      const { role } = event.data
      draft.members.change(event.data.personId, (member) => ({ ...member, role }))
      return
    }
    case 'MemberRemoved':
      draft.members.delete(event.data.personId)
      return
    case 'PolicyChanged':
      draft.policy = event.data.policy
      return
    case 'EnvironmentRecorded':
      draft.environments.set(event.data.language, event.data.environment)
      return
    case 'ObjectiveWritten':
      draft.objectives.set(event.data.objectiveId, {
        ...event.data,
        seq,
        writtenBy: actor,
        isRetired: false,
      })
      return
    case 'ObjectiveRetired':
      draft.objectives.change(event.data.objectiveId, (objective) => ({ ...objective, isRetired: true }))
      return
    case 'ConstraintWritten':
      draft.constraints.set(event.data.constraintId, { ...event.data, seq, writtenBy: actor })
      return
    case 'ConstraintRetired':
      draft.constraints.delete(event.data.constraintId)
      return
  }
}

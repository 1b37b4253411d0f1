/** Rules about the workspace itself: its members, its policy, what is wanted and what must hold. */
import type { CommandOf } from '#shared/command.ts'
import { events, refuse, type Verdict } from '#shared/decide/context.ts'
import { digestOfJson } from '#shared/digest.ts'
import type { PersonId } from '#shared/ids.ts'
import type { Constraint } from '#shared/constraint.ts'
import { FIRST_POLICY } from '#shared/policy.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

type IntentCommand = CommandOf<
  | 'CreateWorkspace'
  | 'RenameWorkspace'
  | 'AddMember'
  | 'ChangeMemberRole'
  | 'RemoveMember'
  | 'ChangePolicy'
  | 'RecordEnvironment'
  | 'WriteObjective'
  | 'RetireObjective'
  | 'WriteConstraint'
  | 'RetireConstraint'
>

export function decideIntent(state: WorkspaceState, command: IntentCommand): Verdict {
  switch (command.type) {
    case 'CreateWorkspace':
      if (state.seq > 0) return refuse('already-exists', 'This workspace exists already')
      return events({
        type: 'WorkspaceCreated',
        data: { ...command.data, owner: { ...command.data.owner, role: 'owner' }, policy: FIRST_POLICY },
      })
    case 'RenameWorkspace':
      if (command.data.name === state.name) return refuse('unchanged', 'It has this name already', 'name')
      return events({ type: 'WorkspaceRenamed', data: command.data })
    case 'AddMember':
      if (state.members.has(command.data.member.personId))
        return refuse('already-exists', 'This person is a member already')
      return events({ type: 'MemberAdded', data: command.data })
    case 'ChangeMemberRole': {
      const member = state.members.get(command.data.personId)
      if (!member) return refuse('not-found', 'There is no such member', 'personId')
      if (member.role === command.data.role) return refuse('unchanged', 'The member has this role already')
      if (isLastOwner(state, command.data.personId))
        return refuse('last-owner', 'A workspace keeps at least one owner; name another first')
      return events({ type: 'MemberRoleChanged', data: command.data })
    }
    case 'RemoveMember':
      if (!state.members.has(command.data.personId))
        return refuse('not-found', 'There is no such member', 'personId')
      if (isLastOwner(state, command.data.personId))
        return refuse('last-owner', 'A workspace keeps at least one owner; name another first')
      return events({ type: 'MemberRemoved', data: command.data })
    case 'ChangePolicy': {
      const policy = { ...command.data.policy, version: state.policy.version + 1 }
      if (digestOfJson({ ...policy, version: state.policy.version }) === digestOfJson(state.policy))
        return refuse('unchanged', 'The policy says this already')
      return events({ type: 'PolicyChanged', data: { policy } })
    }
    case 'RecordEnvironment': {
      const before = state.environments.get(command.data.language)
      if (before && digestOfJson(before) === digestOfJson(command.data.environment)) return events()
      return events({ type: 'EnvironmentRecorded', data: command.data })
    }
    case 'WriteObjective':
      return writeObjective(state, command)
    case 'RetireObjective': {
      const objective = state.objectives.get(command.data.objectiveId)
      if (!objective) return refuse('not-found', 'There is no such objective')
      if (objective.isRetired) return refuse('retired', 'This objective is retired already')
      return events({ type: 'ObjectiveRetired', data: command.data })
    }
    case 'WriteConstraint': {
      const before = state.constraints.get(command.data.constraintId)
      if (before && digestOfJson(constraintOf(before)) === digestOfJson(constraintOf(command.data)))
        return refuse('unchanged', 'The constraint says this already')
      if (command.data.objectiveId && !state.objectives.has(command.data.objectiveId))
        return refuse('not-found', 'The objective that it is about does not exist', 'objectiveId')
      return events({ type: 'ConstraintWritten', data: command.data })
    }
    case 'RetireConstraint':
      if (!state.constraints.has(command.data.constraintId))
        return refuse('not-found', 'There is no such constraint')
      return events({ type: 'ConstraintRetired', data: command.data })
  }
}

function writeObjective(state: WorkspaceState, { data }: CommandOf<'WriteObjective'>): Verdict {
  const before = state.objectives.get(data.objectiveId)
  if (before?.isRetired) return refuse('retired', 'This objective is retired; write a new one')
  if (
    before &&
    before.text === data.text &&
    digestOfJson(before.acceptance) === digestOfJson(data.acceptance)
  )
    return refuse('unchanged', 'The objective says this already')
  return events({ type: 'ObjectiveWritten', data: { ...data, version: (before?.version ?? 0) + 1 } })
}

const constraintOf = ({ text, checks, objectiveId }: Constraint) => ({ text, checks, objectiveId })

function isLastOwner(state: WorkspaceState, personId: PersonId): boolean {
  const owners = [...state.members.values()].filter((member) => member.role === 'owner')
  return owners.length === 1 && owners[0]?.personId === personId
}

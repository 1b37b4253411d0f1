/** Who may ask for what at all, whatever the state of the thing asked about. Deny by default: each command names its askers. */
import type { Actor } from '#shared/actor.ts'
import type { Command, CommandType } from '#shared/command.ts'
import type { Role } from '#shared/member.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

type Askers = { readonly roles: readonly Role[]; readonly agent?: true; readonly system?: true }

const OWNER: readonly Role[] = ['owner']
const WRITERS: readonly Role[] = ['owner', 'editor']
/** An editor decides only on own work; `decideProposal` sees to that. */
const DECIDERS: readonly Role[] = ['owner', 'editor', 'reviewer']

const ASKERS: Readonly<Record<CommandType, Askers>> = {
  RenameWorkspace: { roles: WRITERS },
  AddMember: { roles: OWNER },
  ChangeMemberRole: { roles: OWNER },
  RemoveMember: { roles: OWNER },
  ChangePolicy: { roles: OWNER },
  WriteObjective: { roles: WRITERS },
  RetireObjective: { roles: WRITERS },
  WriteConstraint: { roles: WRITERS },
  RetireConstraint: { roles: WRITERS },
  MarkColumn: { roles: WRITERS },
  RemoveDataset: { roles: WRITERS },
  AddDataset: { roles: WRITERS },
  ReviseDataset: { roles: WRITERS },
  WriteComment: { roles: DECIDERS },
  ResolveThread: { roles: DECIDERS },
  ReopenThread: { roles: DECIDERS },
  AskAgent: { roles: WRITERS },
  StopAgent: { roles: DECIDERS },
  AnswerQuestion: { roles: WRITERS },
  ProposeStep: { roles: WRITERS, agent: true },
  WithdrawProposal: { roles: WRITERS },
  DecideProposal: { roles: DECIDERS },
  RevokeApproval: { roles: DECIDERS },
  StartRun: { roles: DECIDERS, system: true },
  HaltRun: { roles: DECIDERS },
  ReconcileRun: { roles: DECIDERS },
  AcceptResult: { roles: DECIDERS },
  DisputeResult: { roles: DECIDERS },
  OutlinePlan: { roles: [], agent: true },
  AskPerson: { roles: [], agent: true },
  Conclude: { roles: [], agent: true },
  RecordAgentCall: { roles: [], agent: true },
  CreateWorkspace: { roles: [], system: true },
  RecordEnvironment: { roles: [], system: true },
  RecordPreflight: { roles: [], system: true },
  ExpireApproval: { roles: [], system: true },
  FinishRun: { roles: [], system: true },
  LoseRun: { roles: [], system: true },
  ContinueAgent: { roles: [], system: true },
  EndAgentTurn: { roles: [], system: true },
}

export function authorise(
  state: WorkspaceState,
  command: Pick<Command, 'type'>,
  actor: Actor,
): Refusal | undefined {
  const askers = ASKERS[command.type]
  switch (actor.kind) {
    case 'system':
      return askers.system ? undefined : denied(`The system never asks for ${command.type}`)
    case 'agent':
      if (!askers.agent) return denied(`An agent can't ask for ${command.type}; it can only propose`)
      return state.members.has(actor.onBehalfOf)
        ? undefined
        : { code: 'not-a-member', detail: 'The person whom the agent works for is no member any more' }
    case 'human': {
      const member = state.members.get(actor.id)
      if (!member) return { code: 'not-a-member', detail: 'You are not a member of this workspace' }
      if (askers.roles.includes(member.role)) return undefined
      return denied(
        askers.roles.length === 0
          ? `${command.type} is not for people to ask`
          : `This needs the role ${askers.roles.join(' or ')}; yours is ${member.role}`,
      )
    }
  }
}

const denied = (detail: string): Refusal => ({ code: 'not-allowed', detail })

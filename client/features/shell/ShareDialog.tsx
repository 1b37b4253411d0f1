import { useState } from 'react'
import { z } from 'zod'
import type { Problem } from '#client/connection/problem.ts'
import { request } from '#client/connection/request.ts'
import { Button } from '#client/ui/Button.tsx'
import { CopyField } from '#client/ui/CopyField.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { downloadNotebook } from '#client/workspace/downloadNotebook.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { usePresent, useSession } from '#client/workspace/useSession.ts'
import { Role, type Member } from '#shared/member.ts'

const MAY: Readonly<Record<Role, string>> = {
  owner: 'do everything, policy and members included',
  editor: 'write objectives, constraints and steps, upload data and ask the agent',
  reviewer: 'decide on proposals',
  auditor: 'read, verify and export, and change nothing',
}

type Props = { readonly isOpen: boolean; readonly onClose: () => void }

/** Who is in this workspace, as what, and how one more comes in. */
export function ShareDialog({ isOpen, onClose }: Props) {
  const { me, workspaceId } = useSession()
  const state = usePresent()
  const isOwner = state.members.get(me.person.personId)?.role === 'owner'
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Share this workspace">
      <div className="stack">
        <CopyField label="Address, for members" value={`${location.origin}/?w=${workspaceId}`} />
        <ul className="member-list" aria-label="Members">
          {[...state.members.values()].map((member) => (
            <MemberLine key={member.personId} member={member} isOwner={isOwner} />
          ))}
        </ul>
        {isOwner ? <Invite /> : <p className="muted">An owner invites people and changes roles.</p>}
        <p className="actions">
          <Button isSmall onClick={() => void downloadNotebook(workspaceId, state.name)}>
            Download as a Jupyter notebook
          </Button>
        </p>
      </div>
    </Dialog>
  )
}

function MemberLine({ member, isOwner }: { readonly member: Member; readonly isOwner: boolean }) {
  const { me } = useSession()
  const act = useAct()
  const { personId, name, role } = member
  const isMe = personId === me.person.personId
  return (
    <li>
      <span className="grow words">
        <Visible text={name} />
        {isMe && <span className="muted"> (you)</span>}
      </span>
      {isOwner ? (
        <>
          <RoleChoice
            label={`Role of ${name}`}
            value={role}
            onChange={(next) => void act.ask({ type: 'ChangeMemberRole', data: { personId, role: next } })}
          />
          <Button
            isSmall
            look="quiet"
            disabled={isMe || act.isBusy}
            title={isMe ? 'Another owner can remove you' : undefined}
            onClick={() => void act.ask({ type: 'RemoveMember', data: { personId } })}
          >
            Remove
          </Button>
        </>
      ) : (
        <span className="badge">{role}</span>
      )}
      {act.problem && <p className="fault">{act.problem.detail}</p>}
    </li>
  )
}

const Invited = z.object({ login: z.string() })

function Invite() {
  const { workspaceId } = useSession()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('reviewer')
  const [invited, setInvited] = useState<{ readonly name: string; readonly login: string }>()
  const [problem, setProblem] = useState<Problem>()
  const invite = async (): Promise<void> => {
    setProblem(undefined)
    const body = { name: name.trim(), role }
    const answer = await request(`/api/workspaces/${workspaceId}/invitations`, Invited, {
      method: 'POST',
      body,
    })
    if (!answer.ok) return setProblem(answer.error)
    setInvited({ name: body.name, login: answer.value.login })
    setName('')
  }
  return (
    <form
      className="stack invite"
      onSubmit={(event) => {
        event.preventDefault()
        void invite()
      }}
    >
      <h3>Invite a person</h3>
      <div className="invite-line">
        <input
          className="field"
          aria-label="Name of the person"
          placeholder="Name"
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <RoleChoice label="Role" value={role} onChange={setRole} />
        <Button type="submit" look="primary" disabled={name.trim() === ''}>
          Invite
        </Button>
      </div>
      <p className="muted">
        {role === 'reviewer' ? 'A' : 'An'} {role} may {MAY[role]}.
      </p>
      {problem && <Notice look="bad">{problem.detail}</Notice>}
      {invited && (
        <Notice look="good">
          <p>
            <Visible text={invited.name} /> is a member now. Send them this address yourself: it signs its
            first bearer in, once, within a day.
          </p>
          <CopyField label={`Sign-in address of ${invited.name}`} value={invited.login} />
        </Notice>
      )}
    </form>
  )
}

type RoleProps = {
  readonly label: string
  readonly value: Role
  readonly onChange: (role: Role) => void
}

function RoleChoice({ label, value, onChange }: RoleProps) {
  return (
    <select
      className="field role-choice"
      aria-label={label}
      title={MAY[value]}
      value={value}
      onChange={(event) => onChange(Role.parse(event.target.value))}
    >
      {Role.options.map((role) => (
        <option key={role} value={role}>
          {role}
        </option>
      ))}
    </select>
  )
}

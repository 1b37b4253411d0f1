/** All workspaces of this server: each opened once, when it is first asked for or when work waits in it. */
import { v7 as uuidv7 } from 'uuid'
import type { Ledger } from '#server/ledger/ledger.ts'
import { newCommandId, openWorkspace, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import { WorkspaceId, type Instant, type PersonId } from '#shared/ids.ts'
import type { Refusal } from '#shared/refusal.ts'
import { err, ok, type Result } from '#shared/result.ts'

const REGISTRAR: Actor = { kind: 'system', id: 'registrar' }

export type WorkspacesOptions = {
  readonly ledger: Ledger
  readonly now: () => Instant
  readonly model: () => string
  /** Called once for each workspace that is opened; returns the way to undo it. */
  readonly attach: (host: WorkspaceHost) => () => void
}

export type Workspaces = {
  readonly list: () => readonly WorkspaceId[]
  readonly create: (
    name: string,
    owner: { readonly personId: PersonId; readonly name: string },
  ) => Promise<Result<WorkspaceId, Refusal>>
  /** Undefined when there is no such workspace. */
  readonly host: (workspaceId: WorkspaceId) => WorkspaceHost | undefined
  readonly close: () => void
}

export function openWorkspaces({ ledger, now, model, attach }: WorkspacesOptions): Workspaces {
  const hosts = new Map<WorkspaceId, { readonly host: WorkspaceHost; readonly detach: () => void }>()

  const open = (workspaceId: WorkspaceId): WorkspaceHost => {
    const before = hosts.get(workspaceId)
    if (before) return before.host
    const host = openWorkspace(workspaceId, { ledger, now, model })
    hosts.set(workspaceId, { host, detach: attach(host) })
    return host
  }

  return {
    list: () => ledger.workspaces(),
    async create(name, owner) {
      const workspaceId = WorkspaceId.parse(uuidv7())
      const host = open(workspaceId)
      const data = { name, owner: { ...owner, role: 'owner' as const } }
      const answer = await host.dispatch(newCommandId(), { type: 'CreateWorkspace', data }, REGISTRAR)
      return answer.ok ? ok(workspaceId) : err(answer.error)
    },
    host: (workspaceId) =>
      hosts.get(workspaceId)?.host ?? (ledger.head(workspaceId).seq > 0 ? open(workspaceId) : undefined),
    close() {
      for (const { host, detach } of hosts.values()) {
        detach()
        host.close()
      }
      hosts.clear()
    },
  }
}

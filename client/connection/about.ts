import { z } from 'zod'
import { request } from '#client/connection/request.ts'
import { PersonId, WorkspaceId } from '#shared/ids.ts'

const Me = z.object({
  person: z.object({ personId: PersonId, name: z.string() }),
  abilities: z.object({ model: z.string(), hasPython: z.boolean(), notes: z.array(z.string()).readonly() }),
  version: z.string(),
})
export type Me = z.infer<typeof Me>

const Listed = z.object({ workspaceId: WorkspaceId, name: z.string(), role: z.string() })
export type Listed = z.infer<typeof Listed>

export const askMe = () => request('/api/me', Me)
export const listWorkspaces = () =>
  request('/api/workspaces', z.object({ workspaces: z.array(Listed).readonly() }))
export const createWorkspace = (name: string) =>
  request('/api/workspaces', z.object({ workspaceId: WorkspaceId }), { method: 'POST', body: { name } })

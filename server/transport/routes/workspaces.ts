import { z } from 'zod'
import { WorkspaceId } from '#shared/ids.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { problemOf } from '#server/transport/problem.ts'
import { json, no, NONE, route, type Route } from '#server/transport/route.ts'

const Listed = z.strictObject({ workspaceId: WorkspaceId, name: z.string(), role: z.string() })

export const workspaceRoutes = ({ workspaces }: TransportPorts): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/api/workspaces',
      access: 'person',
      summary: 'The workspaces that you are a member of.',
      params: NONE,
      query: NONE,
      body: NONE,
      answer: z.strictObject({ workspaces: z.array(Listed) }),
    },
    ({ person }) => {
      const { personId } = person()
      const mine = workspaces.list().flatMap((workspaceId) => {
        const state = workspaces.host(workspaceId)?.state()
        const member = state?.members.get(personId)
        return state && member ? [{ workspaceId, name: state.name, role: member.role }] : []
      })
      return json({ workspaces: mine })
    },
  ),
  route(
    {
      method: 'POST',
      path: '/api/workspaces',
      access: 'person',
      summary: 'Creates a workspace, which you then own.',
      params: NONE,
      query: NONE,
      body: z.strictObject({ name: z.string().trim().min(1).max(200) }),
      answer: z.strictObject({ workspaceId: WorkspaceId }),
    },
    async ({ person, body }) => {
      const created = await workspaces.create(body.name, person())
      return created.ok ? json({ workspaceId: created.value }, 201) : no(problemOf(created.error))
    },
  ),
]

/** Inviting: a person is made known to this server, added to the workspace by a recorded command, and gets a one-time address. */
import { z } from 'zod'
import { PersonId } from '#shared/ids.ts'
import { Role } from '#shared/member.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { problemOf } from '#server/transport/problem.ts'
import { json, no, NONE, OfWorkspace, route, type Route } from '#server/transport/route.ts'
import { newCommandId } from '#server/workspace/workspaceHost.ts'

export const memberRoutes = ({ invitations }: TransportPorts): readonly Route[] => [
  route(
    {
      method: 'POST',
      path: '/api/workspaces/:w/invitations',
      access: 'member',
      summary: 'Adds a person as a member, and answers with the address that signs them in, once.',
      params: OfWorkspace,
      query: NONE,
      body: z.strictObject({ name: z.string().trim().min(1).max(200), role: Role }),
      answer: z.strictObject({ personId: PersonId, login: z.string() }),
    },
    async ({ person, host, body }) => {
      const { personId } = person()
      if (host().state().members.get(personId)?.role !== 'owner')
        return no(problemOf({ code: 'not-allowed', detail: 'Only an owner invites' }))
      const invited = invitations.addPerson(body.name)
      const answer = await host().dispatch(
        newCommandId(),
        { type: 'AddMember', data: { member: { ...invited, role: body.role } } },
        { kind: 'human', id: personId },
      )
      return answer.ok
        ? json({ personId: invited.personId, login: invitations.loginFor(invited) }, 201)
        : no(problemOf(answer.error))
    },
  ),
]

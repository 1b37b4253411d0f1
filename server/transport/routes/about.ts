import { z } from 'zod'
import { PersonId } from '#shared/ids.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { json, NONE, route, type Route } from '#server/transport/route.ts'

const nothing = { params: NONE, query: NONE, body: NONE }

export const aboutRoutes = ({ abilities, version }: TransportPorts): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/healthz',
      access: 'public',
      summary: 'Whether the server is up.',
      ...nothing,
      answer: z.strictObject({ status: z.literal('ok'), version: z.string() }),
    },
    () => json({ status: 'ok', version }),
  ),
  route(
    {
      method: 'GET',
      path: '/api/me',
      access: 'person',
      summary: 'Who you are, and what this server can do.',
      ...nothing,
      answer: z.strictObject({
        person: z.strictObject({ personId: PersonId, name: z.string() }),
        abilities: z.strictObject({
          model: z.string(),
          hasPython: z.boolean(),
          notes: z.array(z.string()).readonly(),
        }),
        version: z.string(),
      }),
    },
    ({ person }) => json({ person: person(), abilities: abilities(), version }),
  ),
]

import { z } from 'zod'
import { artifactsOf } from '#server/transport/artifactsOf.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { problem } from '#server/transport/problem.ts'
import { json, no, NONE, OfArtifact, route, SENT, type Route } from '#server/transport/route.ts'

const Count = z.coerce.number().int().nonnegative()
const UNKNOWN = problem(404, 'not-found', 'The record of this workspace names no such artifact.')
const GONE = problem(410, 'artifact-missing', 'The record names this artifact, and its bytes are gone.')

export const artifactRoutes = ({ artifacts, tables }: TransportPorts): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/artifacts/:sha256',
      access: 'member',
      summary: 'The bytes of an artifact that the workspace names.',
      params: OfArtifact,
      query: NONE,
      body: NONE,
      produces: ['application/octet-stream'],
    },
    async ({ params, host, reply }) => {
      if (!artifactsOf(host().state()).has(params.sha256)) return no(UNKNOWN)
      const bytes = await artifacts.stream(params.sha256)
      if (!bytes) return no(GONE)
      // Whatever the bytes say they are, a browser must not open them here.
      await reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', `attachment; filename="${params.sha256}"`)
        .header('cache-control', 'private, max-age=31536000, immutable')
        .send(bytes)
      return SENT
    },
  ),
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/artifacts/:sha256/rows',
      access: 'member',
      summary:
        'A page of a table. `sort` and `filter` are JSON: lists of what to sort by and what must hold.',
      params: OfArtifact,
      query: z.strictObject({
        offset: Count.default(0),
        limit: Count.min(1).max(1_000).default(100),
        sort: z.string().max(10_000).optional(),
        filter: z.string().max(100_000).optional(),
      }),
      body: NONE,
    },
    async ({ params, query, host }) => {
      if (!artifactsOf(host().state()).has(params.sha256)) return no(UNKNOWN)
      const { offset, limit, sort, filter } = query
      const page = await tables.page(params.sha256, { offset, limit, sort, filter })
      if (page.ok) return json(page.value)
      return no(problem(422, page.error.code, page.error.detail, page.error.field))
    },
  ),
]

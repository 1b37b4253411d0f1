import { artifactsOf } from '#server/transport/artifactsOf.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { problem } from '#server/transport/problem.ts'
import { no, NONE, OfArtifact, route, SENT, type Route } from '#server/transport/route.ts'

export const UNKNOWN = problem(404, 'not-found', 'The record of this workspace names no such artifact.')
export const GONE = problem(
  410,
  'artifact-missing',
  'The record names this artifact, and its bytes are gone.',
)

export const artifactRoutes = ({ artifacts }: TransportPorts): readonly Route[] => [
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
      if (!artifactsOf(host()).has(params.sha256)) return no(UNKNOWN)
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
]

/** Reading the record: its entries, the state as of any of them, and the lineage that follows from it. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import { Digest } from '#shared/ids.ts'
import { lineageOf, reachOf } from '#shared/lineage/lineageGraph.ts'
import { WireEntry } from '#shared/protocol.ts'
import type { WorkspaceState } from '#shared/workspace.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import { problem } from '#server/transport/problem.ts'
import { json, no, NONE, OfWorkspace, route, SENT, type Route } from '#server/transport/route.ts'
import { stateAsJson } from '#server/transport/stateAsJson.ts'

const MOST = 1_000
const Count = z.coerce.number().int().nonnegative()
const NDJSON = 'application/x-ndjson'

export const recordRoutes = (): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/entries',
      access: 'member',
      summary: 'The entries after a place, as they are stored. As NDJSON: all of them, one a line.',
      params: OfWorkspace,
      query: z.strictObject({ after: Count.default(0), limit: Count.min(1).max(MOST).optional() }),
      body: NONE,
      answer: z.strictObject({
        entries: z.array(WireEntry),
        head: z.strictObject({ seq: z.int(), leaf: Digest }),
      }),
      produces: [NDJSON],
    },
    async ({ host, query, request, reply }) => {
      const workspace = host()
      if (!accepts(request.headers.accept, NDJSON)) {
        return json({ entries: workspace.read(query.after, query.limit ?? MOST), head: workspace.head() })
      }
      const upTo = query.limit === undefined ? workspace.head().seq : query.after + query.limit
      await reply.header('content-type', NDJSON).send(Readable.from(linesOf(workspace, query.after, upTo)))
      return SENT
    },
  ),
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/state',
      access: 'member',
      summary: 'What the entries up to a place add up to; the present without one.',
      params: OfWorkspace,
      query: z.strictObject({ at: Count.optional() }),
      body: NONE,
    },
    ({ host, query }) => json(stateAsJson(stateOf(host(), query.at))),
  ),
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/lineage',
      access: 'member',
      summary:
        'Where something comes from (up), or what came of it (down), as of a place; without a node, everything; without a place, the present.',
      params: OfWorkspace,
      query: z.strictObject({
        node: z.string().max(200).optional(),
        at: Count.optional(),
        direction: z.enum(['up', 'down']).default('up'),
        depth: Count.min(1).max(1_000).default(1_000),
      }),
      body: NONE,
    },
    ({ host, query }) => {
      const graph = lineageOf(stateOf(host(), query.at))
      if (query.node === undefined) return json(graph)
      if (!graph.nodes.some(({ id }) => id === query.node)) {
        return no(problem(404, 'not-found', 'Nothing of that name is in the lineage.', 'node'))
      }
      return json(reachOf(graph, query.node, query.direction, query.depth))
    },
  ),
]

const stateOf = (workspace: WorkspaceHost, at: number | undefined): WorkspaceState =>
  at === undefined ? workspace.state() : workspace.stateAt(at)

const accepts = (accept: string | undefined, type: string): boolean => (accept ?? '').includes(type)

/** One entry a line, `body` as the exact text that was hashed. */
export function* linesOf(workspace: WorkspaceHost, after: number, upTo: number): Generator<string> {
  let last = after
  while (last < upTo) {
    const entries = workspace.read(last, Math.min(MOST, upTo - last))
    if (entries.length === 0) return
    yield entries.map(({ seq, leaf, body }) => `${JSON.stringify({ seq, leaf, body })}\n`).join('')
    last = entries.at(-1)?.seq ?? upTo
  }
}

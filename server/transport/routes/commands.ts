/** The only way to change a record over HTTP. What is allowed is not decided here. */
import { z } from 'zod'
import { PersonCommand } from '#shared/command.ts'
import { CommandId } from '#shared/ids.ts'
import { WireEntry } from '#shared/protocol.ts'
import { problemOf } from '#server/transport/problem.ts'
import { json, no, NONE, OfWorkspace, route, type Route } from '#server/transport/route.ts'

/** The command with its id beside it, as one flat object: `{ commandId, type, data }`. */
const Posted = z
  .looseObject({ commandId: z.unknown() })
  .transform(({ commandId, ...command }) => ({ commandId, command }))
  .pipe(z.strictObject({ commandId: CommandId, command: PersonCommand }))

/** The same, for the API's description. */
const PostedAsSent = z.union(
  PersonCommand.options.map(({ shape }) =>
    z.strictObject({ commandId: CommandId, type: shape.type, data: shape.data }),
  ),
)

export const commandRoutes = (): readonly Route[] => [
  route(
    {
      method: 'POST',
      path: '/api/workspaces/:w/commands',
      access: 'member',
      summary: 'Asks for a change. The same commandId is answered once, however often it is sent.',
      params: OfWorkspace,
      query: NONE,
      body: Posted,
      bodyAsSent: PostedAsSent,
      answer: z.strictObject({ entries: z.array(WireEntry) }),
    },
    async ({ person, host, body }) => {
      const workspace = host()
      const actor = { kind: 'human', id: person().personId } as const
      const answer = await workspace.dispatch(body.commandId, body.command, actor)
      if (!answer.ok) return no(problemOf(answer.error))
      const { from, to } = answer.value
      return json({ entries: to < from ? [] : workspace.read(from - 1, to - from + 1) })
    },
  ),
]

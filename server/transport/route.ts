/** One HTTP route as a value: what it is called, who may use it, what it takes, and what it does. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Digest, WorkspaceId } from '#shared/ids.ts'
import type { Person } from '#server/transport/ports.ts'
import { problem, type Problem } from '#server/transport/problem.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'

/** `public`: anyone. `person`: who is signed in. `member`: a member of the workspace that the path names. */
export type Access = 'public' | 'person' | 'member'

export type RouteSpec = {
  readonly method: 'GET' | 'POST'
  /** As Fastify writes it; `:w` is a workspace. */
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly params: z.ZodType
  readonly query: z.ZodType
  /** JSON; `NONE` for a route that takes none, or reads its `multipart` itself. */
  readonly body: z.ZodType
  /** The body as it is sent, where `body` alone does not tell. */
  readonly bodyAsSent?: z.ZodType
  readonly multipart?: true
  /** What it answers as JSON, where that has a schema. */
  readonly answer?: z.ZodType
  /** Other kinds of content that it answers. */
  readonly produces?: readonly string[]
}

export type Call<P, Q, B> = {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Both throw where the route's access does not promise one: a bug. */
  readonly person: () => Person
  readonly host: () => WorkspaceHost
}

export type Answered =
  | { readonly kind: 'json'; readonly value: unknown; readonly status: number }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** The route has written to the reply itself. */
  | { readonly kind: 'sent' }

export const json = (value: unknown, status = 200): Answered => ({ kind: 'json', value, status })
export const no = (why: Problem): Answered => ({ kind: 'problem', problem: why })
export const SENT: Answered = { kind: 'sent' }

export type Route = {
  readonly spec: RouteSpec
  readonly run: (call: Call<unknown, unknown, unknown>) => Promise<Answered>
}

export const NONE = z.unknown()
export const OfWorkspace = z.strictObject({ w: WorkspaceId })
export const OfArtifact = z.strictObject({ w: WorkspaceId, sha256: Digest })

type Spec<P, Q, B> = Omit<RouteSpec, 'params' | 'query' | 'body'> & {
  readonly params: z.ZodType<P>
  readonly query: z.ZodType<Q>
  readonly body: z.ZodType<B>
}

export function route<P, Q, B>(
  spec: Spec<P, Q, B>,
  answer: (call: Call<P, Q, B>) => Answered | Promise<Answered>,
): Route {
  return {
    spec,
    async run(call) {
      const params = spec.params.safeParse(call.params)
      if (!params.success) return no(invalid(params.error))
      const query = spec.query.safeParse(call.query)
      if (!query.success) return no(invalid(query.error))
      const body = spec.body.safeParse(call.body)
      if (!body.success) return no(invalid(body.error))
      return answer({ ...call, params: params.data, query: query.data, body: body.data })
    },
  }
}

export function invalid(error: z.ZodError): Problem {
  const first = error.issues[0]
  const field = first?.path.map(String).join('.')
  return problem(400, 'invalid', first?.message ?? 'This is not what is expected here.', field || undefined)
}

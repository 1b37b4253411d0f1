/** The HTTP server: who is asking, from which page, for which route. Says no in problem+json, and never why in stack traces. */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import multipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { WorkspaceId } from '#shared/ids.ts'
import { authenticate, type SignedIn } from '#server/transport/authenticate.ts'
import { addLogin } from '#server/transport/login.ts'
import { isOurHost, mayAct, mayLook, type Sites } from '#server/transport/origin.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import {
  answerProblem,
  NOT_A_MEMBER,
  NOT_FOUND,
  NOT_SIGNED_IN,
  problem,
  type Problem,
} from '#server/transport/problem.ts'
import type { Route } from '#server/transport/route.ts'
import { routeTable } from '#server/transport/routeTable.ts'
import { FRAME_HEADERS, SECURITY_HEADERS } from '#server/transport/securityHeaders.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'

export type HttpOptions = {
  readonly ports: TransportPorts
  /** Asked at each request, since the port is known only when the server listens. */
  readonly sites: () => Sites
  /** The built client; absent in tests and in development. */
  readonly clientFolder?: string
  readonly temporary?: string
  readonly isSecure?: boolean
  readonly bodyBytes?: number
  readonly uploadBytes?: number
  readonly onFailure?: (failure: unknown) => void
}

const MB = 1024 * 1024
/** Where Plotly draws, apart from the page. */
const FRAME_PAGE = '/plotlyFrame.html'
const FOREIGN_HOST = problem(421, 'foreign-host', 'This server does not go by that name.')
const FOREIGN_ORIGIN = problem(403, 'foreign-origin', 'This request comes from another page.')
const UNREADABLE = problem(400, 'malformed', 'This request could not be read.')
const FAILED = problem(500, 'failed', 'The server failed at this. Its log says more.')

export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { ports, sites, isSecure = false, onFailure = () => undefined } = options
  const app = fastify({ bodyLimit: options.bodyBytes ?? 4 * MB, routerOptions: { maxParamLength: 100 } })
  const routes = routeTable(ports, options.temporary ?? tmpdir())
  await app.register(multipart, {
    limits: { files: 1, fields: 5, fieldSize: MB, fileSize: options.uploadBytes ?? 2_048 * MB },
    throwFileSizeLimit: false,
  })

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    if (request.routeOptions.url === FRAME_PAGE) reply.headers(FRAME_HEADERS)
    if (!isOurHost(request.headers, sites())) await answerProblem(reply, FOREIGN_HOST)
  })
  app.setErrorHandler((error, _request, reply) => {
    const why = problemOfError(error)
    if (why === FAILED) onFailure(error)
    return answerProblem(reply, why)
  })

  addLogin(app, ports.signIns, isSecure)
  for (const route of routes) addRoute(app, route, ports, sites)
  await addClient(app, options.clientFolder)
  return app
}

function addRoute(app: FastifyInstance, route: Route, ports: TransportPorts, sites: () => Sites): void {
  const { method, path, access } = route.spec
  app.route({
    method,
    url: path,
    exposeHeadRoute: false,
    // Before a body is read: nobody unknown makes the server read one.
    async onRequest(request, reply) {
      const why = access === 'public' ? undefined : refusalOf(request, route, ports, sites())
      if (why) await answerProblem(reply, why)
    },
    async handler(request, reply) {
      const answered = await route.run({
        params: request.params,
        query: request.query,
        body: request.body,
        request,
        reply,
        person: () => present(authenticate(request.headers, ports.signIns)).person,
        host: () => present(hostOf(request, ports)),
      })
      if (answered.kind === 'problem') return answerProblem(reply, answered.problem)
      if (answered.kind === 'sent') return reply
      return reply.code(answered.status).header('cache-control', 'no-store').send(answered.value)
    },
  })
}

function refusalOf(
  request: FastifyRequest,
  { spec }: Route,
  ports: TransportPorts,
  sites: Sites,
): Problem | undefined {
  const signedIn = authenticate(request.headers, ports.signIns)
  if (!signedIn) return NOT_SIGNED_IN
  const isOurs =
    spec.method === 'GET' ? mayLook(request.headers, sites) : mayAct(request.headers, sites, signedIn)
  if (!isOurs) return FOREIGN_ORIGIN
  if (spec.method === 'POST' && !isExpectedContent(request, spec.multipart === true)) {
    return problem(415, 'unsupported-content', 'Send JSON here, or multipart/form-data for a file.')
  }
  if (spec.access === 'member' && !isMember(hostOf(request, ports), signedIn)) return NOT_A_MEMBER
  return undefined
}

const isExpectedContent = (request: FastifyRequest, isMultipart: boolean): boolean =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ===
  (isMultipart ? 'multipart/form-data' : 'application/json')

function hostOf(request: FastifyRequest, { workspaces }: TransportPorts): WorkspaceHost | undefined {
  const { params } = request
  const w = typeof params === 'object' && params !== null && 'w' in params ? params.w : undefined
  const workspaceId = WorkspaceId.safeParse(w)
  return workspaceId.success ? workspaces.host(workspaceId.data) : undefined
}

const isMember = (host: WorkspaceHost | undefined, { person }: SignedIn): boolean =>
  host?.state().members.has(person.personId) ?? false

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A route asked for what its access does not promise')
  return value
}

/** Fastify's own errors carry a status; of these only the kind is told on. */
function problemOfError(error: unknown): Problem {
  // Those of the multipart parser carry none; each names what it could not read.
  if (error instanceof Error && /\bmultipart\b/i.test(error.message)) return UNREADABLE
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500
  switch (status) {
    case 400:
      return UNREADABLE
    case 413:
      return problem(413, 'too-large', 'This request is larger than the server accepts.')
    case 415:
      return problem(415, 'unsupported-content', 'Send JSON here, or multipart/form-data for a file.')
    default:
      return FAILED
  }
}

/** The client's files, and its one page for every address that the client itself knows. */
async function addClient(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const hasClient = folder !== undefined && existsSync(folder)
  if (hasClient) await app.register(fastifyStatic, { root: folder, wildcard: false, index: ['index.html'] })
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?')[0] ?? ''
    const isOwnPage = /^\/(?:w(?:\/[\w-]+)*\/?)?$/.test(path)
    if (hasClient && request.method === 'GET' && isOwnPage) return reply.sendFile('index.html')
    return answerProblem(reply, NOT_FOUND)
  })
}

/**
 * The one-time address that the server prints at its start. Opening it signs a browser in, and changes nothing else.
 * A preview or a prefetch of the address does not use it up.
 */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { cookieOf, sessionOf } from '#server/transport/authenticate.ts'
import { isNavigation } from '#server/transport/origin.ts'
import type { SignIns } from '#server/transport/ports.ts'
import { answerProblem, problem } from '#server/transport/problem.ts'
import { digestOfSecret, newSecret } from '#server/transport/secrets.ts'

const Query = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })

const USED = problem(
  401,
  'login-used',
  'This address was used already, or is too old. Restart the server to get a new one.',
)
const NOT_OPENED = problem(400, 'not-a-navigation', 'Open this address in a browser.')

export function addLogin(app: FastifyInstance, signIns: SignIns, isSecure: boolean): void {
  app.get('/login', { exposeHeadRoute: false }, (request, reply) => {
    if (!isNavigation(request.headers)) return answerProblem(reply, NOT_OPENED)
    const query = Query.safeParse(request.query)
    const person = query.success ? signIns.redeemLogin(digestOfSecret(query.data.token)) : undefined
    if (!person) return answerProblem(reply, USED)
    const earlier = sessionOf(request.headers)
    if (earlier !== undefined) signIns.closeSession(digestOfSecret(earlier))
    const session = newSecret()
    signIns.openSession(digestOfSecret(session), person)
    return reply
      .header('set-cookie', cookieOf(session, isSecure))
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .redirect('/', 303)
  })
}

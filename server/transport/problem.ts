/** What an HTTP answer says when it says no: RFC 9457, with a code that stays and a sentence for a person. */
import type { FastifyReply } from 'fastify'
import type { Refusal, RefusalCode } from '#shared/refusal.ts'

export type Problem = {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly field?: string
}

export const problem = (status: number, code: string, detail: string, field?: string): Problem => ({
  status,
  code,
  detail,
  ...(field === undefined ? {} : { field }),
})

export const NOT_FOUND = problem(404, 'not-found', 'There is nothing at this address.')
export const NOT_SIGNED_IN = problem(
  401,
  'not-signed-in',
  'Open the address that the server printed when it started, or send a token.',
)
export const NOT_A_MEMBER = problem(
  404,
  'not-found',
  'There is no such workspace, or you are not a member of it.',
)

const STATUS: Partial<Record<RefusalCode, number>> = {
  'not-allowed': 403,
  'not-a-member': 403,
  'not-found': 404,
  'no-result': 404,
}

/** A rule's no. Whatever has no status of its own is a conflict with what is recorded. */
export const problemOf = (refusal: Refusal): Problem =>
  problem(STATUS[refusal.code] ?? 409, refusal.code, refusal.detail, refusal.field)

export function answerProblem(reply: FastifyReply, { status, code, detail, field }: Problem): FastifyReply {
  const body = {
    type: 'about:blank',
    title: code,
    status,
    code,
    detail,
    ...(field === undefined ? {} : { field }),
  }
  return reply.code(status).header('content-type', 'application/problem+json').send(JSON.stringify(body))
}

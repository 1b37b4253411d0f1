/** What went wrong between us and a model, told apart by what can be done about it. */
import type { FailureReason, TurnFailure } from '#agents/turnOutcome.ts'
import { z } from 'zod'

export type ModelFailure = TurnFailure & {
  /** Trying the same again soon may help. */
  readonly isPassing: boolean
  /** How long the provider asks to wait. */
  readonly retryAfterMs?: number
}

const NEXT: Readonly<Record<FailureReason, string>> = {
  'rate-limited': 'Ask again in a while, or use another model.',
  'out-of-credit': "Check the account's credit and limits with the provider.",
  'timed-out': 'Ask again; if it stays slow, use a smaller model or a nearer one.',
  unreachable: 'Check COUNTERSIGN_MODEL_BASE_URL and the network, then ask again.',
  'refused-key': "Set a valid key in the provider's own variable, restart, and ask again.",
  'unknown-model': 'Check the name in COUNTERSIGN_MODEL.',
  'rejected-request':
    'Check that the model can call tools, and that objective and results are not too long for it.',
  'provider-failed': "Ask again later; the provider's status page may say more.",
  'broken-answer': 'Ask again.',
  'cut-off': 'Ask again for a smaller part, or use a model that can answer at more length.',
  malformed: 'Ask again, or use a model that is better at calling tools.',
  refusal: 'Word the objective differently, or use another model.',
  'no-action': 'Word the objective differently, or use another model.',
  'workspace-failed': "See the server's log, then ask again.",
}

export const failureOf = (reason: FailureReason, detail: string): TurnFailure => ({
  reason,
  detail: inOneLine(detail),
  nextAction: NEXT[reason],
})

const PASSING: ReadonlySet<FailureReason> = new Set([
  'rate-limited',
  'unreachable',
  'provider-failed',
  'broken-answer',
])

export const modelFailure = (reason: FailureReason, detail: string, retryAfterMs?: number): ModelFailure => ({
  ...failureOf(reason, detail),
  isPassing: PASSING.has(reason),
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
})

const Thrown = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  status: z.number().optional().catch(undefined),
  status_code: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  lc_error_code: z.string().optional().catch(undefined),
  headers: z.unknown().optional(),
  cause: z.unknown().optional(),
})
type Thrown = z.infer<typeof Thrown>

const NETWORK =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|UND_ERR_(SOCKET|CONNECT)/
const CREDIT = /insufficient_quota|credit balance|billing/i

/** `hadAnswer`: a part of the answer had arrived, so the stream broke rather than the connection failed. */
export function modelFailureOf(error: unknown, hadAnswer: boolean): ModelFailure {
  const thrown = thrownOf(error)
  const status = thrown.status ?? thrown.status_code
  const said = `${thrown.code ?? ''} ${thrown.message}`
  if (status !== undefined) return ofStatus(status, thrown, said)
  if (CREDIT.test(said))
    return modelFailure('out-of-credit', `The provider refuses for want of credit: ${said}`)
  if (thrown.name === 'TimeoutError') return modelFailure('timed-out', 'The model did not answer in time.')
  if (/overloaded|api_error|internal server error/i.test(said))
    return modelFailure('provider-failed', `The provider failed: ${said}`)
  if (hadAnswer) return modelFailure('broken-answer', `The answer broke off: ${chainOf(error)}`)
  if (NETWORK.test(chainOf(error)) || /connection error|fetch failed/i.test(said))
    return modelFailure('unreachable', `The model can't be reached: ${chainOf(error)}`)
  return modelFailure('broken-answer', `The answer could not be read: ${chainOf(error)}`)
}

function ofStatus(status: number, thrown: Thrown, said: string): ModelFailure {
  if (status === 401 || status === 403)
    return modelFailure('refused-key', `The provider refused the key (${status}).`)
  if (status === 402 || (status === 429 && CREDIT.test(said)))
    return modelFailure('out-of-credit', `The provider refuses for want of credit (${status}).`)
  if (status === 429) {
    const wait = retryAfterMsOf(thrown.headers)
    const words = wait === undefined ? '' : `; it asks to wait ${Math.ceil(wait / 1000)} s`
    return modelFailure('rate-limited', `The provider limits the rate of requests (429)${words}.`, wait)
  }
  if (status === 404)
    return modelFailure('unknown-model', `The provider does not know this model or address (404).`)
  if (status === 408) return modelFailure('timed-out', 'The provider gave up waiting (408).')
  if (status >= 500) return modelFailure('provider-failed', `The provider failed (${status}).`)
  return modelFailure('rejected-request', `The provider rejected the request (${status}): ${thrown.message}`)
}

/** An error inside an error, as fetch and the providers' clients wrap them; four deep at most. */
function chainOf(error: unknown): string {
  const parts: string[] = []
  let at: unknown = error
  for (let depth = 0; depth < 4 && at !== undefined && at !== null; depth += 1) {
    const { message, code, cause } = thrownOf(at)
    parts.push(code && !message.includes(code) ? `${code} ${message}` : message)
    at = cause
  }
  return parts.filter((part) => part !== '').join(': ')
}

const thrownOf = (error: unknown): Thrown => {
  const parsed = Thrown.safeParse(error)
  return parsed.success ? parsed.data : Thrown.parse({ message: String(error) })
}

const AnyHeaders = z.union([z.instanceof(Headers), z.record(z.string(), z.unknown())])

function retryAfterMsOf(headers: unknown): number | undefined {
  const parsed = AnyHeaders.safeParse(headers)
  if (!parsed.success) return undefined
  const given = parsed.data instanceof Headers ? parsed.data.get('retry-after') : parsed.data['retry-after']
  const seconds = typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

/** Keys never stand in our sentences: providers quote parts of them. */
const inOneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/\b(sk|key)-[\w*.-]+/gi, '…')
    .slice(0, 500)

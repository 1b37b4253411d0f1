/** Who sends a request: by a token that a program sends on purpose, or by a cookie that a browser sends unasked. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Person, SignIns } from '#server/transport/ports.ts'
import { digestOfSecret } from '#server/transport/secrets.ts'

export const SESSION_COOKIE = 'countersign_session'

export type SignedIn = { readonly person: Person; readonly by: 'token' | 'session' }

const BEARER = /^Bearer ([A-Za-z0-9_-]{20,200})$/

/** A token counts before a cookie; a wrong token is not saved by a good cookie. */
export function authenticate(headers: IncomingHttpHeaders, signIns: SignIns): SignedIn | undefined {
  if (headers.authorization !== undefined) {
    const token = BEARER.exec(headers.authorization)?.[1]
    const person = token === undefined ? undefined : signIns.personOfToken(digestOfSecret(token))
    return person && { person, by: 'token' }
  }
  const session = sessionOf(headers)
  const person = session === undefined ? undefined : signIns.personOfSession(digestOfSecret(session))
  return person && { person, by: 'session' }
}

export function sessionOf(headers: IncomingHttpHeaders): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
  const found = cookies.filter((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))
  // Two of them: one was planted by someone else under this host, and which can't be told.
  return found.length === 1 ? found[0]?.slice(SESSION_COOKIE.length + 1) : undefined
}

const DAYS_30 = 30 * 24 * 60 * 60

export const cookieOf = (session: string, isSecure: boolean): string =>
  `${SESSION_COOKIE}=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${DAYS_30}${isSecure ? '; Secure' : ''}`

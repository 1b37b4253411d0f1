/** Which page a request comes from. Names are compared whole: no suffix, no scheme, no port is taken for another. */
import type { IncomingHttpHeaders } from 'node:http'
import type { SignedIn } from '#server/transport/authenticate.ts'

/** Host header → the one origin whose pages may speak to us there. */
export type Sites = ReadonlyMap<string, string>

export function sitesOf(host: string, port: number, publicOrigin?: string): Sites {
  const named = host.includes(':') ? `[${host}]` : host
  const hosts = new Set([named, 'localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`))
  const sites = new Map([...hosts].map((name) => [name, `http://${name}`]))
  if (publicOrigin !== undefined) sites.set(new URL(publicOrigin).host, new URL(publicOrigin).origin)
  return sites
}

/** A name that is not ours means that someone points their own name at this server (DNS rebinding). */
export const isOurHost = (headers: IncomingHttpHeaders, sites: Sites): boolean =>
  sites.has(headers.host ?? '')

export const isOurOrigin = (headers: IncomingHttpHeaders, sites: Sites): boolean =>
  headers.origin !== undefined && headers.origin === sites.get(headers.host ?? '')

/** For a socket, and for what changes anything: from our own page, or by a token and from no page at all. */
export function mayAct(headers: IncomingHttpHeaders, sites: Sites, signedIn: SignedIn): boolean {
  if (headers.origin !== undefined) return isOurOrigin(headers, sites)
  return signedIn.by === 'token' || headers['sec-fetch-site'] === 'same-origin'
}

/** For what only looks: not from another site's page. */
export function mayLook(headers: IncomingHttpHeaders, sites: Sites): boolean {
  if (headers.origin !== undefined) return isOurOrigin(headers, sites)
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

/** What a browser sends when a person opens an address; a preview or a prefetch of it does not. */
export function isNavigation(headers: IncomingHttpHeaders): boolean {
  if (headers['sec-purpose'] !== undefined || headers['purpose'] !== undefined) return false
  const mode = headers['sec-fetch-mode']
  // Over plain HTTP to another machine, browsers leave the Sec-Fetch headers out.
  return mode === undefined ? headers['upgrade-insecure-requests'] === '1' : mode === 'navigate'
}

/** A local server that speaks a provider's wire format by script: one reaction a request, in order; the last one again and again. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Reaction = (
  response: ServerResponse,
  request: ProviderRequest,
  at: number,
) => void | Promise<void>

type ProviderRequest = {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
}

export type ProviderServer = {
  readonly url: string
  readonly requests: readonly ProviderRequest[]
  readonly close: () => Promise<void>
}

export async function startProviderServer(...reactions: readonly Reaction[]): Promise<ProviderServer> {
  const requests: ProviderRequest[] = []
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = []
    incoming.on('data', (piece: Buffer) => pieces.push(piece))
    incoming.on('end', () => {
      const at = requests.length
      const body = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Record<string, unknown>
      const request = { path: incoming.url ?? '', headers: incoming.headers, body }
      requests.push(request)
      const react = reactions[Math.min(at, reactions.length - 1)]
      void Promise.resolve(react?.(response, request, at))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export const status =
  (code: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reaction =>
  (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }

export const silence: Reaction = () => undefined

/** Server-sent events, written byte-wise in pieces of `piece` characters, so that they arrive split at odd places. */
export async function sendEvents(
  response: ServerResponse,
  events: readonly { readonly event?: string; readonly data: unknown }[],
  { piece = 7, end = 'close' as 'close' | 'reset' | 'hang' } = {},
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const text = events
    .map(({ event, data }) => {
      const payload = typeof data === 'string' ? data : JSON.stringify(data)
      return `${event ? `event: ${event}\n` : ''}data: ${payload}\n\n`
    })
    .join('')
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += piece) {
    response.write(bytes.subarray(at, at + piece))
    // Now and then the event loop turns, so that the pieces really travel apart.
    if (at % (piece * 16) === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  if (end === 'close') response.end()
  if (end === 'reset') setTimeout(() => response.destroy(), 10)
}

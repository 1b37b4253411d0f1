/**
 * The one door for sockets, closed unless opened: two exact addresses, for members of the workspace, from our own page
 * or by token. Who is there is asked again twice a second, so that nobody stays who was sent away.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { WorkspaceId } from '#shared/ids.ts'
import { authenticate } from '#server/transport/authenticate.ts'
import { isOurHost, mayAct, type Sites } from '#server/transport/origin.ts'
import type { Person, TransportPorts } from '#server/transport/ports.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'

export type SocketCall = {
  readonly socket: WebSocket
  readonly person: Person
  readonly host: WorkspaceHost
  readonly query: URLSearchParams
}
export type SocketRoutes = Readonly<Record<'live' | 'collab', (call: SocketCall) => void>>

export type UpgradeOptions = {
  readonly ports: Pick<TransportPorts, 'signIns' | 'workspaces'>
  readonly sites: () => Sites
  readonly routes: SocketRoutes
  readonly recheckMs?: number
}

const STATUS = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  421: 'Misdirected Request',
} as const
/** y-websocket and our live client do not come back after 44xx. */
const SIGNED_OUT = { code: 4401, reason: 'signed-out' } as const
const MAX_MESSAGE = 1024 * 1024 + 1024

/** The address as it was sent: nothing is decoded, so nothing that only decodes to a route is one. */
const ADDRESS = /^\/(live|collab)\/([0-9a-f-]{36})(?:\?([^#]*))?$/

type Admitted = Omit<SocketCall, 'socket'> & { readonly route: keyof SocketRoutes }

export function openUpgradeRouter(server: Server, options: UpgradeOptions): { readonly close: () => void } {
  const { ports, sites, routes, recheckMs = 500 } = options
  const door = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE,
    maxFragments: 64,
    maxBufferedChunks: 4_096,
  })
  const open = new Map<WebSocket, IncomingMessage>()

  function admit(request: IncomingMessage): Admitted | keyof typeof STATUS {
    if (!isOurHost(request.headers, sites())) return 421
    const [, name, id, query = ''] = ADDRESS.exec(request.url ?? '') ?? []
    const workspaceId = WorkspaceId.safeParse(id)
    if ((name !== 'live' && name !== 'collab') || !workspaceId.success) return 404
    const signedIn = authenticate(request.headers, ports.signIns)
    if (!signedIn) return 401
    if (!mayAct(request.headers, sites(), signedIn)) return 403
    const host = ports.workspaces.host(workspaceId.data)
    if (!host?.state().members.has(signedIn.person.personId)) return 404
    return { route: name, person: signedIn.person, host, query: new URLSearchParams(query) }
  }

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy())
    const admitted = admit(request)
    if (typeof admitted === 'number') {
      stream.end(`HTTP/1.1 ${admitted} ${STATUS[admitted]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    door.handleUpgrade(request, stream, head, (socket) => {
      // A frame that breaks the protocol closes its socket; without a listener it would end the server.
      socket.on('error', () => socket.terminate())
      socket.on('close', () => open.delete(socket))
      open.set(socket, request)
      const { route, ...call } = admitted
      routes[route]({ ...call, socket })
    })
  }

  const recheck = setInterval(() => {
    for (const [socket, request] of open) {
      if (typeof admit(request) !== 'number') continue
      open.delete(socket)
      socket.close(SIGNED_OUT.code, SIGNED_OUT.reason)
      setTimeout(() => socket.terminate(), 400).unref()
    }
  }, recheckMs)
  recheck.unref()
  server.on('upgrade', onUpgrade)

  return {
    close() {
      clearInterval(recheck)
      server.off('upgrade', onUpgrade)
      for (const socket of open.keys()) socket.terminate()
      door.close()
    },
  }
}

/** The whole transport on a free port, over a real ledger in memory, with people who can sign in. */
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { v7 as uuidv7 } from 'uuid'
import { WebSocket } from 'ws'
import { PersonId, type Digest, type WorkspaceId } from '#shared/ids.ts'
import { err, ok } from '#shared/result.ts'
import { createMemoryDraftStore } from '#server/collab/draftStore.ts'
import { openRooms } from '#server/collab/rooms.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'
import { serveCollab } from '#server/transport/collabSocket.ts'
import { createHttp } from '#server/transport/http.ts'
import { serveLive } from '#server/transport/liveSocket.ts'
import { sitesOf, type Sites } from '#server/transport/origin.ts'
import type { Person, TransportPorts, Upload } from '#server/transport/ports.ts'
import { digestOfSecret, newSecret } from '#server/transport/secrets.ts'
import { openUpgradeRouter } from '#server/transport/upgradeRouter.ts'
import { systemClock } from '#server/workspace/workspaceHost.ts'
import { openWorkspaces } from '#server/workspace/workspaces.ts'

export type SignedUp = Person & { readonly token: string; readonly session: string; readonly login: string }

const noTable = () => Promise.resolve(err({ code: 'invalid', detail: 'There is no table here.' }))

export async function startTransport() {
  const database = openLedgerFile(':memory:')
  const ledger = sqliteLedger(database)
  const workspaces = openWorkspaces({
    ledger,
    now: systemClock,
    model: () => 'playbook',
    attach: () => () => undefined,
  })
  const tokens = new Map<Digest, Person>()
  const sessions = new Map<Digest, Person>()
  const logins = new Map<Digest, Person>()
  const uploads: Upload[] = []
  const failures: unknown[] = []
  const ports: TransportPorts = {
    signIns: {
      personOfToken: (token) => tokens.get(token),
      personOfSession: (session) => sessions.get(session),
      redeemLogin: (login) => {
        const person = logins.get(login)
        logins.delete(login)
        return person
      },
      openSession: (session, person) => sessions.set(session, person),
      closeSession: (session) => sessions.delete(session),
    },
    workspaces,
    importer: {
      importUpload: (upload) => {
        uploads.push(upload)
        return Promise.resolve(ok({ imported: upload.fileName }))
      },
      retype: (_workspaceId, _person, _datasetId, types) => Promise.resolve(ok({ types })),
    },
    invitations: {
      addPerson: (name) => ({ personId: PersonId.parse(uuidv7()), name }),
      loginFor: ({ personId }) => `/login?token=${personId}`,
    },
    artifacts: { stream: () => Promise.resolve(Readable.from([])), size: () => Promise.resolve(undefined) },
    tables: { page: noTable, spread: noTable, csv: noTable, diff: noTable },
    drafts: { analyse: () => Promise.resolve(undefined) },
    packages: { resolve: () => Promise.resolve(err('There is no Python here')) },
    notebooks: {
      cells: () => Promise.resolve(err('There is no Python here.')),
      page: () => ({ order: [], notes: new Map() }),
      bytes: () => Promise.resolve(undefined),
    },
    abilities: () => ({ model: 'playbook', hasPython: false, notes: [] }),
    version: '0.0.0',
  }
  let sites: Sites = new Map()
  const http = await createHttp({
    ports,
    sites: () => sites,
    bodyBytes: 100_000,
    onFailure: (one) => failures.push(one),
  })
  await http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = http.server.address() as AddressInfo
  sites = sitesOf('127.0.0.1', port)
  const rooms = openRooms({ store: createMemoryDraftStore() })
  const routes = { live: serveLive, collab: serveCollab(rooms) }
  const router = openUpgradeRouter(http.server, { ports, sites: () => sites, routes, recheckMs: 50 })
  const origin = `http://127.0.0.1:${port}`

  return {
    http,
    ports,
    port,
    origin,
    uploads,
    failures,
    signUp(name: string): SignedUp {
      const person = { personId: PersonId.parse(uuidv7()), name }
      const [token, session, login] = [newSecret(), newSecret(), newSecret()]
      tokens.set(digestOfSecret(token), person)
      sessions.set(digestOfSecret(session), person)
      logins.set(digestOfSecret(login), person)
      return { ...person, token, session, login }
    },
    revoke: (person: SignedUp) => {
      tokens.delete(digestOfSecret(person.token))
      sessions.delete(digestOfSecret(person.session))
    },
    async createWorkspace(owner: Person, name = 'Sales'): Promise<WorkspaceId> {
      const created = await workspaces.create(name, { personId: owner.personId, name: owner.name })
      if (!created.ok) throw new Error(created.error.detail)
      return created.value
    },
    /** Resolves to the socket when it opened, or to the HTTP status that it was refused with. */
    connect: (path: string, headers: Record<string, string>): Promise<WebSocket | number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
        socket.on('open', () => resolve(socket))
        socket.on('error', () => resolve(0))
        socket.on('unexpected-response', (request, response) => {
          resolve(response.statusCode ?? 0)
          request.destroy()
        })
      }),
    async close() {
      rooms.close()
      router.close()
      await http.close()
      workspaces.close()
      closeLedgerFile(database)
    },
  }
}

export type Transport = Awaited<ReturnType<typeof startTransport>>
export const bearer = ({ token }: SignedUp) => ({ authorization: `Bearer ${token}` })
export const cookie = ({ session }: SignedUp) => ({ cookie: `countersign_session=${session}` })

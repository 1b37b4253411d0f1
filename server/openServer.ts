/** Wires the whole server together and opens its doors; holds no rule of its own. */
import { mkdir, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { modelProblem } from '#agents/models.ts'
import { openFileArtifactStore } from '#server/artifacts/fileArtifactStore.ts'
import { notebookPageOf } from '#server/collab/notebookPage.ts'
import { openRooms } from '#server/collab/rooms.ts'
import type { Config } from '#server/config.ts'
import { openTableImport } from '#server/datasets/tableImport.ts'
import { openSqlKernel } from '#server/kernels/duckdb/sqlKernel.ts'
import { openTablePages } from '#server/kernels/duckdb/tablePages.ts'
import { openDraftAnalysis } from '#server/draftAnalysis.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteClientIdOwners } from '#server/ledger/sqliteClientIdOwners.ts'
import { sqliteDraftStore } from '#server/ledger/sqliteDraftStore.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'
import { sqlitePeopleStore, type KnownPerson } from '#server/ledger/sqlitePeopleStore.ts'
import { modelOpener } from '#server/modelOpener.ts'
import { NO_PYTHON, openPythonReach, type PythonReach } from '#server/pythonReach.ts'
import { packageRoot, packageVersion } from '#server/packageRoot.ts'
import { openSqlPreflight } from '#server/preflight/sqlPreflight.ts'
import { reactorsOf } from '#server/reactorsOf.ts'
import { attachReactors } from '#server/reactors/reactor.ts'
import { openIntactPaths } from '#server/reactors/intactPath.ts'
import { openTableRows } from '#server/reactors/agent/tableRows.ts'
import { openSignIns } from '#server/signIns.ts'
import { tablesOf } from '#server/tablesOf.ts'
import { serveCollab } from '#server/transport/collabSocket.ts'
import { createHttp } from '#server/transport/http.ts'
import { serveLive } from '#server/transport/liveSocket.ts'
import { sitesOf, type Sites } from '#server/transport/origin.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { openUpgradeRouter } from '#server/transport/upgradeRouter.ts'
import { openDatasetIntake, type DatasetIntake } from '#server/workspace/datasetIntake.ts'
import { expireApprovals } from '#server/workspace/expireApprovals.ts'
import { systemClock } from '#server/workspace/workspaceHost.ts'
import { openWorkspaces } from '#server/workspace/workspaces.ts'

export type RunningServer = {
  /** `http://host:port`, without a token. */
  readonly address: string
  /** An address that signs its first opener in. */
  readonly newLogin: () => string
  readonly ports: TransportPorts
  readonly firstPerson: KnownPerson
  readonly addPerson: (name: string) => KnownPerson
  /** For programs: sent as `Authorization: Bearer …`. */
  readonly newToken: (person: KnownPerson) => string
  readonly intake: DatasetIntake
  readonly python: PythonReach
  readonly close: () => Promise<void>
}

export async function openServer(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
  report: (failure: unknown) => void,
): Promise<RunningServer> {
  const data = resolve(config.data)
  const scratch = join(data, 'scratch')
  await rm(scratch, { recursive: true, force: true })
  await mkdir(scratch, { recursive: true })
  const database = openLedgerFile(join(data, 'countersign.sqlite'))
  const drafts = sqliteDraftStore(database)
  const artifacts = await openFileArtifactStore(join(data, 'artifacts'))
  const intactPath = openIntactPaths(artifacts)
  const pages = openTablePages({ folder: join(data, 'artifacts'), scratch })
  const sqlKernel = openSqlKernel({ spare: 2 })
  const preflight = openSqlPreflight()
  const python =
    config.python === 'off'
      ? NO_PYTHON
      : openPythonReach({
          home: join(packageRoot(), 'server', 'kernels', 'python'),
          artifacts: join(data, 'artifacts'),
          runs: join(scratch, 'python'),
          env,
          isUnsafe: config.python === 'unsafe',
        })
  const tableImport = openTableImport({ scratchRoot: scratch })
  const intake = openDatasetIntake(tableImport, artifacts, scratch)
  const signIns = openSignIns(sqlitePeopleStore(database), systemClock)
  const rows = openTableRows(artifacts, intactPath, pages)
  const modelConfig = {
    model: config.model,
    env,
    ...(config.modelBaseUrl ? { baseUrl: config.modelBaseUrl } : {}),
  }
  const openModel = modelOpener(modelConfig)
  const workspaces = openWorkspaces({
    ledger: sqliteLedger(database),
    now: systemClock,
    model: () => config.model || 'playbook',
    attach: (host) =>
      attachReactors(
        host,
        reactorsOf({ python, sqlKernel, preflight, artifacts, intactPath, scratch, rows, openModel, report }),
        report,
      ),
  })

  let sites: Sites = new Map()
  let address = ''
  const loginAddress = (secret: string): string => `${address}/login?token=${secret}`
  const ports: TransportPorts = {
    signIns,
    workspaces,
    importer: {
      async importUpload({ workspaceId, person, path, fileName, name, types }) {
        const host = workspaces.host(workspaceId)
        if (!host) return { ok: false, error: { code: 'not-found', detail: 'There is no such workspace' } }
        const actor = { kind: 'human' as const, id: person.personId }
        return intake.add({
          host,
          actor,
          path,
          fileName,
          kind: 'upload',
          ...(name ? { name } : {}),
          ...(types ? { types } : {}),
        })
      },
      async retype(workspaceId, person, datasetId, types) {
        const host = workspaces.host(workspaceId)
        if (!host) return { ok: false, error: { code: 'not-found', detail: 'There is no such workspace' } }
        return intake.retype(host, { kind: 'human', id: person.personId }, datasetId, types)
      },
    },
    invitations: {
      addPerson: signIns.addPerson,
      loginFor: (person) => loginAddress(signIns.newLogin(person)),
    },
    artifacts: {
      stream: (digest) => artifacts.stream(digest),
      size: async (digest) => {
        const path = await artifacts.path(digest)
        return path === undefined ? undefined : (await stat(path)).size
      },
    },
    tables: tablesOf(intactPath, pages, scratch),
    drafts: openDraftAnalysis(preflight, python),
    packages: { resolve: (wanted) => python.resolvePackages(wanted) },
    notebooks: {
      cells: (codes) => python.cells(codes),
      page: (workspaceId) => notebookPageOf(drafts.load(workspaceId)),
      bytes: (digest) => artifacts.bytes(digest),
    },
    abilities: () => ({
      model: config.model,
      hasPython: python.says().isReady,
      notes: [modelProblem(modelConfig) ?? [], python.says().note || []].flat(),
    }),
    version: packageVersion(),
  }

  const http = await createHttp({
    ports,
    sites: () => sites,
    clientFolder: join(packageRoot(), 'dist', 'client'),
    temporary: scratch,
    onFailure: report,
  })
  await http.listen({ host: config.host, port: config.port })
  const port = portOf(http.server.address())
  sites = sitesOf(config.host, port)
  address = `http://${config.host}:${port}`
  const rooms = openRooms({
    store: drafts,
    owners: sqliteClientIdOwners(database),
    onFailure: report,
  })
  const router = openUpgradeRouter(http.server, {
    ports,
    sites: () => sites,
    routes: { live: serveLive, collab: serveCollab(rooms) },
  })
  const stopExpiring = expireApprovals(workspaces, systemClock, report)
  // Work that an earlier server left behind goes on without anybody opening the page.
  for (const workspaceId of workspaces.list()) workspaces.host(workspaceId)

  return {
    address,
    newLogin: () => loginAddress(signIns.newLogin()),
    ports,
    firstPerson: signIns.firstPerson(),
    addPerson: signIns.addPerson,
    newToken: signIns.newToken,
    intake,
    python,
    async close() {
      stopExpiring()
      router.close()
      rooms.close()
      await http.close()
      workspaces.close()
      await Promise.all([
        sqlKernel.close(),
        python.close(),
        pages.close(),
        tableImport.close(),
        preflight.close(),
      ])
      closeLedgerFile(database)
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port')
  return address.port
}

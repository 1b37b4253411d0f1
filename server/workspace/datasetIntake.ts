/** From a file to a recorded dataset: parsed by the import's child, kept as artifacts, then recorded in one entry. */
import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { ImportOutcome, TableImport } from '#server/datasets/tableImport.ts'
import { tableNameOf } from '#server/datasets/tableName.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { DatasetSource, DatasetVersion } from '#shared/dataset.ts'
import { DatasetId, TableName } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { scopeOf } from '#shared/scope.ts'

export type IncomingFile = {
  readonly host: WorkspaceHost
  readonly actor: Actor
  /** May be moved away. */
  readonly path: string
  readonly fileName: string
  readonly kind: DatasetSource['kind']
  readonly origin?: string
  readonly name?: string
  readonly types?: Readonly<Record<string, string>>
}

export type Taken = {
  readonly datasetId: DatasetId
  readonly name: TableName
  readonly rows: number
  readonly rejects: number
  /** What the import noticed, in sentences. */
  readonly findings: readonly string[]
}

export type IntakeTrouble = { readonly code: string; readonly detail: string; readonly field?: string }

export type DatasetIntake = {
  readonly add: (file: IncomingFile) => Promise<Result<Taken, IntakeTrouble>>
  /** Reads the original file again with a person's corrections of its types. */
  readonly retype: (
    host: WorkspaceHost,
    actor: Actor,
    datasetId: DatasetId,
    types: Readonly<Record<string, string>>,
  ) => Promise<Result<Taken, IntakeTrouble>>
}

export function openDatasetIntake(
  tableImport: TableImport,
  artifacts: ArtifactStore,
  scratchRoot: string,
): DatasetIntake {
  const parse = async (
    host: WorkspaceHost,
    path: string,
    fileName: string,
    types: Readonly<Record<string, string>> | undefined,
  ): Promise<ImportOutcome> => {
    const importId = uuidv7()
    const running = tableImport.import({ path, fileName, ...(types ? { types } : {}) })
    running.onProgress(({ percentage }) =>
      host.tell({
        type: 'import-progress',
        importId,
        fileName,
        percent: percentage < 0 ? -1 : Math.min(100, Math.round(percentage)),
      }),
    )
    return running.outcome
  }

  return {
    async add({ host, actor, path, fileName, kind, origin, name, types }) {
      const named = nameFor(host, fileName, name)
      if (!named.ok) return named
      const outcome = await parse(host, path, fileName, types)
      if (outcome.kind !== 'imported') return troubleOf(outcome)
      const original = await artifacts.adopt(path)
      const version = await keep(artifacts, outcome, {
        kind,
        fileName,
        digest: original.digest,
        bytes: original.bytes,
        ...(origin ? { origin } : {}),
      })
      const datasetId = DatasetId.parse(uuidv7())
      // Between the upload's start and now another may have taken the name: the gate says so.
      const data = { datasetId, name: named.value, version }
      const answer = await host.dispatch(newCommandId(), { type: 'AddDataset', data }, actor)
      return answer.ok ? ok(takenOf(datasetId, named.value, outcome)) : err(answer.error)
    },

    async retype(host, actor, datasetId, types) {
      const dataset = host.state().datasets.get(datasetId)
      const original = dataset && (await artifacts.path(dataset.current.source.digest))
      if (!dataset || !original) return err({ code: 'not-found', detail: 'The original file is not here' })
      const { source } = dataset.current
      const copy = join(scratchRoot, `retype-${uuidv7()}`)
      await copyFile(original, copy)
      const outcome = await parse(host, copy, source.fileName, types)
      await rm(copy, { force: true })
      if (outcome.kind !== 'imported') return troubleOf(outcome)
      const version = await keep(artifacts, outcome, source)
      const command = { type: 'ReviseDataset' as const, data: { datasetId, version } }
      const answer = await host.dispatch(newCommandId(), command, actor)
      return answer.ok ? ok(takenOf(datasetId, dataset.name, outcome)) : err(answer.error)
    },
  }
}

type Imported = Extract<ImportOutcome, { kind: 'imported' }>

const takenOf = (datasetId: DatasetId, name: TableName, outcome: Imported): Taken => ({
  datasetId,
  name,
  rows: outcome.rows,
  rejects: outcome.rejects?.rows ?? 0,
  findings: outcome.findings,
})

function nameFor(
  host: WorkspaceHost,
  fileName: string,
  name: string | undefined,
): Result<TableName, IntakeTrouble> {
  if (name === undefined || name === '')
    return ok(
      tableNameOf(
        fileName,
        [...scopeOf(host.state()).values()].map((one) => one.name),
      ),
    )
  const parsed = TableName.safeParse(name)
  return parsed.success
    ? ok(parsed.data)
    : err({ code: 'invalid', detail: parsed.error.issues[0]?.message ?? 'not a name', field: 'name' })
}

const troubleOf = (outcome: Exclude<ImportOutcome, Imported>): Result<never, IntakeTrouble> =>
  err({
    code: outcome.kind === 'lost' ? 'import-lost' : 'import-refused',
    detail: outcome.message,
    field: 'file',
  })

async function keep(
  artifacts: ArtifactStore,
  outcome: Imported,
  source: DatasetSource,
): Promise<DatasetVersion> {
  const table = await artifacts.adopt(outcome.parquetPath)
  const profile = await artifacts.put(new TextEncoder().encode(JSON.stringify(outcome.profile)))
  const rejects = outcome.rejects && {
    digest: (await artifacts.adopt(outcome.rejects.parquetPath)).digest,
    rows: outcome.rejects.rows,
  }
  return {
    source,
    digest: table.digest,
    contentDigest: outcome.contentDigest,
    bytes: table.bytes,
    rows: outcome.rows,
    columns: outcome.columns.map(({ name, type, sensitivity }) => ({ name, type, sensitivity })),
    profile: profile.digest,
    ...(rejects ? { rejects } : {}),
  }
}

/** The first start: a workspace to look at, on real data, with a question and nothing approved; or one on the files of a folder. */
import { copyFile, mkdtemp } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { datasetFilesIn } from '#server/datasets/datasetFolder.ts'
import { SAMPLE_WORKSPACE } from '#server/datasets/sampleWorkspace.ts'
import type { RunningServer } from '#server/openServer.ts'
import { packageRoot } from '#server/packageRoot.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { PersonCommand } from '#shared/command.ts'
import type { DatasetSource } from '#shared/dataset.ts'
import { ConstraintId, ObjectiveId } from '#shared/ids.ts'

type Filling = {
  readonly name: string
  readonly kind: DatasetSource['kind']
  readonly files: readonly { readonly path: string; readonly name?: string; readonly origin?: string }[]
}

/** Sentences on what was made, for the console. */
export async function makeSampleWorkspace(
  server: RunningServer,
  scratch: string,
): Promise<readonly string[]> {
  const { name, files, objective, constraint } = SAMPLE_WORKSPACE
  const folder = join(packageRoot(), 'sample')
  const made = await fill(server, scratch, {
    name,
    kind: 'sample',
    files: files.map(({ fileName, tableName, origin }) => ({
      path: join(folder, fileName),
      name: tableName,
      origin,
    })),
  })
  await ask(made.host, server, {
    type: 'WriteObjective',
    data: {
      objectiveId: ObjectiveId.parse(uuidv7()),
      text: objective.text,
      acceptance: [...objective.acceptanceCriteria],
    },
  })
  await ask(made.host, server, {
    type: 'WriteConstraint',
    data: {
      constraintId: ConstraintId.parse(uuidv7()),
      text: constraint.text,
      checks: [...constraint.checks],
    },
  })
  return made.said
}

export async function makeFolderWorkspace(
  server: RunningServer,
  scratch: string,
  folder: string,
): Promise<readonly string[]> {
  const files = await datasetFilesIn(resolve(folder))
  if (files.length === 0) return [`${folder} holds no CSV, TSV, JSON, NDJSON or Parquet file.`]
  const { said } = await fill(server, scratch, { name: basename(resolve(folder)), kind: 'folder', files })
  return said
}

async function fill(
  { ports, firstPerson, intake }: RunningServer,
  scratch: string,
  { name, kind, files }: Filling,
): Promise<{ readonly host: WorkspaceHost; readonly said: readonly string[] }> {
  const created = await ports.workspaces.create(name, firstPerson)
  const host = created.ok ? ports.workspaces.host(created.value) : undefined
  if (!host) throw new Error('The first workspace could not be made')
  const said: string[] = []
  for (const file of files) {
    // The import may move what it is given away; the person's own files stay.
    const copy = join(await mkdtemp(join(scratch, 'first-')), basename(file.path))
    await copyFile(file.path, copy)
    const taken = await intake.add({
      host,
      actor: { kind: 'human', id: firstPerson.personId },
      path: copy,
      fileName: basename(file.path),
      kind,
      ...(file.name ? { name: file.name } : {}),
      ...(file.origin ? { origin: file.origin } : {}),
    })
    said.push(
      taken.ok
        ? `${taken.value.name}: ${taken.value.rows} rows${taken.value.rejects > 0 ? `, ${taken.value.rejects} rejected` : ''}`
        : `${basename(file.path)} was not imported: ${taken.error.detail}`,
    )
  }
  return { host, said }
}

async function ask(
  host: WorkspaceHost,
  { firstPerson }: RunningServer,
  command: PersonCommand,
): Promise<void> {
  const answer = await host.dispatch(newCommandId(), command, { kind: 'human', id: firstPerson.personId })
  if (!answer.ok) throw new Error(answer.error.detail)
}

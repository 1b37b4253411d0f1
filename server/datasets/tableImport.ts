/** The port through which foreign files become datasets. The server never parses them: a child does, and is not believed beyond its protocol. */
import { digestOfWritten } from '#server/kernels/digestOfWritten.ts'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import {
  ImportAnswer,
  ImportProgress,
  REJECTS_FILE,
  TABLE_FILE,
  type ImportRequest,
  type SourceFormat,
} from '#server/datasets/importMessages.ts'
import { startChild, type Child } from '#server/kernels/childProcess.ts'
import type { DatasetColumn } from '#shared/dataset.ts'
import type { Digest } from '#shared/ids.ts'
import type { TableProfile } from '#shared/profile.ts'
import type { ColumnType } from '#shared/table.ts'

export interface ImportJob {
  readonly path: string
  readonly fileName: string
  /** A person's corrections, by column name. */
  readonly types?: Readonly<Record<string, ColumnType>>
  readonly format?: SourceFormat
}

export interface WrittenTable {
  readonly parquetPath: string
  readonly digest: Digest
  readonly rows: number
}

export type ImportOutcome =
  | (WrittenTable & {
      readonly kind: 'imported'
      readonly contentDigest: Digest
      readonly bytes: number
      readonly columns: readonly DatasetColumn[]
      readonly rejects?: WrittenTable
      readonly profile: TableProfile
      readonly findings: readonly string[]
    })
  | { readonly kind: 'refused'; readonly message: string; readonly line?: number }
  /** The child died: of the file, of a limit, or because someone stopped it. */
  | { readonly kind: 'lost'; readonly message: string }

export interface RunningImport {
  readonly outcome: Promise<ImportOutcome>
  onProgress(listener: (progress: ImportProgress) => void): void
  cancel(): void
  /** Of the child, for those who measure. */
  readonly pid: number | undefined
}

export interface TableImport {
  /** The files of an import stay in a folder of their own under `scratchRoot` until the caller has moved them. */
  import(job: ImportJob): RunningImport
  close(): Promise<void>
}

export interface TableImportOptions {
  /** An existing folder, by absolute path. */
  readonly scratchRoot: string
  readonly memoryMb?: number
  readonly threads?: number
}

const CPU_SECONDS = 3600

export function openTableImport(options: TableImportOptions): TableImport {
  const { scratchRoot, memoryMb = 1024, threads = availableParallelism() } = options
  const running = new Set<Child<ImportRequest, ImportAnswer, ImportProgress>>()

  const start = (job: ImportJob): RunningImport => {
    const listeners: ((progress: ImportProgress) => void)[] = []
    const child: Child<ImportRequest, ImportAnswer, ImportProgress> = startChild({
      program: 'importChild',
      answer: ImportAnswer,
      progress: ImportProgress,
      // Beside DuckDB's own memory, the buffers of our scanner.
      memoryMb: memoryMb + 256,
      cpuSeconds: CPU_SECONDS,
      fileMb: 65_536,
    })
    running.add(child)
    const settle = async (): Promise<ImportOutcome> => {
      const scratch = await mkdtemp(join(scratchRoot, 'import-'))
      await child.ready
      const { path, fileName, types = {}, format } = job
      const request = { path, fileName, scratch, types, memoryMb, threads, ...(format ? { format } : {}) }
      const answer = await child.ask(request, (progress) => listeners.forEach((tell) => tell(progress)))
      running.delete(child)
      child.kill()
      await child.gone
      await tidy(scratch, answer.ok && answer.value.kind === 'imported')
      if (!answer.ok)
        return { kind: 'lost', message: `The file could not be imported. ${answer.error.message}` }
      return outcomeOf(answer.value, scratch)
    }
    return {
      outcome: settle(),
      onProgress: (listener) => void listeners.push(listener),
      cancel: () => child.kill(),
      pid: child.pid,
    }
  }

  const close = async (): Promise<void> => {
    const children = [...running]
    for (const child of children) child.kill()
    await Promise.all(children.map((child) => child.gone))
  }
  return { import: start, close }
}

async function outcomeOf(said: ImportAnswer, scratch: string): Promise<ImportOutcome> {
  if (said.kind === 'refused') {
    const { line, message } = said
    return { kind: 'refused', message, ...(line === undefined ? {} : { line }) }
  }
  const parquetPath = join(scratch, TABLE_FILE)
  const [{ size: bytes }, digest] = await Promise.all([stat(parquetPath), digestOfWritten(parquetPath)])
  const { rows, contentDigest, profile, findings } = said
  const personal = new Set(
    profile.columns.filter((column) => column.personal !== undefined).map(({ name }) => name),
  )
  const columns = said.columns.map(({ name, type }): DatasetColumn => {
    return { name, type, sensitivity: personal.has(name) ? 'likely-personal' : 'none' }
  })
  const rejectsPath = join(scratch, REJECTS_FILE)
  const rejects =
    said.rejects === 0
      ? {}
      : {
          rejects: {
            parquetPath: rejectsPath,
            digest: await digestOfWritten(rejectsPath),
            rows: said.rejects,
          },
        }
  return {
    kind: 'imported',
    parquetPath,
    digest,
    contentDigest,
    bytes,
    rows,
    columns,
    profile,
    findings,
    ...rejects,
  }
}

/** What the child staged and spilled goes; what it wrote stays for the caller. */
async function tidy(scratch: string, isWritten: boolean): Promise<void> {
  if (!isWritten) return rm(scratch, { recursive: true, force: true })
  const kept = new Set([TABLE_FILE, REJECTS_FILE])
  const others = (await readdir(scratch)).filter((name) => !kept.has(name))
  await Promise.all(others.map((name) => rm(join(scratch, name), { recursive: true, force: true })))
}

/** A fresh in-memory DuckDB that reaches only the files it was opened for, and whose settings nothing can change any more. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

export interface DatabaseReach {
  /** Files that may be read or written, by absolute path. */
  readonly allowedPaths?: readonly string[]
  /** Folders in which everything may be read and written, by absolute path. */
  readonly allowedDirectories?: readonly string[]
  /** Where large sorts and joins spill. Without it nothing spills, and memory ends sooner. */
  readonly tempDirectory?: string
  readonly memoryMb: number
  readonly threads: number
}

export interface HardenedDatabase {
  readonly connection: DuckDBConnection
  /** Another connection to the same database; the settings are locked there too. */
  connect(): Promise<DuckDBConnection>
  close(): void
}

/** A database that is warm but not yet locked: nothing that a person or an agent wrote may reach it. */
export interface OpenDatabase {
  harden(reach: DatabaseReach): Promise<HardenedDatabase>
  close(): void
}

export async function openHardenedDatabase(reach: DatabaseReach): Promise<HardenedDatabase> {
  const opened = await openDatabase()
  return opened.harden(reach)
}

/** Opens ahead of time what does not depend on the job, so that a waiting child starts a job at once. */
export async function openDatabase(): Promise<OpenDatabase> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    "SET TimeZone = 'UTC'; SET enable_progress_bar = true; SET enable_progress_bar_print = false",
  )
  const close = (): void => {
    connection.closeSync()
    instance.closeSync()
  }
  const harden = async (reach: DatabaseReach): Promise<HardenedDatabase> => {
    await connection.run(settingsOf(reach).join(';\n'))
    return { connection, connect: () => instance.connect(), close }
  }
  return { harden, close }
}

/** In this order: what may be reached is named before external access ends, and the lock is last. */
function settingsOf(reach: DatabaseReach): readonly string[] {
  const temp = reach.tempDirectory
  return [
    `SET allowed_paths = ${listOf(reach.allowedPaths ?? [])}`,
    `SET allowed_directories = ${listOf(reach.allowedDirectories ?? [])}`,
    `SET temp_directory = ${quotedText(temp ?? '')}`,
    'SET enable_external_access = false',
    'SET autoload_known_extensions = false',
    'SET autoinstall_known_extensions = false',
    'SET allow_community_extensions = false',
    'SET allow_persistent_secrets = false',
    'SET allow_unredacted_secrets = false',
    `SET memory_limit = '${reach.memoryMb}MiB'`,
    `SET max_temp_directory_size = '${temp === undefined ? 0 : reach.memoryMb * 4}MiB'`,
    `SET threads = ${reach.threads}`,
    'SET lock_configuration = true',
  ]
}

const listOf = (paths: readonly string[]): string => `[${paths.map(quotedText).join(', ')}]`

/** A text as an SQL literal. */
export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A name as an SQL identifier. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`

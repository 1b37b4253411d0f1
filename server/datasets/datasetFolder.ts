/** Lists the tables of a folder that a person gave at the start; nothing is opened here, and links are not followed. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface FolderFile {
  readonly path: string
  readonly fileName: string
  readonly bytes: number
}

const IMPORTABLE = /\.(csv|tsv|tab|json|ndjson|jsonl|parquet)$/i

/** Sorted by name. Throws when the folder can not be read. */
export async function datasetFilesIn(folder: string): Promise<readonly FolderFile[]> {
  const found = await readdir(folder, { withFileTypes: true })
  const names = found
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && IMPORTABLE.test(entry.name))
    .map((entry) => entry.name)
    .toSorted()
  return Promise.all(
    names.map(async (fileName) => {
      const path = join(folder, fileName)
      return { path, fileName, bytes: (await stat(path)).size }
    }),
  )
}

/** Files that a cell reads: a step has no files, so each is a dataset of the workspace, or is to become one. */
import { nameKey } from '#shared/ids.ts'
import type { CellFacts, FileRead } from '#shared/notebookFile/cellFacts.ts'
import type { Facts } from '#shared/notebookFile/definitions.ts'
import type { Edit } from '#shared/notebookFile/edits.ts'

export type FileChanges = {
  readonly edits: readonly Edit[]
  readonly changes: readonly { readonly before: string; readonly after: string }[]
  readonly datasets: readonly string[]
  readonly missing: readonly string[]
  readonly findings: readonly string[]
}

export type WithDatasets = {
  readonly facts: Facts
  /** Datasets that are read by the name that the notebook gives them. */
  readonly given: readonly string[]
  /** By cell: the lines that only bound a dataset to its own name. */
  readonly dropped: ReadonlyMap<number, readonly (Edit & { readonly dataset: string })[]>
}

/** `flights = pd.read_csv('flights.csv')` binds nothing new where there is a dataset called flights. */
export function withDatasets(facts: Facts, datasets: readonly string[]): WithDatasets {
  const given = new Set<string>()
  const dropped = new Map<number, readonly (Edit & { readonly dataset: string })[]>()
  const changed = facts.map((cell, at) => {
    if (!cell) return cell
    const own: (Edit & { readonly dataset: string })[] = []
    const statements = cell.statements.map((one, statement) => {
      const file = cell.files.find((read) => read.statement === statement)
      const name = one.isAssignment ? one.binds[0]?.name : undefined
      const dataset = file && datasetOf(file, datasets)
      if (!file || name === undefined || dataset !== name || file.end !== one.end) return one
      given.add(name)
      own.push({ start: one.start, end: one.end, text: '', dataset: name })
      return { ...one, kind: 'text' as const, binds: [], reads: [], changes: [], isAssignment: false }
    })
    if (own.length > 0) dropped.set(at, own)
    return { ...cell, statements }
  })
  return { facts: changed, given: [...given], dropped }
}

const datasetOf = ({ call, path }: FileRead, datasets: readonly string[]): string | undefined =>
  path !== null && OF_TABLES.test(call)
    ? datasets.find((one) => nameKey(one) === nameKey(datasetWord(fileOf(path))))
    : undefined

const fileOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? path

/** Readers of one table a call; what else reads a file can't be taken for a dataset. */
const OF_TABLES = /\.(?:read|scan)_(?:csv|table|parquet|json|ndjson|excel|feather)$/

/** `dropped`: lines that are gone with all that they read. */
export function fileChangesOf(
  facts: CellFacts,
  datasets: readonly string[],
  dropped: readonly Edit[],
): FileChanges {
  const edits: Edit[] = []
  const changes: { before: string; after: string }[] = []
  const named: string[] = []
  const missing: string[] = []
  const findings: string[] = []
  for (const read of facts.files) {
    const { call, path, start, end, more } = read
    const line = dropped.find((one) => one.start <= start && end <= one.end)
    const before = facts.code.slice(line?.start ?? start, end)
    if (path === null) {
      findings.push(
        `${call}(…) reads a file whose name is computed: add the file as a dataset and read that.`,
      )
      continue
    }
    const file = fileOf(path)
    const there = datasetOf(read, datasets)
    if (there === undefined) {
      missing.push(file)
      findings.push(
        /^[a-z][a-z0-9+.-]*:\/\//i.test(path)
          ? `It reads ${path}: a step has no network. Fetch the file and add ${file} as a dataset.`
          : `It reads the file ${file}: add ${file} as a dataset.`,
      )
      continue
    }
    if (!line) edits.push({ start, end, text: there })
    changes.push({ before, after: line ? `the dataset ${there}` : there })
    named.push(there)
    if (more > 0)
      findings.push(
        `What ${call} was told beside the file’s name is not applied: the dataset ${there} is read as it was added.`,
      )
  }
  return { edits, changes, datasets: named, missing, findings }
}

/** As a file is named when it is added. */
export function datasetWord(file: string): string {
  const plain = file
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 56)
  return plain === '' ? 'table_1' : /^\d/.test(plain) ? `t_${plain}` : plain
}

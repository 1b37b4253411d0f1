/** A Jupyter notebook's text, read: its cells and nothing of what its outputs hold. The error says what is wrong and what to do. */
import { z } from 'zod'
import { parsedJson } from '#shared/parsedJson.ts'
import { err, ok, type Result } from '#shared/result.ts'

export const MOST_NOTEBOOK_BYTES = 20 * 1024 * 1024
export const MOST_NOTEBOOK_CELLS = 1_000

export type NotebookCell = {
  readonly kind: 'markdown' | 'code' | 'raw'
  readonly source: string
  /** Of code: the number of its last run; null where it was not run, or it was cleared. */
  readonly executionCount: number | null
  readonly outputs: number
  readonly attachments: number
}

const Source = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))])
const Cell = z.object({
  cell_type: z.string(),
  source: Source,
  execution_count: z.int().nonnegative().nullish().catch(null),
  outputs: z.array(z.unknown()).optional().catch(undefined),
  attachments: z.record(z.string(), z.unknown()).optional().catch(undefined),
})
const Version = z.object({ nbformat: z.int() })
const Named = z.object({ name: z.string().optional(), language: z.string().optional() }).optional()
const Metadata = z
  .object({ kernelspec: Named.catch(undefined), language_info: Named.catch(undefined) })
  .catch({})
const Notebook = z.object({ metadata: Metadata.default({}), cells: z.array(z.unknown()) })

const KINDS: ReadonlyMap<string, NotebookCell['kind']> = new Map([
  ['markdown', 'markdown'],
  ['code', 'code'],
  ['raw', 'raw'],
])

export function readNotebook(text: string): Result<readonly NotebookCell[], string> {
  const json = parsedJson(text.replace(/^\uFEFF/, ''))
  if (json === undefined)
    return err(
      'This file is not whole: a notebook is JSON, and this can’t be read as JSON. Open it in Jupyter, save it again, and import that.',
    )
  const version = Version.safeParse(json)
  if (!version.success)
    return err('This is JSON, but no Jupyter notebook: it does not say which nbformat it is.')
  const { nbformat } = version.data
  if (nbformat < 4)
    return err(
      `This notebook is of nbformat ${nbformat}, which is older than 4. Convert it first: jupyter nbconvert --to notebook --nbformat 4 FILE.`,
    )
  if (nbformat > 4)
    return err(`This notebook is of nbformat ${nbformat}; only 4 is known here. Save it as nbformat 4.`)
  const notebook = Notebook.safeParse(json)
  if (!notebook.success)
    return err('This notebook has no list of cells. Open it in Jupyter and save it again.')
  const language = languageOf(notebook.data.metadata)
  if (language !== 'python')
    return err(`This notebook is written in ${language}; only Python notebooks can become steps.`)
  const { cells } = notebook.data
  if (cells.length > MOST_NOTEBOOK_CELLS)
    return err(
      `This notebook has ${cells.length} cells, and up to ${MOST_NOTEBOOK_CELLS} are taken. Split it into several notebooks.`,
    )
  return cellsOf(cells)
}

function cellsOf(cells: readonly unknown[]): Result<readonly NotebookCell[], string> {
  const read: NotebookCell[] = []
  for (const [at, one] of cells.entries()) {
    const cell = Cell.safeParse(one)
    const kind = cell.success ? KINDS.get(cell.data.cell_type) : undefined
    if (!cell.success || !kind)
      return err(`Cell ${at + 1} of this notebook can’t be read. Open it in Jupyter and save it again.`)
    const { source, execution_count: count, outputs = [], attachments = {} } = cell.data
    read.push({
      kind,
      // Python counts these as line ends; places in the code are counted by \n alone.
      source: source.replace(/\r\n?/g, '\n'),
      executionCount: kind === 'code' ? (count ?? null) : null,
      outputs: outputs.length,
      attachments: Object.keys(attachments).length,
    })
  }
  return ok(read)
}

function languageOf({ kernelspec, language_info: info }: z.infer<typeof Metadata>): string {
  const said = (info?.name ?? kernelspec?.language ?? 'python').toLowerCase().slice(0, 40)
  return /^(?:i?python)\d*$/.test(said) ? 'python' : said
}

/** Says what a Python step would read and reach for: asked of a shut-in program that looks at the syntax tree and runs nothing. */
import { z } from 'zod'
import { openPythonAnalyser } from '#server/preflight/pythonAnalyser.ts'
import { CellFacts } from '#shared/notebookFile/cellFacts.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { TableSchema } from '#shared/table.ts'
import { EMPTY_LINEAGE, Finding, type Analysis, type Finding as Found } from '#shared/preflight.ts'
import { TableName } from '#shared/ids.ts'

export type PythonAsked = {
  readonly code: string
  /** Modules that can be imported beside those of every step. */
  readonly more?: readonly string[]
  /** Empty while a draft has no name that it could have. */
  readonly outputs: readonly string[]
  readonly inputs: readonly {
    readonly name: TableName
    readonly schema: TableSchema
    readonly rows?: number
  }[]
}

export interface PythonPreflight {
  /** Never rejects: what can't be analysed is answered with a finding that denies it. */
  analyse(asked: PythonAsked): Promise<Analysis>
  /** What each cell of a notebook binds, reads and changes, in their order; the error says why it can't be told. */
  cells(codes: readonly string[]): Promise<Result<readonly CellFacts[], string>>
  close(): Promise<void>
}

export interface PythonPreflightOptions {
  /** The command of the analyser and its environment. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What can be imported beside the standard library. */
  readonly packages: readonly string[]
  readonly seconds?: number
}

const Answer = z.strictObject({
  id: z.int(),
  reads: z.array(z.strictObject({ name: TableName, columns: z.array(z.string()).nullable() })),
  binds: z.array(z.string()),
  imports: z.array(z.string()),
  functions: z.array(z.string()),
  findings: z.array(Finding),
})
type Answer = z.infer<typeof Answer>

/** A whole notebook takes longer than a step. */
const CELL_SECONDS = 30
const CellsAnswer = z.strictObject({ id: z.int(), cells: z.array(CellFacts).readonly() })

export function openPythonPreflight(options: PythonPreflightOptions): PythonPreflight {
  const { seconds = 5, packages } = options
  const analyser = openPythonAnalyser(options)
  return {
    async analyse(asked) {
      const inputs = Object.fromEntries(
        asked.inputs.map(({ name, schema }) => [name, schema.map((column) => column.name)]),
      )
      const { code, outputs, more = [] } = asked
      const given = [...packages, ...more]
      const answer = await analyser.ask({ code, outputs, inputs, packages: given }, Answer, seconds)
      return answer.ok ? analysisOf(answer.value, asked) : refused(answer.error)
    },
    async cells(codes) {
      const answer = await analyser.ask({ cells: codes }, CellsAnswer, CELL_SECONDS)
      if (!answer.ok) return answer
      if (answer.value.cells.length !== codes.length) return err('Some cells were not read.')
      return ok(answer.value.cells)
    },
    close: () => analyser.close(),
  }
}

/** Every output may depend on every column that is read: the way of values through Python is not followed. */
function analysisOf(answer: Answer, { inputs }: PythonAsked): Analysis {
  const reads = answer.reads.flatMap(({ name, columns }) => {
    const input = inputs.find((one) => one.name === name)
    return input ? [{ name, columns: columns ?? input.schema.map((column) => column.name) }] : []
  })
  const rows = reads.map(({ name }) => inputs.find((one) => one.name === name)?.rows)
  return {
    reads,
    functions: answer.functions,
    lineage: {
      columns: [],
      rows: reads.flatMap(({ name, columns }) => columns.map((column) => ({ table: name, column }))),
      coarse:
        reads.length === 0 ? [] : ['Python: every column of the output may depend on all that is read.'],
    },
    findings: answer.findings,
    estimatedRows: rows.every((one) => one !== undefined)
      ? String(rows.reduce((sum, one) => sum + one, 0))
      : 'unknown',
  }
}

const refused = (because: string): Analysis =>
  deniedAnalysis({
    severity: 'deny',
    code: 'not-inspected',
    text: `The code could not be inspected, so it can't be reviewed. ${because}`,
  })

/** Of code that nothing can be said of but why it is refused. */
export const deniedAnalysis = (finding: Found): Analysis => ({
  reads: [],
  functions: [],
  lineage: EMPTY_LINEAGE,
  findings: [finding],
  estimatedRows: 'unknown',
})

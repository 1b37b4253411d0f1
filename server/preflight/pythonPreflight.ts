/** Says what a Python step would read and reach for: asked of a shut-in program that looks at the syntax tree and runs nothing. */
import { z } from 'zod'
import { startLineProgram, type LineProgram } from '#server/kernels/python/lineProgram.ts'
import type { TableSchema } from '#shared/table.ts'
import { EMPTY_LINEAGE, Finding, type Analysis, type Finding as Found } from '#shared/preflight.ts'
import { TableName } from '#shared/ids.ts'
import { parsedJson } from '#shared/parsedJson.ts'

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
/** It could not make anything of this one code, and lives on. */
const Unanswered = z.strictObject({ id: z.int(), error: z.string() })

export function openPythonPreflight(options: PythonPreflightOptions): PythonPreflight {
  const { seconds = 5 } = options
  let program: LineProgram | undefined
  let isClosed = false
  let nextId = 1
  let queue: Promise<unknown> = Promise.resolve()
  let waiting: ((answer: Answer | string) => void) | undefined

  const living = (): LineProgram => {
    if (program) return program
    const started = startLineProgram(options.command, {
      env: options.env,
      onLine: (line) => {
        const said = z.union([Answer, Unanswered]).safeParse(parsedJson(line))
        if (!said.success || said.data.id !== nextId) return started.kill()
        waiting?.('error' in said.data ? said.data.error : said.data)
      },
    })
    void started.gone.then(() => {
      if (program === started) program = undefined
      waiting?.('The program that inspects it ended.')
    })
    program = started
    return started
  }

  const analyseNow = async (asked: PythonAsked): Promise<Analysis> => {
    if (isClosed) return refused('The server is closing.')
    nextId += 1
    const asking = living()
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      asking.kill()
    }, seconds * 1000)
    const answer = await new Promise<Answer | string>((resolve) => {
      waiting = resolve
      const inputs = Object.fromEntries(
        asked.inputs.map(({ name, schema }) => [name, schema.map((column) => column.name)]),
      )
      const { code, outputs, more = [] } = asked
      const packages = [...options.packages, ...more]
      asking.send(JSON.stringify({ id: nextId, code, outputs, inputs, packages }))
    })
    waiting = undefined
    clearTimeout(timer)
    if (typeof answer !== 'string') return analysisOf(answer, asked)
    return refused(isLate ? `It took more than ${seconds} seconds.` : answer)
  }

  return {
    analyse(asked) {
      const answer = queue.then(() => analyseNow(asked))
      queue = answer
      return answer
    },
    async close() {
      isClosed = true
      const last = program
      last?.kill()
      await last?.gone
    },
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

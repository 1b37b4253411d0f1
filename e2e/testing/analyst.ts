/** What the playbook proposes for a text, as it would go through the product: inspected by preflight, run by the real kernels, spoken of. */
import { join } from 'node:path'
import type { PlacedStep } from '#agents/playbook/stepsOf.ts'
import { stepsOf } from '#agents/playbook/stepsOf.ts'
import { spokenResult } from '#agents/playbook/conclusion.ts'
import { quoted } from '#agents/playbook/sqlText.ts'
import { openInMemory, type InMemory, type Result } from '#agents/playbook/testing/inMemory.ts'
import type { TestTable } from '#agents/playbook/testing/tables.ts'
import { understand } from '#agents/playbook/understand.ts'
import { MOST_ROWS_SEEN } from '#agents/tools/look.ts'
import { openPythonAtHand } from '#server/kernels/python/testing/pythonAtHand.ts'
import { openPythonPreflight } from '#server/preflight/pythonPreflight.ts'
import { TableName } from '#shared/ids.ts'
import type { Analysis } from '#shared/preflight.ts'

export type Analysed = {
  readonly steps: readonly PlacedStep[]
  readonly questions: readonly string[]
  readonly analyses: ReadonlyMap<string, Analysis>
  /** By part of the analysis: `main`, `rows`, `clusters` … */
  readonly parts: ReadonlyMap<string, Result>
  /** Claims and limits in one text. */
  readonly said: string
  readonly milliseconds: number
}

export type Analyst = {
  readonly ask: (tables: readonly TestTable[], text: string) => Promise<Analysed>
  readonly close: () => Promise<void>
}

export async function openAnalyst(): Promise<Analyst> {
  const python = await openPythonAtHand()
  const preflight = openPythonPreflight({ ...python.ready.analyser, packages: python.ready.packages })
  let made = 0

  const runPython = async (
    database: InMemory,
    step: PlacedStep,
    reads: readonly string[],
  ): Promise<number> => {
    const outputs = [step.output, ...(step.also ?? []).map((one) => one.output)]
    const inputs = await Promise.all(
      reads.map(async (name) => {
        const path = join(python.artifacts, `${name}-${(made += 1)}.parquet`)
        await database.run(`COPY ${quoted(name)} TO '${path}' (FORMAT parquet)`)
        return { name, path }
      }),
    )
    const running = python.begin(step.code, { outputs, inputs, seconds: 60, memoryMb: 2048 })
    const outcome = await running.outcome
    if (outcome.kind !== 'succeeded')
      throw new Error(`${outcome.message}\n${'detail' in outcome ? outcome.detail : ''}\n${step.code}`)
    for (const { name, path, kind } of outcome.results) {
      if (kind !== 'table') throw new Error(`${name} is no table`)
      await database.run(`CREATE TABLE ${quoted(name)} AS SELECT * FROM read_parquet('${path}')`)
    }
    await running.discard()
    return outcome.milliseconds
  }

  return {
    async ask(tables, text) {
      const { intents, questions } = understand(
        text,
        tables.map((table) => table.known),
      )
      const { steps } = stepsOf(intents, {
        most: 8,
        taken: tables.map((table) => table.name),
        languages: ['sql', 'python', 'chart'],
      })
      const database = await openInMemory(tables)
      const analyses = new Map<string, Analysis>()
      const parts = new Map<string, Result>()
      const said: string[] = []
      let milliseconds = 0
      try {
        for (const step of steps) {
          if (step.language === 'chart') continue
          if (step.language === 'sql') await database.keep(step)
          else {
            const known = [...tables.map((table) => table.name), ...steps.map((one) => one.output)]
            const inputs = await Promise.all(
              known.map(async (name) => ({
                name: TableName.parse(name),
                schema: await schemaOf(database, name),
              })),
            )
            const analysis = await preflight.analyse({
              code: step.code,
              outputs: [step.output, ...(step.also ?? []).map((one) => one.output)],
              inputs: inputs.filter(({ schema }) => schema.length > 0),
            })
            analyses.set(step.output, analysis)
            const reads = analysis.reads.map(({ name }) => String(name))
            milliseconds += await runPython(database, step, reads)
          }
          for (const told of [step, ...(step.also ?? []).map((one) => ({ ...step, ...one }))]) {
            const result = await database.run(`SELECT * FROM ${quoted(told.output)}`)
            parts.set(told.part, result)
            const { claim, limits } = spokenResult(told, seenOf(result))
            said.push(claim, ...limits)
          }
        }
      } finally {
        database.close()
      }
      return {
        steps,
        questions: questions.map((one) => one.text),
        analyses,
        parts,
        said: said.join('\n'),
        milliseconds,
      }
    },
    async close() {
      await preflight.close()
      await python.close()
    },
  }
}

async function schemaOf(database: InMemory, name: string) {
  const found = await database.run(`DESCRIBE ${quoted(name)}`).catch(() => undefined)
  return (found?.rows ?? []).map((row) => ({
    name: String(row['column_name']),
    type: String(row['column_type']),
  }))
}

/** As an agent sees it: texts, and no more rows than it may. */
const seenOf = (result: Result) => ({
  columns: result.columns,
  totalRows: result.rows.length,
  rows: result.rows.slice(0, MOST_ROWS_SEEN).map((row) =>
    result.columns.map((column) => {
      const cell = row[column]
      if (cell === null || cell === undefined) return null
      return typeof cell === 'string' ? cell : JSON.stringify(cell)
    }),
  ),
})

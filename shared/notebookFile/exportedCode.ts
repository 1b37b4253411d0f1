/** SQL steps and charts as Python cells that run elsewhere, and back: a cell is read back only if it is written the same again. */
import { readLock } from '#shared/packages.ts'
import { parsedJson } from '#shared/parsedJson.ts'
import type { StepContent } from '#shared/step.ts'
import { z } from 'zod'

type Written = { readonly code: string; readonly output: string }
type Parameters = StepContent['parameters']

const QUOTES = '"""'

/** A text as a Python literal over several lines. */
export const pythonText = (text: string): string =>
  `${QUOTES}${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}${QUOTES}`

const plainText = (literal: string): string =>
  literal.replaceAll(/\\(["\\])/g, (_whole, sign: string) => sign)

export function sqlCell({ code, output }: Written, parameters: Parameters): string {
  const given = Object.entries(parameters).map(
    ([name, one]) => `${JSON.stringify(name)}: ${pythonValue(one)}`,
  )
  const more = given.length === 0 ? '' : `, {${given.join(', ')}}`
  return `import duckdb\n\n${output} = duckdb.execute(${pythonText(code)}${more}).df()`
}

function pythonValue({ type, value }: Parameters[string]): string {
  switch (type) {
    case 'boolean':
      return value ? 'True' : 'False'
    case 'integer':
      return String(value)
    case 'decimal':
      return `__import__("decimal").Decimal("${value}")`
    case 'date':
      return `__import__("datetime").date.fromisoformat("${value}")`
    case 'text':
      return JSON.stringify(value)
  }
}

export function readSqlCell(source: string): Written | undefined {
  const found = /^import duckdb\n\n([A-Za-z_]\w*) = duckdb\.execute\("""([^]*)"""\)\.df\(\)$/.exec(source)
  const [, output, literal] = found ?? []
  if (output === undefined || literal === undefined) return undefined
  const written = { code: plainText(literal), output }
  return sqlCell(written, {}) === source ? written : undefined
}

/** The chart's rows are those of the data frame that its spec names. */
export function chartCell({ code, output }: Written): string {
  const table = tableOf(code)
  const rows =
    table === undefined
      ? ''
      : `spec["data"] = {"values": json.loads(${table}.to_json(orient="records", date_format="iso"))}\n`
  return `import json\nimport altair\n\nspec = json.loads(${pythonText(code)})\n${rows}${output} = altair.Chart.from_dict(spec)\n${output}`
}

export function readChartCell(source: string): Written | undefined {
  const found =
    /^import json\nimport altair\n\nspec = json\.loads\("""([^]*)"""\)\n[^]*\n([A-Za-z_]\w*)$/.exec(source)
  const [, literal, output] = found ?? []
  if (output === undefined || literal === undefined) return undefined
  const written = { code: plainText(literal), output }
  return chartCell(written) === source ? written : undefined
}

const Spec = z.object({ data: z.object({ name: z.string().regex(/^[A-Za-z_]\w*$/) }) })
export const tableOf = (code: string): string | undefined => Spec.safeParse(parsedJson(code)).data?.data.name

/** The packages of the workspace, for who runs the notebook elsewhere; the hashes of their files stay in the record. */
export function packagesCell(code: string): string {
  const lock = readLock(code)
  const pinned = lock.ok ? lock.value.packages.map(({ name, version }) => `${name}==${version}`) : []
  return `%pip install ${pinned.join(' ')}`
}

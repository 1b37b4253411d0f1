/** What a chart would read: a Vega-Lite specification over one input, which may reach nothing else. */
import { z } from 'zod'
import type { TableInScope } from '#server/preflight/sqlPreflightMessages.ts'
import { nameKey } from '#shared/ids.ts'
import { EMPTY_LINEAGE, type Analysis, type Finding } from '#shared/preflight.ts'

const Spec = z.looseObject({ data: z.strictObject({ name: z.string() }) })

export function chartAnalysis(code: string, inputs: readonly TableInScope[]): Analysis {
  const spec = specOf(code)
  if (!spec) return deniedChart('not-a-chart', 'A chart is a Vega-Lite specification written as JSON.')
  const parsed = Spec.safeParse(spec)
  if (!parsed.success)
    return deniedChart('no-input', 'The chart must say "data": {"name": …} with the name of an input.')
  const { name } = parsed.data.data
  const input = inputs.find((one) => nameKey(one.name) === nameKey(name))
  if (!input) return deniedChart('unknown-input', `There is no input called ${name}.`)
  return {
    reads: [{ name: input.name, columns: input.schema.map((one) => one.name) }],
    functions: [],
    lineage: EMPTY_LINEAGE,
    findings: [],
    estimatedRows: input.rows === undefined ? 'unknown' : String(input.rows),
  }
}

function specOf(code: string): unknown {
  try {
    const spec: unknown = JSON.parse(code)
    return spec
  } catch {
    return undefined
  }
}

function deniedChart(code: string, text: string): Analysis {
  const findings: readonly Finding[] = [{ severity: 'deny', code, text }]
  return { reads: [], functions: [], lineage: EMPTY_LINEAGE, findings, estimatedRows: 'unknown' }
}

/** What a chart would read: a Vega-Lite specification over one input, which may reach nothing else. */
import { z } from 'zod'
import { readChartExpression } from '#server/preflight/chartExpression.ts'
import { walkChart } from '#server/preflight/chartFields.ts'
import { reachFindings } from '#server/preflight/chartReach.ts'
import type { FieldScope } from '#server/preflight/chartTransforms.ts'
import { didYouMean } from '#server/preflight/closestNames.ts'
import { placeAt, placeOfWord, type CodePlace } from '#server/preflight/codePlace.ts'
import type { TableInScope } from '#server/preflight/sqlPreflightMessages.ts'
import { nameKey } from '#shared/ids.ts'
import { EMPTY_LINEAGE, type Analysis, type Finding } from '#shared/preflight.ts'

const Spec = z.looseObject({ data: z.strictObject({ name: z.string() }) })

/** Pure, and never throws: whatever the code is, it is a finding. */
export function chartAnalysis(code: string, inputs: readonly TableInScope[]): Analysis {
  const parsed = specOf(code)
  if (parsed.kind === 'broken')
    return unreadChart(
      'not-a-chart',
      `A chart is written as JSON, and this can't be read: ${parsed.why}`,
      parsed.place,
    )
  const spec = Spec.safeParse(parsed.spec)
  if (!spec.success)
    return unreadChart(
      'other-data',
      'A chart must say where its data is: "data": {"name": "…"}, and no more.',
    )
  const { name } = spec.data.data
  const input = inputs.find((one) => one.name === name)
  if (!input) {
    const names = inputs.map((one) => one.name)
    const near = names.find((one) => nameKey(one) === nameKey(name))
    const hint = near ? ` Did you mean ${near}?` : didYouMean(name, names)
    return unreadChart('unknown-input', `There is no input called ${name}.${hint}`)
  }
  const reach = reachFindings(parsed.spec, name)
  // What is nested too deeply to be searched is not walked either.
  const isTooDeep = reach.some((one) => one.code === 'not-a-chart')
  const used = isTooDeep ? NOTHING_USED : usedBy(parsed.spec, input, code)
  return {
    reads: [
      {
        name: input.name,
        columns: input.schema.map((one) => one.name).filter((one) => used.fields.has(one)),
      },
    ],
    functions: used.functions,
    lineage: EMPTY_LINEAGE,
    findings: [...reach, ...used.findings],
    estimatedRows: input.rows === undefined ? 'unknown' : String(input.rows),
  }
}

type Used = {
  readonly fields: ReadonlySet<string>
  readonly functions: readonly string[]
  readonly findings: readonly Finding[]
}

const NOTHING_USED: Used = { fields: new Set(), functions: [], findings: [] }

function usedBy(spec: unknown, input: TableInScope, code: string): Used {
  const columns = new Set(input.schema.map((one) => one.name))
  const fields = new Set<string>()
  const functions = new Set<string>()
  const findings = new Map<string, Finding>()
  const deny = (kind: string, text: string, word: string): void => {
    findings.set(text, { severity: 'deny', code: kind, text, ...placeOfWord(code, word) })
  }
  const useName = (name: string, scope: FieldScope): void => {
    if (columns.has(name)) fields.add(name)
    if (scope.isOpen || scope.names.has(name)) return
    deny(
      'unknown-field',
      `${input.name} has no field called ${name} here.${didYouMean(name, scope.names)}`,
      name,
    )
  }
  const everyField = (): void => {
    for (const one of columns) fields.add(one)
  }
  walkChart(
    spec,
    { names: columns, isOpen: false },
    {
      field: (path, scope) =>
        useName(scope.names.has(unescaped(path)) ? unescaped(path) : firstOf(path), scope),
      expression: (text, scope) => {
        const said = readChartExpression(text)
        for (const one of said.fields) useName(one, scope)
        for (const one of said.functions) functions.add(one)
        for (const one of said.refused)
          deny('function-not-allowed', `An expression of a chart may not use ${one}.`, one)
        if (said.usesAnyField) everyField()
      },
      strangeKey: (key) => deny('not-a-chart', `${key} is no part of a Vega-Lite specification.`, key),
      everyField,
    },
  )
  return { fields, functions: [...functions].toSorted(), findings: [...findings.values()] }
}

/** `a.b` and `a[b]` are b within a; `a\.b` is one name. */
const firstOf = (path: string): string => unescaped(/^(?:\\.|[^.[\\])+/.exec(path)?.[0] ?? path)

const unescaped = (path: string): string => path.replaceAll(/\\(.)/g, '$1')

type Parsed =
  | { readonly kind: 'read'; readonly spec: unknown }
  | { readonly kind: 'broken'; readonly why: string; readonly place: CodePlace | undefined }

function specOf(code: string): Parsed {
  try {
    const spec: unknown = JSON.parse(code)
    return { kind: 'read', spec }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const [, position] = /at position (\d+)/.exec(why) ?? []
    return { kind: 'broken', why, place: position ? placeAt(code, Number(position)) : undefined }
  }
}

function unreadChart(code: string, text: string, place?: CodePlace): Analysis {
  const findings: readonly Finding[] = [{ severity: 'deny', code, text, ...place }]
  return { reads: [], functions: [], lineage: EMPTY_LINEAGE, findings, estimatedRows: 'unknown' }
}

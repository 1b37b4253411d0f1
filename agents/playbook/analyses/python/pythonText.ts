/** Python as text: names and lists as literals, and which names of tables can't stand in code for a data frame. */
import type { Intent } from '#agents/playbook/intent.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'

export const pyText = (text: string): string => JSON.stringify(text.toWellFormed())

const WIDEST = 88

/** On one line while that can be read; else one element a line. */
export function pyList(names: readonly string[], indent = ''): string {
  const flat = `[${names.map(pyText).join(', ')}]`
  if (flat.length <= WIDEST) return flat
  return `[\n${names.map((name) => `${indent}    ${pyText(name)},`).join('\n')}\n${indent}]`
}

/** Words of Python and names that the playbook's own code binds: a table of such a name is read under another. */
const TAKEN: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import
  in is lambda nonlocal not or pass raise return try while with match case type
  abs all any dict enumerate float int len list map max min object print range round set sorted str sum tuple zip display
  np pd combinations numbers pairs first second both n r low high reach measured limits marked keys values limits_of series
  periods season methods seasonal_naive smoothing smoothed errors origins scores horizon history rows features target
  standard scaled labels shuffled candidates chosen generator silhouettes sample model models folds fitted prepared
  preparation fold train test table centre scale members share order ahead past actual best step steps cut gaps
  clock kinds numeric categorical spread make_model scored`.split(/\s+/),
)

export const mayStandInPython = (name: string): boolean =>
  !TAKEN.has(name) && !name.startsWith('_') && /^[A-Za-z_]\w*$/.test(name)

/** One result of an analysis in Python: what comes after what all of its results share. */
export type PythonPart = {
  readonly wanted: string
  readonly part: string
  readonly title: string
  readonly columns: readonly OutColumn[]
  readonly code: (output: string) => string
}

/** One step that gives all of them. `titled` is what the step as a whole is called. */
export function pythonStep(
  intent: Intent,
  nameFor: NameFor,
  titled: { readonly title: string; readonly rationale: string },
  shared: string,
  parts: readonly [PythonPart, ...PythonPart[]],
): DraftStep {
  const [main, ...others] = parts.map((one) => ({ ...one, output: nameFor(one.wanted) }))
  if (!main) throw new Error('An analysis without a result')
  const code = [shared, ...[main, ...others].map((one) => one.code(one.output))]
  return {
    ...titled,
    output: main.output,
    language: 'python',
    code: code
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .join('\n\n'),
    columns: main.columns,
    intent,
    part: main.part,
    also: others.map(({ output, part, title, columns }) => ({ output, part, title, columns })),
  }
}

/** One result of a step as a table of its own, for a chart. */
export const resultOf = (step: DraftStep, part: string): DraftStep | undefined => {
  const found = step.also?.find((one) => one.part === part)
  return found && { ...step, ...found, also: [] }
}

export const number = (name: string, title: string, unit: string | null = null): OutColumn => ({
  name,
  kind: 'number',
  title,
  unit,
})
export const text = (name: string, title: string): OutColumn => ({ name, kind: 'text', title, unit: null })
export const time = (name: string, title: string): OutColumn => ({ name, kind: 'time', title, unit: null })

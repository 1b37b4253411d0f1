/** A step is a derivation: a pure function from named inputs to named outputs, with a digest before it ever runs. */
import { z } from 'zod'
import { Language } from '#shared/constraint.ts'
import { nameKey, TableName } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** What a run may use at most. Seconds of wall clock, megabytes (2^20 bytes) of memory, rows of the result. */
export const Limits = z.strictObject({
  seconds: z.int().positive().max(86_400),
  memoryMb: z.int().min(64).max(1_048_576),
  rows: z.int().positive().max(1_000_000_000),
})
export type Limits = z.infer<typeof Limits>

export const DEFAULT_LIMITS: Limits = { seconds: 60, memoryMb: 2048, rows: 50_000_000 }

/** A typed value that the code refers to as `$name`. Decimals are texts, as everywhere in the ledger. */
export const Parameter = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), value: z.string().max(10_000) }),
  z.strictObject({ type: z.literal('integer'), value: z.int() }),
  z.strictObject({ type: z.literal('decimal'), value: z.string().regex(/^-?\d{1,20}(\.\d{1,18})?$/) }),
  z.strictObject({ type: z.literal('date'), value: z.iso.date() }),
  z.strictObject({ type: z.literal('boolean'), value: z.boolean() }),
])
export type Parameter = z.infer<typeof Parameter>

/** All of a step that a person reads and approves; with its inputs and the environment it makes the digest. */
export const StepContent = z.strictObject({
  language: Language,
  /** SQL: one SELECT-shaped statement. Chart: a Vega-Lite spec as JSON whose `data` is `{ "name": input }`. */
  code: z.string().min(1).max(200_000),
  parameters: z.record(z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/), Parameter),
  output: TableName,
  /** Further names that the code binds and hands over. Absent where `output` is the only one; only Python has more. */
  alsoOutputs: z.array(TableName).min(1).max(15).readonly().optional(),
  network: z.literal(false),
  limits: Limits,
})
export type StepContent = z.infer<typeof StepContent>

export type Outputs = Pick<StepContent, 'output' | 'alsoOutputs'>

/** Every name that the step defines, the first one first. */
export const outputsOf = ({ output, alsoOutputs = [] }: Outputs): readonly TableName[] => [
  output,
  ...alsoOutputs,
]

/** As a person writes them: `sales, sales_by_week`. */
export const outputsAsText = (outputs: Outputs): string => outputsOf(outputs).join(', ')

/** Whether a person's words name exactly these; spaces mean nothing. */
export function isSameOutputs(outputs: Outputs, text: string): boolean {
  const named = outputsIn(text)
  return named.ok && outputsAsText(named.value) === outputsAsText(outputs)
}

/** What a person wrote, read; the error says what is wrong with it. */
export function outputsIn(text: string): Result<Outputs, string> {
  const words = text.split(',').map((word) => word.trim())
  if (words.every((word) => word === ''))
    return err('Give the result a name, so that other steps can read it')
  const names: TableName[] = []
  for (const word of words) {
    const name = TableName.safeParse(word)
    if (!name.success) return err('A name starts with a letter or _, and holds only letters, digits and _')
    if (names.some((one) => nameKey(one) === nameKey(name.data)))
      return err(`${word} is there twice; each result has a name of its own`)
    names.push(name.data)
  }
  const [output, ...alsoOutputs] = names
  if (!output) return err('Give the result a name, so that other steps can read it')
  return ok({ output, ...(alsoOutputs.length > 0 ? { alsoOutputs } : {}) })
}

/** What Python's syntax tree says of one code cell. Places are UTF-16 units from the beginning of `code`. */
import { z } from 'zod'

/** `frame` can be a step's result that others read; the other sorts can't be handed over as they are. */
export const ValueSort = z.enum(['frame', 'series', 'group', 'drawing', 'plain'])

export type ValueSort = z.infer<typeof ValueSort>

export const CellStatement = z.strictObject({
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  /** From 1. */
  line: z.int().positive(),
  /** `delete`: of names alone. */
  kind: z.enum(['import', 'define', 'constant', 'text', 'delete', 'work']),
  binds: z.array(z.strictObject({ name: z.string(), value: ValueSort })).readonly(),
  /** What it binds is bound on every way through it. */
  isSure: z.boolean(),
  /** `name = …` and nothing else. */
  isAssignment: z.boolean(),
  reads: z.array(z.string()).readonly(),
  /** Read when a function that it defines is called. */
  later: z.array(z.string()).readonly(),
  /** Changed in place; `how` is the code in short. */
  changes: z.array(z.strictObject({ name: z.string(), how: z.string() })).readonly(),
  /** An expression that a notebook would show, when it comes last. `call` is what it calls, or ''. */
  shows: z.strictObject({ value: ValueSort, call: z.string() }).nullable(),
})
export type CellStatement = z.infer<typeof CellStatement>

export const FileRead = z.strictObject({
  statement: z.int().nonnegative(),
  call: z.string(),
  /** Absent where it is not written out. */
  path: z.string().nullable(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  /** How many arguments follow the path. */
  more: z.int(),
})
export type FileRead = z.infer<typeof FileRead>

export const NamePlace = z.strictObject({
  start: z.int().nonnegative(),
  statement: z.int().nonnegative(),
  role: z.enum(['read', 'later', 'bind', 'define']),
})
export type NamePlace = z.infer<typeof NamePlace>

export const CellFacts = z.strictObject({
  /** As it was sent, with lines that only a notebook knows commented out. */
  code: z.string(),
  magics: z.array(z.strictObject({ line: z.int().positive(), text: z.string() })).readonly(),
  problem: z.strictObject({ text: z.string(), line: z.int().positive().optional() }).nullable(),
  statements: z.array(CellStatement).readonly(),
  files: z.array(FileRead).readonly(),
  /** Where names stand; null where a name can't be renamed by place alone. */
  places: z.record(z.string(), z.array(NamePlace).readonly().nullable()),
})
export type CellFacts = z.infer<typeof CellFacts>

/** One execution of one digest. What came of it is a fact, also when it is a failure. */
import { z } from 'zod'
import { Artifact } from '#shared/artifact.ts'
import { ConstraintId, Digest, TableName } from '#shared/ids.ts'

/** An input as it was bound when the run started: its place in the step digest, and the artifact whose bytes are read. */
export const RunInput = z.strictObject({ name: TableName, digest: Digest, artifact: Digest })
export type RunInput = z.infer<typeof RunInput>

/** What executes a language, as far as it can change a result. Part of every step digest. */
export const Environment = z.record(z.string(), z.string())
export type Environment = z.infer<typeof Environment>

export const AssertResult = z.strictObject({
  constraintId: ConstraintId,
  predicate: z.string(),
  holds: z.boolean(),
  violations: z.int().nonnegative(),
  /** Which output it was judged on; absent for the first. */
  output: TableName.optional(),
})
export type AssertResult = z.infer<typeof AssertResult>

/**
 * What a run showed while it went, text and displays in their order: an artifact of its own, JSON as `ShownPart[]`, that no
 * step reads.
 */
export const ShownKept = z.strictObject({
  digest: Digest,
  bytes: z.int().nonnegative(),
  parts: z.int().positive(),
})
export type ShownKept = z.infer<typeof ShownKept>

/** Displays have forms by mime type: text as it is, bytes as base64, JSON as values. */
export const ShownPart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), stream: z.enum(['stdout', 'stderr']), text: z.string() }),
  z.strictObject({ kind: z.literal('display'), data: z.record(z.string(), z.unknown()) }),
])
export type ShownPart = z.infer<typeof ShownPart>

export const RunOutcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('succeeded'),
    artifact: Artifact,
    /** Of further outputs, in their order. */
    also: z.array(Artifact).min(1).readonly().optional(),
    asserts: z.array(AssertResult).readonly(),
    shown: ShownKept.optional(),
    milliseconds: z.int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    /** One sentence, then the detail as the kernel said it. */
    message: z.string().max(10_000),
    detail: z.string().max(100_000),
    /** Where in the code, from 1, when known. */
    line: z.int().positive().optional(),
    shown: ShownKept.optional(),
    milliseconds: z.int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('halted'),
    by: z.enum(['person', 'limit']),
    message: z.string().max(10_000),
    shown: ShownKept.optional(),
    milliseconds: z.int().nonnegative(),
  }),
])
export type RunOutcome = z.infer<typeof RunOutcome>

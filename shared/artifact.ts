import { z } from 'zod'
import { Digest, nameKey, TableName } from '#shared/ids.ts'
import { TableSchema } from '#shared/table.ts'

/**
 * What a run produced: immutable bytes named by their SHA-256. A chart is its Vega-Lite spec; its rows are its input's. The
 * others are what only Python makes: bytes of one mime type that no step reads.
 */
export const Artifact = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('table'),
    name: TableName,
    digest: Digest,
    /** Order-free digest of the rows, so that two runs can be compared. */
    contentDigest: Digest,
    bytes: z.int().nonnegative(),
    rows: z.int().nonnegative(),
    schema: TableSchema,
  }),
  z.strictObject({
    kind: z.literal('chart'),
    name: TableName,
    digest: Digest,
    bytes: z.int().nonnegative(),
    /** The table that it draws: its artifact digest and its name in the spec. */
    input: z.strictObject({ name: TableName, digest: Digest }),
  }),
  z.strictObject({
    kind: z.enum(['figure', 'text', 'json', 'model']),
    name: TableName,
    digest: Digest,
    bytes: z.int().nonnegative(),
    mime: z.string().max(200),
  }),
])
export type Artifact = z.infer<typeof Artifact>

/** What one run made: the artifact of its first output, and those of further ones. */
export type Made = {
  readonly artifact?: Artifact | undefined
  readonly also?: readonly Artifact[] | undefined
}

/** In the order of the outputs; empty where nothing was made. */
export const artifactsIn = ({ artifact, also = [] }: Made): readonly Artifact[] =>
  artifact ? [artifact, ...also] : []

export const artifactNamed = (made: Made, name: string): Artifact | undefined =>
  artifactsIn(made).find((one) => nameKey(one.name) === nameKey(name))

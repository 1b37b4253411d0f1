/** A named, immutable table that came from outside. Its content is Parquet, named by digest; a new content is a new version. */
import { z } from 'zod'
import { DatasetId, Digest, TableName } from '#shared/ids.ts'
import { Column } from '#shared/table.ts'

/** How closely a column's values are tied to persons. `likely-personal` is a guess of the profile; a person confirms or lifts it. */
export const Sensitivity = z.enum(['none', 'likely-personal', 'personal'])
export type Sensitivity = z.infer<typeof Sensitivity>

export const DatasetColumn = Column.extend({ sensitivity: Sensitivity }).strict()
export type DatasetColumn = z.infer<typeof DatasetColumn>

export const DatasetSource = z.strictObject({
  kind: z.enum(['upload', 'folder', 'sample']),
  fileName: z.string().min(1).max(500),
  /** Digest and size in bytes of the original file, which is kept as an artifact so that types can be corrected later. */
  digest: Digest,
  bytes: z.int().nonnegative(),
  /** Where the data comes from and under which licence, when known. */
  origin: z.string().max(2000).optional(),
})
export type DatasetSource = z.infer<typeof DatasetSource>

/** Rows of the source that did not parse, kept as a table of (line, reason, text). */
export const Rejects = z.strictObject({ digest: Digest, rows: z.int().positive() })
export type Rejects = z.infer<typeof Rejects>

/** One version of a dataset. */
export const DatasetVersion = z.strictObject({
  source: DatasetSource,
  /** Artifact digest of the Parquet file. */
  digest: Digest,
  /** Order-free digest of the table's content: equal tables have equal content digests, however their files were written. */
  contentDigest: Digest,
  bytes: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  columns: z.array(DatasetColumn).min(1).readonly(),
  /** Artifact digest of the profile (JSON, see profile.ts). */
  profile: Digest,
  rejects: Rejects.optional(),
})
export type DatasetVersion = z.infer<typeof DatasetVersion>

export const Dataset = z.strictObject({
  datasetId: DatasetId,
  name: TableName,
  version: z.int().positive(),
  current: DatasetVersion,
})
export type Dataset = z.infer<typeof Dataset>

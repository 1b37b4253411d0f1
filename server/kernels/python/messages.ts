/** What the zygote and the analyser say. Both relay or read what is hostile: nothing here carries authority. */
import { z } from 'zod'

export const Stream = z.enum(['stdout', 'stderr'])

/** Mime type → its form: text as it is, bytes as base64, JSON as values. */
export const MimeBundle = z.record(z.string().max(200), z.unknown())
export type MimeBundle = z.infer<typeof MimeBundle>

export const HandedOver = z.strictObject({
  kind: z.enum(['table', 'figure', 'text', 'json', 'model']),
  /** In the run's own folder. */
  file: z.string().regex(/^result-\d{1,2}\.(parquet|png|txt|json|joblib)$/),
  mime: z.string().max(200),
})

export const ZygoteOutcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('succeeded'), results: z.array(HandedOver) }),
  z.strictObject({
    kind: z.literal('failed'),
    message: z.string(),
    line: z.int().positive().nullable(),
    traceback: z.string(),
  }),
  /** It could get no more memory. */
  z.strictObject({ kind: z.literal('memory'), detail: z.string() }),
  /** It was asked to stop, and has. */
  z.strictObject({ kind: z.literal('stopped') }),
  /** It said more than anybody could read. */
  z.strictObject({ kind: z.literal('flooded'), megabytes: z.number() }),
  /** The sandbox could not be set up, so nothing was run. */
  z.strictObject({ kind: z.literal('unsafe'), message: z.string() }),
])
export type ZygoteOutcome = z.infer<typeof ZygoteOutcome>

export const FromZygote = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('text'), run: z.string(), stream: Stream, text: z.string() }),
  z.strictObject({ type: z.literal('display'), run: z.string(), data: MimeBundle }),
  z.strictObject({ type: z.literal('finished'), run: z.string(), outcome: z.unknown() }),
])
export type FromZygote = z.infer<typeof FromZygote>

export type ToZygote =
  | {
      readonly type: 'run'
      readonly run: string
      readonly code: string
      readonly outputs: readonly string[]
      readonly inputs: readonly { readonly name: string; readonly path: string }[]
      /** Where modules are looked for last; null where there is nothing more. */
      readonly packages: string | null
      readonly seed: number
      /** Where an unconfined run works; a confined one finds its folder by its own name. */
      readonly folder: string
      readonly limits: {
        readonly memoryMb: number
        readonly cpuSeconds: number
        readonly fileMb: number
        readonly rows: number
      }
    }
  | { readonly type: 'stop'; readonly run: string }

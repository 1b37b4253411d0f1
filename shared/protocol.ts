/** What is said over the live socket, from the server to a client. A client asks for nothing there; it sends commands over HTTP. */
import { z } from 'zod'
import { Digest, RunId, TurnId } from '#shared/ids.ts'
import { ShownPart } from '#shared/run.ts'

/** An entry as it is stored: `body` is the exact text that was hashed, `leaf` its hash. */
export const WireEntry = z.strictObject({ seq: z.int().positive(), leaf: Digest, body: z.string() })
export type WireEntry = z.infer<typeof WireEntry>

export const LiveMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('entries'), entries: z.array(WireEntry).readonly() }),
  /** All that was recorded up to the moment of connecting has been sent. */
  z.strictObject({ type: z.literal('caught-up'), seq: z.int().nonnegative() }),
  /** Share of a run that is done, in percent; -1 when it can't be told. */
  z.strictObject({ type: z.literal('run-progress'), runId: RunId, percent: z.int().min(-1).max(100) }),
  /** What a run shows while it goes; recorded as a whole at its end. */
  z.strictObject({ type: z.literal('run-shown'), runId: RunId, parts: z.array(ShownPart).readonly() }),
  /** `attempt` counts the turn's calls of its model: words of an earlier one are void. */
  z.strictObject({
    type: z.literal('agent-text'),
    turnId: TurnId,
    attempt: z.int().positive(),
    text: z.string(),
  }),
  z.strictObject({
    type: z.literal('import-progress'),
    importId: z.string(),
    fileName: z.string(),
    percent: z.int().min(-1).max(100),
  }),
])
export type LiveMessage = z.infer<typeof LiveMessage>
/** What is told once and not recorded. */
export type Passing = Exclude<LiveMessage, { type: 'entries' | 'caught-up' }>

/** The cards, by the digest of their view, whose code this person has had on screen to its end in this window. */
import { createSignal } from '#client/connection/signal.ts'
import type { Digest } from '#shared/ids.ts'

export const readViews = createSignal<ReadonlySet<Digest>>(new Set())

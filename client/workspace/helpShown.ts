import { createSignal } from '#client/connection/signal.ts'

/** Whether the list of keys is open. */
export const helpShown = createSignal(false)

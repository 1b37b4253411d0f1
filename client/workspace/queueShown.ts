import { createSignal } from '#client/connection/signal.ts'

/** Whether the queue is open: its button, the palette and its close button all say so. */
export const queueShown = createSignal(false)

/** Time limits that hold against whatever ignores them. */

export type Deadline = { readonly signal: AbortSignal; readonly clear: () => void }

/** Unlike `AbortSignal.timeout` it keeps the process alive until it is cleared or due, so a turn can't end in silence. */
export function deadlineIn(milliseconds: number): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error('Out of time')), milliseconds)
  return { signal: controller.signal, clear: () => clearTimeout(timer) }
}

/** The promise's own end, or a rejection as soon as the signal aborts: what ignores signals can't hold a turn. */
export async function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: () => void = () => undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new Error('Aborted', { cause: signal.reason }))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** One at a time for each key, and of those that wait only the latest: the others are told at once that they are not wanted. */
export type LatestOnly = <T>(key: string, ask: () => Promise<T>) => Promise<T | undefined>

export function latestOnly(): LatestOnly {
  /** A key is there while one is under way, with the one that waits behind it. */
  const lines = new Map<string, ((isNext: boolean) => void) | undefined>()
  return async (key, ask) => {
    if (lines.has(key)) {
      lines.get(key)?.(false)
      const isNext = await new Promise<boolean>((resolve) => lines.set(key, resolve))
      if (!isNext) return undefined
    } else lines.set(key, undefined)
    try {
      return await ask()
    } finally {
      const waiting = lines.get(key)
      // The line stays taken, also for whoever comes before the waiting one is awake.
      if (waiting) lines.set(key, undefined)
      else lines.delete(key)
      waiting?.(true)
    }
  }
}

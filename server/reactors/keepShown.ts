/** Collects what a run shows: tells it while it comes, in pieces that a window can draw, and keeps it whole at the end. */
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { ShownKept, ShownPart } from '#shared/run.ts'
import { joinedParts } from '#shared/shownParts.ts'

/** How often a window hears of more, at most. */
const BETWEEN_MS = 50

export interface ShownKeeper {
  readonly add: (part: ShownPart) => void
  /** Undefined when nothing was shown. No part is told after it was called. */
  readonly keep: (artifacts: ArtifactStore) => Promise<ShownKept | undefined>
}

export function keepShown(tell: (parts: readonly ShownPart[]) => void): ShownKeeper {
  let parts: readonly ShownPart[] = []
  let untold: readonly ShownPart[] = []
  let timer: NodeJS.Timeout | undefined
  const tellNow = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (untold.length > 0) tell(untold)
    untold = []
  }
  return {
    add(part) {
      parts = joinedParts(parts, [part])
      untold = joinedParts(untold, [part])
      timer ??= setTimeout(tellNow, BETWEEN_MS)
    },
    async keep(artifacts) {
      tellNow()
      if (parts.length === 0) return undefined
      const { digest, bytes } = await artifacts.put(new TextEncoder().encode(JSON.stringify(parts)))
      return { digest, bytes, parts: parts.length }
    },
  }
}

/** Collects what a run shows: tells it while it comes, in pieces that a window can draw, and keeps it whole at the end. */
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { ShownKept, ShownPart } from '#shared/run.ts'

/** How often a window hears of more, at most. */
const BETWEEN_MS = 50

export interface ShownKeeper {
  readonly add: (part: ShownPart) => void
  /** Undefined when nothing was shown. No part is told after it was called. */
  readonly keep: (artifacts: ArtifactStore) => Promise<ShownKept | undefined>
}

export function keepShown(tell: (parts: readonly ShownPart[]) => void): ShownKeeper {
  const parts: ShownPart[] = []
  let untold: ShownPart[] = []
  let timer: NodeJS.Timeout | undefined
  const tellNow = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (untold.length > 0) tell(untold)
    untold = []
  }
  return {
    add(part) {
      append(parts, part)
      append(untold, part)
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

/** Text goes on where text of the same stream ended. */
function append(parts: ShownPart[], part: ShownPart): void {
  const last = parts.at(-1)
  if (part.kind === 'text' && last?.kind === 'text' && last.stream === part.stream)
    parts[parts.length - 1] = { ...last, text: last.text + part.text }
  else parts.push(part)
}

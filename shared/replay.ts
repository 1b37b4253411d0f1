/** What replaying a digest showed: the same step, in a fresh kernel, against the run before. */
import { artifactNamed, type Artifact } from '#shared/artifact.ts'
import type { Run, WorkspaceState } from '#shared/workspace.ts'

export type Replay = {
  /** The run that it is compared with: the latest before it that computed the same digest. */
  readonly before: Run
  /** What that one made of the same output. */
  readonly was: Artifact
  /**
   * `identical`: the same bytes. `equal`: a table of the same rows, in another order or encoding. `different`: other rows or
   * values; of tables with floats, whether they are within tolerance is for who reads the rows to say. `not-comparable`:
   * bytes that may differ though nothing of weight does, as pictures and models may.
   */
  readonly verdict: 'identical' | 'equal' | 'different' | 'not-comparable'
}

/** Of one output. Undefined where a run is no replay: nothing computed its digest before, or the cache answered it. */
export function replayOf(state: WorkspaceState, run: Run, artifact: Artifact): Replay | undefined {
  if (run.sameAs) return undefined
  let before: Run | undefined
  for (const one of state.runs.values()) {
    const isEarlier = one.stepDigest === run.stepDigest && one.seq < run.seq
    if (!isEarlier || !one.artifact || one.sameAs) continue
    if (!before || one.seq > before.seq) before = one
  }
  const was = before && artifactNamed(before, artifact.name)
  return before && was && { before, was, verdict: compared(was, artifact) }
}

function compared(before: Artifact, after: Artifact): Replay['verdict'] {
  if (before.digest === after.digest) return 'identical'
  if (before.kind === 'table' && after.kind === 'table')
    return before.contentDigest === after.contentDigest ? 'equal' : 'different'
  const isBytesOnly = after.kind === 'figure' || after.kind === 'model'
  return before.kind === after.kind && isBytesOnly ? 'not-comparable' : 'different'
}

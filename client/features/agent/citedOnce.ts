/** What a conclusion rests on: each artifact once, with those claims about it that its words do not hold already. A chart speaks for itself. */
import { artifactsIn, type Artifact } from '#shared/artifact.ts'
import type { Digest, StepId } from '#shared/ids.ts'
import type { Conclusion, WorkspaceState } from '#shared/workspace.ts'

export type Cited = {
  readonly artifact: Digest
  /** Its result's name; the beginning of its digest where the record holds no run that gave it. */
  readonly name: string
  readonly kind: Artifact['kind'] | undefined
  /** Where the citation leads. */
  readonly stepId: StepId | undefined
  readonly claims: readonly string[]
}

const SHORT_DIGEST = 12

export function citedOnce(
  state: WorkspaceState,
  { text, citations }: Pick<Conclusion, 'text' | 'citations'>,
): readonly Cited[] {
  return [...new Set(citations.map(({ artifact }) => artifact))].map((artifact) => {
    const run = [...state.runs.values()].findLast((one) =>
      artifactsIn(one).some(({ digest }) => digest === artifact),
    )
    const made = artifactsIn(run ?? {}).find(({ digest }) => digest === artifact)
    const claims = citations.filter((one) => one.artifact === artifact).map(({ claim }) => claim.trim())
    return {
      artifact,
      name: made?.name ?? artifact.slice(0, SHORT_DIGEST),
      kind: made?.kind,
      stepId: run?.stepId,
      claims: made?.kind === 'chart' ? [] : [...new Set(claims)].filter((claim) => !text.includes(claim)),
    }
  })
}

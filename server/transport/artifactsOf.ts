/** Which artifacts a workspace may show: those that its own record names. A digest alone opens nothing. */
import { artifactsIn } from '#shared/artifact.ts'
import type { DatasetVersion } from '#shared/dataset.ts'
import type { Digest } from '#shared/ids.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'

const PAGE = 500

export function artifactsOf(workspace: WorkspaceHost): ReadonlySet<Digest> {
  const named = new Set(versionsIn(workspace))
  for (const run of workspace.state().runs.values()) {
    for (const { digest } of artifactsIn(run)) named.add(digest)
    if (run.outcome?.shown) named.add(run.outcome.shown.digest)
    for (const input of run.inputs) named.add(input.artifact)
  }
  return named
}

type Versions = { readonly upTo: number; readonly named: ReadonlySet<Digest> }

/** The entries never change, so what was read of them is kept for as long as the workspace is open. */
const read = new WeakMap<WorkspaceHost, Versions>()

/** All versions of all datasets, also of those revised or removed since: the fold no longer names them, the entries do. */
function versionsIn(workspace: WorkspaceHost): ReadonlySet<Digest> {
  const before = read.get(workspace) ?? { upTo: 0, named: new Set<Digest>() }
  const upTo = workspace.head().seq
  if (before.upTo === upTo) return before.named
  const named = new Set(before.named)
  for (let after = before.upTo; after < upTo;) {
    const page = workspace.read(after, Math.min(PAGE, upTo - after))
    for (const { body } of page) {
      // Most entries are about something else: the text says so sooner than a parse.
      if (!body.includes('"DatasetAdded"') && !body.includes('"DatasetRevised"')) continue
      const { event } = recordedOf(body)
      if (event.type !== 'DatasetAdded' && event.type !== 'DatasetRevised') continue
      for (const digest of digestsOf(event.data.current)) named.add(digest)
    }
    after += page.length
    if (page.length === 0) break
  }
  read.set(workspace, { upTo, named })
  return named
}

const digestsOf = ({ digest, profile, source, rejects }: DatasetVersion): readonly Digest[] => [
  digest,
  profile,
  source.digest,
  ...(rejects ? [rejects.digest] : []),
]

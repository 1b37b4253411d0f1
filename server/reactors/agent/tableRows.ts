/** How the agent's side reads rows and profiles: bounded, and only of tables that the fold names. */
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { TablePages } from '#server/kernels/duckdb/tablePages.ts'
import type { IntactPath } from '#server/reactors/intactPath.ts'
import type { Digest } from '#shared/ids.ts'
import { TableProfile } from '#shared/profile.ts'

export type Cells = readonly (readonly (string | null)[])[]

export type TableRows = {
  /** The first rows of a table artifact; none, with the reason reported, when it can't be read. */
  readonly firstRows: (artifact: Digest, limit: number) => Promise<Cells>
  readonly profile: (artifact: Digest) => Promise<TableProfile>
}

export function openTableRows(
  artifacts: ArtifactStore,
  intactPath: IntactPath,
  pages: TablePages,
): TableRows {
  return {
    async firstRows(artifact, limit) {
      const query = { offset: 0, limit, sort: [], filters: [] }
      const page = await pages.page(await intactPath(artifact), query)
      if (!page.ok) throw new Error(page.error.message)
      return page.value.rows
    },
    async profile(artifact) {
      const bytes = await artifacts.bytes(artifact)
      if (!bytes) throw new Error(`The profile ${artifact} is missing`)
      return TableProfile.parse(JSON.parse(new TextDecoder().decode(bytes)))
    },
  }
}

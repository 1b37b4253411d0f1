import type { ExplorerKind } from '#client/features/lineage/explorerGraph.ts'
import { GLYPHS } from '#client/features/lineage/glyphs.ts'

/** The sign of a kind, as the canvas draws it. */
export function KindSign({ kind }: { readonly kind: ExplorerKind }) {
  return (
    <svg className={`kind-sign of-${kind}`} width="14" height="14" viewBox="0 0 16 16" aria-hidden>
      <path d={GLYPHS[kind]} />
    </svg>
  )
}

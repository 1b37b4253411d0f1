/** Which nodes show columns, and the lines between them. */
import type { ColumnLine } from '#client/features/lineage/marks.ts'
import { columnSpot, type Scene, type ShownColumns } from '#client/features/lineage/scene.ts'
import { Digest } from '#shared/ids.ts'
import { columnsOf, columnSources, columnsOnWay, type ColumnOrigin } from '#shared/lineage/columnLineage.ts'
import { artifactNode } from '#shared/lineage/lineageGraph.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

/** More than these would be a wall; the side panel lists them all. */
const MOST_COLUMNS = 40

export function artifactOf(nodeId: string): Digest | undefined {
  const digest = nodeId.startsWith('artifact:') ? Digest.safeParse(nodeId.slice(9)) : undefined
  return digest?.success ? digest.data : undefined
}

/** All columns of what is unfolded, and those that the way passes of everything else. */
export function shownColumns(
  state: WorkspaceState,
  unfolded: ReadonlySet<string>,
  way: ColumnOrigin | undefined,
): ShownColumns {
  const shown = new Map<string, readonly string[]>()
  for (const one of way ? columnsOnWay(way) : []) {
    const node = artifactNode(one.artifact)
    shown.set(node, [...(shown.get(node) ?? []), one.column])
  }
  for (const node of unfolded) {
    const digest = artifactOf(node)
    const columns = digest ? columnsOf(state, digest).slice(0, MOST_COLUMNS) : []
    const passed = (shown.get(node) ?? []).filter((one) => !columns.includes(one))
    shown.set(node, [...columns, ...passed])
  }
  return shown
}

export function columnLinesOf(
  state: WorkspaceState,
  scene: Scene,
  way: ColumnOrigin | undefined,
): readonly ColumnLine[] {
  const key = (artifact: string, column: string): string => `${artifact} ${column.toLowerCase()}`
  const onWay = new Set((way ? columnsOnWay(way) : []).map((one) => key(one.artifact, one.column)))
  return scene.boxes.flatMap((box) => {
    const artifact = artifactOf(box.node.id)
    if (!artifact) return []
    return box.columns.flatMap((column) =>
      columnSources(state, { artifact, column }).flatMap((source) => {
        const before = scene.byId.get(artifactNode(source.artifact))
        const from = before && columnSpot(before, source.column, 'right')
        const to = columnSpot(box, column, 'left')
        if (!from || !to) return []
        const isOnWay = onWay.has(key(artifact, column)) && onWay.has(key(source.artifact, source.column))
        return [{ from, to, isOnWay }]
      }),
    )
  })
}

/** The nodes that a column's way passes: the tables, and the runs between them. */
export function nodesOnWay(way: ColumnOrigin, drawnAs: ReadonlyMap<string, string>): ReadonlySet<string> {
  const ids = columnsOnWay(way).flatMap((one) => [
    artifactNode(one.artifact),
    ...(one.run ? [`run:${one.run.runId}`] : []),
  ])
  return new Set(ids.flatMap((id) => drawnAs.get(id) ?? []))
}
